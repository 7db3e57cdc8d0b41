// What Keras's preprocess_input does, as blocks.
import { type AnyBlock, type Block, type Open, block, branch } from '@layersmith/core'

/** A block that changes no sizes and holds nothing. */
type Pointwise = Block<Open<[]>, never>

/** Each channel of the output: the channel it comes from, a factor, and what is added. */
type Channel = readonly [from: number, scale: number, offset: number]

/** Channels as columns, so that they can be cut out. */
const asColumns = (): AnyBlock => block().permute([1, 3, 2])

const channels = (all: readonly [Channel, Channel, Channel]): Pointwise => {
  const one = ([from, scale, offset]: Channel): AnyBlock =>
    block()
      .crop([
        [0, 0],
        [from, 2 - from],
      ])
      .rescaling(scale, { offset })
  const [a, b, c] = all
  // three channels stay three
  return asColumns()
    .pipe(branch(one(a), one(b), one(c)).concat({ axis: 2 }))
    .pipe(asColumns()) as AnyBlock as Pointwise
}

/** The means and standard deviations of ImageNet's red, green and blue, of values up to 1. */
const mean = [0.485, 0.456, 0.406] as const
const deviation = [0.229, 0.224, 0.225] as const

/**
 * Bytes of red, green and blue to blue, green and red around their means: what VGG and ResNet were
 * trained on. [height, width, 3] to the same shape. Keras: `preprocess_input` of `vgg16`.
 * @example
 * import { input } from '@layersmith/core'
 * import { caffePreprocessing, resNet50 } from '@layersmith/zoo'
 * input([224, 224, 3]).pipe(caffePreprocessing()).pipe(resNet50()).shape // [1000]
 */
export const caffePreprocessing = (): Pointwise =>
  channels([
    [2, 1, -103.939],
    [1, 1, -116.779],
    [0, 1, -123.68],
  ])

/**
 * Bytes to values from -1 to 1, for most other nets. Any shape to the same shape. Keras:
 * `preprocess_input` of `mobilenet`.
 * @example
 * import { input } from '@layersmith/core'
 * import { mobileNet, tfPreprocessing } from '@layersmith/zoo'
 * input([224, 224, 3]).pipe(tfPreprocessing()).pipe(mobileNet()).shape // [1000]
 */
export const tfPreprocessing = (): Pointwise => block().rescaling(1 / 127.5, { offset: -1 })

/**
 * Bytes to values with mean 0 and variance 1 over ImageNet, for DenseNet. [height, width, 3] to the
 * same shape. Keras: `preprocess_input` of `densenet`.
 * @example
 * import { input } from '@layersmith/core'
 * import { denseNet121, torchPreprocessing } from '@layersmith/zoo'
 * input([224, 224, 3]).pipe(torchPreprocessing()).pipe(denseNet121()).shape // [1000]
 */
export const torchPreprocessing = (): Pointwise => {
  const one = (i: 0 | 1 | 2): Channel => [i, 1 / 255 / deviation[i], -mean[i] / deviation[i]]
  return channels([one(0), one(1), one(2)])
}
