/** The nets: small ones for their images, and those of the zoo at 224. */
import { type AnyNet, block, input, residual } from '@layersmith/core'
import { efficientNetB0, mobileNet, mobileNetV2, resNet50 } from '@layersmith/zoo'

const same = { padding: 'same' } as const
const conv = (filters: number, stride = 1) =>
  block()
    .conv(filters, 3, { ...same, stride })
    .bn()
    .relu()
const separable = (filters: number, stride: number) =>
  block()
    .depthwiseConv(3, { ...same, stride })
    .bn()
    .relu()
    .conv(filters, 1)
    .bn()
    .relu()
const unit = (filters: number) => residual(conv(filters).conv(filters, 3, same).bn())

const resNet20 = input([32, 32, 3])
  .pipe(conv(16))
  .pipe(unit(16))
  .relu()
  .pipe(unit(16))
  .relu()
  .pipe(unit(16))
  .relu()
  .pipe(conv(32, 2))
  .pipe(unit(32))
  .relu()
  .pipe(unit(32))
  .relu()
  .pipe(unit(32))
  .relu()
  .pipe(conv(64, 2))
  .pipe(unit(64))
  .relu()
  .pipe(unit(64))
  .relu()
  .pipe(unit(64))
  .relu()
  .globalPool()
  .dense(10, { activation: 'softmax' })

const small = {
  LeNet: () =>
    input([28, 28, 1])
      .conv(6, 4, { activation: 'relu' })
      .bn()
      .pool(2)
      .conv(16, 4, { activation: 'relu' })
      .bn()
      .pool(2)
      .flatten()
      .dense(10, { activation: 'softmax' }),
  'MobileNet-like': () =>
    input([32, 32, 3])
      .pipe(conv(16))
      .pipe(separable(32, 2))
      .pipe(separable(64, 1))
      .pipe(separable(64, 2))
      .pipe(separable(128, 2))
      .globalPool()
      .dense(10, { activation: 'softmax' }),
  'VGG-like': () =>
    input([32, 32, 3])
      .pipe(conv(32))
      .pool(2)
      .pipe(conv(64))
      .pool(2)
      .pipe(conv(128))
      .pool(2)
      .flatten()
      .dense(10, { activation: 'softmax' }),
  'ResNet-20': () => resNet20,
} as const satisfies Readonly<Record<string, () => AnyNet>>

const large = {
  MobileNet: () => mobileNet(),
  MobileNetV2: () => mobileNetV2(),
  'ResNet-50': () => resNet50(),
  EfficientNetB0: () => efficientNetB0(),
} as const satisfies Readonly<Record<string, () => AnyNet>>

/** The nets by the sets that are measured together. */
export const nets = { small, large } as const
export type NetSet = keyof typeof nets
export type SmallNet = keyof typeof small
export type NetName = SmallNet | keyof typeof large
