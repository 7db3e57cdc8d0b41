import { block, branch, input, residual } from 'layersmith'

const swish = { activation: 'swish' } as const
const se = <C extends number, R extends number>(c: C, r: R) =>
  branch(
    block(),
    block()
      .globalPool()
      .reshape([1, 1, -1])
      .conv(r, 1, swish)
      .conv(c, 1, { activation: 'sigmoid' }),
  ).multiply()
const mb = <
  E extends number,
  K extends number,
  S extends number,
  R extends number,
  O extends number,
>(
  expanded: E,
  k: K,
  stride: S,
  reduced: R,
  out: O,
) =>
  block()
    .conv(expanded, 1)
    .bn()
    .activation('swish')
    .depthwiseConv(k, { stride, padding: 'same' })
    .bn()
    .activation('swish')
    .pipe(se(expanded, reduced))
    .conv(out, 1)
    .bn()

export const net = input([224, 224, 3])
  .conv(32, 3, { stride: 2, padding: 'same' })
  .bn()
  .activation('swish')
  .depthwiseConv(3, { padding: 'same' })
  .bn()
  .activation('swish')
  .pipe(se(32, 8))
  .conv(16, 1)
  .bn()
  .pipe(mb(96, 3, 2, 4, 24))
  .pipe(residual(mb(144, 3, 1, 6, 24)))
  .pipe(mb(144, 5, 2, 6, 40))
  .pipe(residual(mb(240, 5, 1, 10, 40)))
  .pipe(mb(240, 3, 2, 10, 80))
  .pipe(residual(mb(480, 3, 1, 20, 80)))
  .pipe(residual(mb(480, 3, 1, 20, 80)))
  .pipe(mb(480, 5, 1, 20, 112))
  .pipe(residual(mb(672, 5, 1, 28, 112)))
  .pipe(residual(mb(672, 5, 1, 28, 112)))
  .pipe(mb(672, 5, 2, 28, 192))
  .pipe(residual(mb(1152, 5, 1, 48, 192)))
  .pipe(residual(mb(1152, 5, 1, 48, 192)))
  .pipe(residual(mb(1152, 5, 1, 48, 192)))
  .pipe(mb(1152, 3, 1, 48, 320))
  .conv(1280, 1)
  .bn()
  .activation('swish')
  .globalPool()
  .dense(1000)

export const shape: readonly [1000] = net.shape
