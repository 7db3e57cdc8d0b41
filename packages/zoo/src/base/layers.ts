// The layers of which architectures are made, as Keras starts and numbers them. Channels are plain
// numbers here, so the blocks are loose parts; who needs exact shapes declares them.
import {
  type Activation,
  type AnyBlock,
  type Initializer,
  type Padding,
  type Pair,
  block,
  branch,
} from '@layersmith/core'

/** Options of a batch normalization, for all those of a block. */
export interface Norm {
  /** 0.99 by default. */
  readonly momentum?: number
  /** 0.001 by default. */
  readonly epsilon?: number
  /** Whether a factor is learned; true by default. */
  readonly scale?: boolean
}

/** Activations as blocks; they hold nothing. */
export const relu = (): AnyBlock => block().relu()
export const relu6 = (): AnyBlock => block().relu6()
export const swish = (): AnyBlock => block().activation('swish')
/** Keras 3's, relu6(x + 3) / 6; the activation of TensorFlow.js is another function. */
export const hardSigmoid = (): AnyBlock =>
  block()
    .rescaling(1, { offset: 3 })
    .relu6()
    .rescaling(1 / 6)
export const hardSwish = (): AnyBlock => branch(block(), hardSigmoid()).multiply()

export interface ConvOptions {
  readonly stride?: number
  /** 'same' by default. */
  readonly padding?: Padding
  readonly useBias?: boolean
  /** As in Keras, 'glorotUniform' by default. */
  readonly start?: Initializer
}
/** A convolution with a bias. */
export const conv = (
  filters: number,
  kernel: Pair,
  { stride = 1, padding = 'same', useBias = true, start = 'glorotUniform' }: ConvOptions = {},
): AnyBlock => block().conv(filters, kernel, { stride, padding, useBias, kernelInitializer: start })

export interface NormedOptions extends ConvOptions {
  readonly norm?: Norm
  /** What follows the normalization; ReLU by default, `block()` for nothing. */
  readonly then?: AnyBlock
}
/** A convolution without a bias, its normalization and its activation. */
export const normed = (
  filters: number,
  kernel: Pair,
  { norm = {}, then = relu(), ...options }: NormedOptions = {},
): AnyBlock =>
  conv(filters, kernel, { useBias: false, ...options })
    .bn(norm)
    .pipe(then)

/** The same with a depthwise convolution. */
export const depthwise = (
  kernel: Pair,
  {
    norm = {},
    then = relu(),
    stride = 1,
    padding = 'same',
    start = 'glorotUniform',
  }: NormedOptions = {},
): AnyBlock =>
  block()
    .depthwiseConv(kernel, { stride, padding, useBias: false, depthwiseInitializer: start })
    .bn(norm)
    .pipe(then)

/** The same with a separable convolution. */
export const separable = (
  filters: number,
  kernel: Pair,
  { norm = {}, then = relu(), stride = 1, padding = 'same' }: NormedOptions = {},
): AnyBlock =>
  block().separableConv(filters, kernel, { stride, padding, useBias: false }).bn(norm).pipe(then)

/** As EfficientNets start their kernels. */
export const fanOut: Initializer = {
  className: 'VarianceScaling',
  config: { scale: 2, mode: 'fanOut', distribution: 'normal' },
}

interface ClassifierOptions {
  /** Of the means, in training; 0 by default. */
  readonly dropout?: number
  readonly start?: Initializer
}
/** A class for each image: the mean of each channel, and a dense layer. */
export const classifier = (
  { classes, activation }: { readonly classes: number; readonly activation: Activation },
  { dropout = 0, start = 'glorotUniform' }: ClassifierOptions = {},
): AnyBlock => {
  const means = block().globalPool()
  const top = block().dense(classes, { activation, kernelInitializer: start })
  return (dropout === 0 ? (means as AnyBlock) : means.dropout(dropout)).pipe(top)
}
/** The classifier of EfficientNets. */
export const efficientTop = (
  given: { readonly classes: number; readonly activation: Activation },
  dropout: number,
): AnyBlock =>
  classifier(given, {
    dropout,
    start: {
      className: 'VarianceScaling',
      config: { scale: 1 / 3, mode: 'fanOut', distribution: 'uniform' },
    },
  })

/** An empty block that names its place. */
export const tap = (name: string): AnyBlock => block().tap(name)

/** A multiple of 8 near n, at most a tenth below it (Sandler et al. 2018). */
export const divisible = (n: number): number => {
  const rounded = Math.max(8, Math.floor((n + 4) / 8) * 8)
  return rounded < 0.9 * n ? rounded + 8 : rounded
}
