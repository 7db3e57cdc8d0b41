import { add, block, graph, multiply } from 'layersmith'

const swish = { activation: 'swish' } as const
const se = <C extends number, R extends number>(c: C, r: R) =>
  block().globalPool().reshape([1, 1, -1]).conv(r, 1, swish).conv(c, 1, { activation: 'sigmoid' })
const before = <E extends number, K extends number, S extends number>(
  expanded: E,
  k: K,
  stride: S,
) =>
  block()
    .conv(expanded, 1)
    .bn()
    .activation('swish')
    .depthwiseConv(k, { stride, padding: 'same' })
    .bn()
    .activation('swish')
const after = <O extends number>(out: O) => block().conv(out, 1).bn()

export const net = graph([224, 224, 3], (image) => {
  const s = image.pipe(
    block()
      .conv(32, 3, { stride: 2, padding: 'same' })
      .bn()
      .activation('swish')
      .depthwiseConv(3, { padding: 'same' })
      .bn()
      .activation('swish'),
  )
  const x0 = multiply(s, s.pipe(se(32, 8))).pipe(after(16))
  const y1 = x0.pipe(before(96, 3, 2))
  const x1 = multiply(y1, y1.pipe(se(96, 4))).pipe(after(24))
  const y2 = x1.pipe(before(144, 3, 1))
  const x2 = add(x1, multiply(y2, y2.pipe(se(144, 6))).pipe(after(24)))
  const y3 = x2.pipe(before(144, 5, 2))
  const x3 = multiply(y3, y3.pipe(se(144, 6))).pipe(after(40))
  const y4 = x3.pipe(before(240, 5, 1))
  const x4 = add(x3, multiply(y4, y4.pipe(se(240, 10))).pipe(after(40)))
  const y5 = x4.pipe(before(240, 3, 2))
  const x5 = multiply(y5, y5.pipe(se(240, 10))).pipe(after(80))
  const y6 = x5.pipe(before(480, 3, 1))
  const x6 = add(x5, multiply(y6, y6.pipe(se(480, 20))).pipe(after(80)))
  const y7 = x6.pipe(before(480, 3, 1))
  const x7 = add(x6, multiply(y7, y7.pipe(se(480, 20))).pipe(after(80)))
  const y8 = x7.pipe(before(480, 5, 1))
  const x8 = multiply(y8, y8.pipe(se(480, 20))).pipe(after(112))
  const y9 = x8.pipe(before(672, 5, 1))
  const x9 = add(x8, multiply(y9, y9.pipe(se(672, 28))).pipe(after(112)))
  const y10 = x9.pipe(before(672, 5, 1))
  const x10 = add(x9, multiply(y10, y10.pipe(se(672, 28))).pipe(after(112)))
  const y11 = x10.pipe(before(672, 5, 2))
  const x11 = multiply(y11, y11.pipe(se(672, 28))).pipe(after(192))
  const y12 = x11.pipe(before(1152, 5, 1))
  const x12 = add(x11, multiply(y12, y12.pipe(se(1152, 48))).pipe(after(192)))
  const y13 = x12.pipe(before(1152, 5, 1))
  const x13 = add(x12, multiply(y13, y13.pipe(se(1152, 48))).pipe(after(192)))
  const y14 = x13.pipe(before(1152, 5, 1))
  const x14 = add(x13, multiply(y14, y14.pipe(se(1152, 48))).pipe(after(192)))
  const y15 = x14.pipe(before(1152, 3, 1))
  const x15 = multiply(y15, y15.pipe(se(1152, 48))).pipe(after(320))
  return x15.pipe(block().conv(1280, 1).bn().activation('swish').globalPool().dense(1000))
})

export const shape: readonly [1000] = net.shape
