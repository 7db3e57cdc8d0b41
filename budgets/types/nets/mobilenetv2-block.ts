import { block, input, repeat, residual } from 'layersmith'

const inverted = <E extends number, O extends number, S extends number>(
  expanded: E,
  out: O,
  stride: S,
) =>
  block()
    .conv(expanded, 1)
    .bn()
    .relu6()
    .depthwiseConv(3, { padding: 'same', stride })
    .bn()
    .relu6()
    .conv(out, 1)
    .bn()

const features = block()
  .conv(32, 3, { stride: 2, padding: 'same' })
  .bn()
  .relu6()
  .depthwiseConv(3, { padding: 'same' })
  .bn()
  .relu6()
  .conv(16, 1)
  .bn()
  .pipe(inverted(96, 24, 2))
  .pipe(repeat(1, residual(inverted(144, 24, 1))))
  .pipe(inverted(144, 32, 2))
  .pipe(repeat(2, residual(inverted(192, 32, 1))))
  .pipe(inverted(192, 64, 2))
  .pipe(repeat(3, residual(inverted(384, 64, 1))))
  .pipe(inverted(384, 96, 1))
  .pipe(repeat(2, residual(inverted(576, 96, 1))))
  .pipe(inverted(576, 160, 2))
  .pipe(repeat(2, residual(inverted(960, 160, 1))))
  .pipe(inverted(960, 320, 1))
  .conv(1280, 1)
  .bn()
  .relu6()

export const net = input([224, 224, 3]).pipe(features).globalPool().dense(1000)

export const shape: readonly [1000] = net.shape
export const map: readonly [7, 7, 1280] = input([224, 224, 3]).pipe(features).shape
