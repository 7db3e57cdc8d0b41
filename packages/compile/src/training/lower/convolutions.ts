// Convolutions and dense layers.
import { conv as convOp } from '../ops/conv.js'
import { dense as denseOp } from '../ops/dense.js'
import { depthwise } from '../ops/depthwise.js'
import { grouped } from '../ops/grouped.js'
import { transposed } from '../ops/transposed.js'
import type { Pair, Window } from '../ops/windows/geometry.js'
import { lowering, thenActivation } from './lowering.js'

interface Windowed {
  readonly kernel: Pair
  readonly stride: Pair
  readonly dilation: Pair
  readonly padding: 'same' | 'valid'
}
interface Activated {
  readonly activation: string
}
interface Grouped {
  readonly groups: number
}

const windowOf = ({ kernel, stride, dilation, padding }: Windowed): Window => ({
  size: kernel,
  stride,
  dilation,
  padding,
})

export const conv = lowering<Windowed & Activated & Grouped>((config, use) => {
  const [kernel, bias] = [use.weight('kernel'), use.find('bias')]
  const op =
    config.groups === 1
      ? convOp(kernel, bias, windowOf(config))
      : grouped(kernel, bias, windowOf(config), config.groups)
  return thenActivation([{ op, shape: use.output }], config.activation, use)
})

interface Conv1d extends Activated, Grouped {
  readonly kernel: number
  readonly stride: number
  readonly dilation: number
  readonly padding: 'same' | 'valid' | 'causal'
}
export const conv1d = lowering<Conv1d>((config, use) => {
  const { padding, groups } = config
  const window: Window = {
    size: [1, config.kernel],
    stride: [1, config.stride],
    dilation: [1, config.dilation],
    padding,
  }
  const [kernel, bias] = [use.weight('kernel'), use.find('bias')]
  const op = groups === 1 ? convOp(kernel, bias, window) : grouped(kernel, bias, window, groups)
  return thenActivation([{ op, shape: use.output }], config.activation, use)
})

export const depthwiseConv = lowering<Windowed & Activated>((config, use) => {
  const op = depthwise(use.weight('depthwise_kernel'), use.find('bias'), windowOf(config))
  return thenActivation([{ op, shape: use.output }], config.activation, use)
})

/** The gradient of a convolution's input, as a layer. */
export const convTranspose = lowering<Windowed & Activated>((config, use) => {
  const op = transposed(use.weight('kernel'), use.find('bias'), windowOf(config))
  return thenActivation([{ op, shape: use.output }], config.activation, use)
})

/** A depthwise convolution, then a 1x1 convolution. */
export const separableConv = lowering<Windowed & Activated>((config, use) => {
  const first = use.weight('depthwise_kernel')
  const [, , channels = 1, each = 1] = first.shape
  const point: Window = { size: [1, 1], stride: [1, 1], dilation: [1, 1], padding: 'valid' }
  return thenActivation(
    [
      {
        op: depthwise(first, null, windowOf(config)),
        shape: [...use.output.slice(0, -1), channels * each],
      },
      { op: convOp(use.weight('pointwise_kernel'), use.find('bias'), point), shape: use.output },
    ],
    config.activation,
    use,
  )
})

export const dense = lowering<Activated>((config, use) => {
  const op = denseOp(use.weight('kernel'), use.find('bias'))
  return thenActivation([{ op, shape: use.output }], config.activation, use)
})
