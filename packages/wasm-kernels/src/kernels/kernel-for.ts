import { convGeometry, type ConvAttrs } from './windows/geometry.js'
import {
  chooseDepthwise,
  chooseDepthwiseFilterGradient,
  chooseDepthwiseInputGradient,
  chooseFilterGradient,
  chooseForward,
  chooseInputGradient,
  type Choice,
} from './windows/choice.js'

/** Whether the operation is depthwise, and its choice. */
const operations = {
  Conv2D: [false, chooseForward],
  FusedConv2D: [false, chooseForward],
  Conv2DBackpropInput: [false, chooseInputGradient],
  Conv2DBackpropFilter: [false, chooseFilterGradient],
  DepthwiseConv2dNative: [true, chooseDepthwise],
  FusedDepthwiseConv2D: [true, chooseDepthwise],
  DepthwiseConv2dNativeBackpropInput: [true, chooseDepthwiseInputGradient],
  DepthwiseConv2dNativeBackpropFilter: [true, chooseDepthwiseFilterGradient],
} as const

/** TensorFlow.js's names of the 2-D convolutions and their gradients. */
export type ConvOperation = keyof typeof operations

/** A 2-D convolution, in the terms of `tf.conv2d` and `tf.depthwiseConv2d`. */
export interface ConvShape {
  /** [batch, height, width, channels], also for the gradients. */
  readonly x: readonly number[]
  /** [height, width, channels, filters]; depthwise: [height, width, channels, per channel]. */
  readonly filter: readonly number[]
  /** Default: 1. */
  readonly strides?: number | readonly [number, number] | undefined
  /** Default: 'valid'. */
  readonly pad?: 'same' | 'valid' | number | undefined
  /** Default: 1. */
  readonly dilations?: number | readonly [number, number] | undefined
  /** As the option of `installKernels`. Default: false. */
  readonly exact?: boolean | undefined
}

const four = (name: string, shape: readonly number[]): void => {
  // Only untyped callers can pass anything but an array.
  if (
    Array.isArray(shape) &&
    shape.length === 4 &&
    shape.every((n) => Number.isInteger(n) && n > 0)
  )
    return
  throw new TypeError(
    `kernelFor: ${name} must be a shape of four positive integers, got ${JSON.stringify(shape)}`,
  )
}

const pair = (value: number | readonly [number, number]): number | [number, number] =>
  typeof value === 'number' ? value : [...value]

/**
 * Which kernel computes a 2-D convolution of these sizes, or one of its gradients, and how long
 * each kernel that could do it is expected to take on one thread. The choice depends on sizes
 * alone, never on the number of threads, on times or on values.
 *
 * - `winograd 4x4`, `winograd 2x2`: minimal filtering F(4x4, 3x3) and F(2x2, 3x3), Lavin and Gray
 *   2016
 * - `direct`: every product, with the filter in panels
 * - `product`: a 1x1 convolution as a matrix product
 * - `outer products`: the filter's gradient as a sum of them
 * - `few channels`: the gradient of an input of one to three channels
 * - `rolling columns`: a 3x3 depthwise convolution that loads each value once per row
 * - `taps`: a depthwise gradient tap by tap
 * - `stock`: TensorFlow.js's own kernel
 *
 * @param operation TensorFlow.js's name of the operation
 * @throws TypeError if the operation is unknown or a shape is not one
 *
 * @example
 * import { kernelFor } from '@layersmith/wasm-kernels'
 *
 * const conv = { x: [8, 32, 32, 64], filter: [3, 3, 64, 64], pad: 'same' } as const
 * kernelFor('Conv2D', conv).kernel // 'winograd 4x4'
 * kernelFor('Conv2D', { ...conv, exact: true }).kernel // 'winograd 2x2'
 * kernelFor('Conv2D', { ...conv, strides: 2 }).kernel // 'direct'
 */
export const kernelFor = (
  operation: ConvOperation,
  { x, filter, strides = 1, pad = 'valid', dilations = 1, exact = false }: ConvShape,
): Choice => {
  if (!Object.hasOwn(operations, operation))
    throw new TypeError(
      `kernelFor: '${operation}' is not an operation. ` +
        `The operations are ${Object.keys(operations).join(', ')}`,
    )
  four('x', x)
  four('filter', filter)
  if (x[3] !== filter[2])
    throw new TypeError(
      `kernelFor: x has ${String(x[3])} channels, the filter is for ${String(filter[2])}`,
    )
  const [depthwise, choose] = operations[operation]
  const attrs: ConvAttrs = { strides: pair(strides), pad, dilations: pair(dilations) }
  const conv = convGeometry(x, filter, attrs, depthwise)
  // Only channels first have none.
  if (conv === undefined) throw new TypeError('kernelFor: the geometry of these shapes is unknown')
  return choose(conv, exact)
}
