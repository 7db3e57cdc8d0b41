import { type Outputs, block, concat, graph } from 'layersmith'

const stage = <F extends number>(filters: F) =>
  block()
    .conv(filters, 3, { padding: 'same' })
    .bn()
    .relu()
    .conv(filters, 3, { padding: 'same' })
    .bn()
    .relu()
const down = block().pool(2)
const up = block().upsample(2)
const head = block().conv(1, 1, { activation: 'sigmoid' })

// U-Net++ of depth 2: six nodes x00, x10, x20, x01, x11, x02
export const net = graph({ image: [64, 64, 3] }, ({ image }) => {
  const x00 = image.pipe(stage(16))
  const x10 = x00.pipe(down).pipe(stage(32))
  const x20 = x10.pipe(down).pipe(stage(64))
  const x01 = concat(x00, x10.pipe(up)).pipe(stage(16)).tap('x01')
  const x11 = concat(x10, x20.pipe(up)).pipe(stage(32))
  const x02 = concat(x00, x01, x11.pipe(up)).pipe(stage(16)).tap('x02')
  return { mask: x02.pipe(head), deep: x01.pipe(head) }
})

export const shape: { readonly mask: readonly [64, 64, 1]; readonly deep: readonly [64, 64, 1] } =
  net.shape
export const taps: readonly ['x01', 'x02'] = null as never as TapNames<typeof net>
type TapNames<N> =
  N extends Outputs<infer S, infer _>
    ? S extends { readonly taps: { x01: [64, 64, 16]; x02: [64, 64, 16] } }
      ? ['x01', 'x02']
      : never
    : never
