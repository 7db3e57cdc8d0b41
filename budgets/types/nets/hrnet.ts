import { add, block, graph, residual } from 'layersmith'

const unit = <F extends number>(f: F) =>
  residual(block().conv(f, 3, { padding: 'same' }).bn().relu().conv(f, 3, { padding: 'same' }).bn())
const stay = <F extends number>(f: F) => block().pipe(unit(f)).relu().pipe(unit(f)).relu()
const down = <F extends number>(f: F) => block().conv(f, 3, { stride: 2, padding: 'same' }).bn()
const up = <F extends number, U extends number>(f: F, by: U) => block().conv(f, 1).bn().upsample(by)
const relu = block().relu()

// an HRNet stage: 3 branches, 3 exchanges
export const net = graph({ image: [64, 64, 3] }, ({ image }) => {
  const a0 = image.pipe(down(32)).pipe(relu)
  const b0 = a0.pipe(down(64)).pipe(relu)
  const c0 = b0.pipe(down(128)).pipe(relu)

  const [a1, b1, c1] = [a0.pipe(stay(32)), b0.pipe(stay(64)), c0.pipe(stay(128))]
  const a2 = add(a1, b1.pipe(up(32, 2)), c1.pipe(up(32, 4))).pipe(relu)
  const b2 = add(a1.pipe(down(64)), b1, c1.pipe(up(64, 2))).pipe(relu)
  const c2 = add(a1.pipe(down(32)).pipe(relu).pipe(down(128)), b1.pipe(down(128)), c1).pipe(relu)

  const [a3, b3, c3] = [a2.pipe(stay(32)), b2.pipe(stay(64)), c2.pipe(stay(128))]
  const a4 = add(a3, b3.pipe(up(32, 2)), c3.pipe(up(32, 4))).pipe(relu)
  const b4 = add(a3.pipe(down(64)), b3, c3.pipe(up(64, 2))).pipe(relu)
  const c4 = add(a3.pipe(down(32)).pipe(relu).pipe(down(128)), b3.pipe(down(128)), c3).pipe(relu)

  const [a5, b5, c5] = [a4.pipe(stay(32)), b4.pipe(stay(64)), c4.pipe(stay(128))]
  const a6 = add(a5, b5.pipe(up(32, 2)), c5.pipe(up(32, 4))).pipe(relu)
  const b6 = add(a5.pipe(down(64)), b5, c5.pipe(up(64, 2))).pipe(relu)
  const c6 = add(a5.pipe(down(32)).pipe(relu).pipe(down(128)), b5.pipe(down(128)), c5).pipe(relu)
  return { high: a6, middle: b6, low: c6 }
})

export const shape: {
  readonly high: readonly [32, 32, 32]
  readonly middle: readonly [16, 16, 64]
  readonly low: readonly [8, 8, 128]
} = net.shape
