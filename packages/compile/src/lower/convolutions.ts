// What convolutions and dense layers compute in inference.
import { activationOf } from '../graph/activation.js'
import type { Margins } from '../graph/op.js'
import { convolution } from '../ops/convolution.js'
import { dense as denseOp } from '../ops/dense.js'
import { depthwise } from '../ops/depthwise.js'
import { NO_MARGINS, type Window } from '../ops/window.js'
import { lowering } from './lowering.js'

type Pair = readonly [number, number]
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
  padding: padding === 'same' ? 'same' : NO_MARGINS,
  isLine: false,
})

export const conv = lowering<Windowed & Activated & Grouped>((config, { weights }) => ({
  op: convolution({
    kernel: weights.get('kernel'),
    bias: weights.find('bias'),
    window: windowOf(config),
    groups: config.groups,
    activation: activationOf(config.activation),
  }),
}))

interface Conv1d extends Activated, Grouped {
  readonly kernel: number
  readonly stride: number
  readonly dilation: number
  readonly padding: 'same' | 'valid' | 'causal'
}
export const conv1d = lowering<Conv1d>((config, { weights }) => {
  const { values, shape } = weights.get('kernel')
  const before = (config.kernel - 1) * config.dilation
  const causal: Margins = [
    [0, 0],
    [before, 0],
  ]
  return {
    op: convolution({
      kernel: { values, shape: [1, ...shape] },
      bias: weights.find('bias'),
      window: {
        size: [1, config.kernel],
        stride: [1, config.stride],
        dilation: [1, config.dilation],
        padding:
          config.padding === 'same' ? 'same' : config.padding === 'causal' ? causal : NO_MARGINS,
        isLine: true,
      },
      groups: config.groups,
      activation: activationOf(config.activation),
    }),
  }
})

export const depthwiseConv = lowering<Windowed & Activated>((config, { weights }) => ({
  op: depthwise({
    kernel: weights.get('depthwise_kernel'),
    bias: weights.find('bias'),
    window: windowOf(config),
    activation: activationOf(config.activation),
  }),
}))

/** A depthwise convolution and a pointwise one, which rewrites see as two. */
export const separableConv = lowering<Windowed & Activated>((config, { weights, output }) => {
  const first = weights.get('depthwise_kernel')
  const [, , channels = 1, each = 1] = first.shape
  return {
    parts: [
      {
        name: 'depthwise',
        op: depthwise({ kernel: first, bias: null, window: windowOf(config), activation: null }),
        shape: [...output.slice(0, -1), channels * each],
      },
    ],
    op: convolution({
      kernel: weights.get('pointwise_kernel'),
      bias: weights.find('bias'),
      window: {
        size: [1, 1],
        stride: [1, 1],
        dilation: [1, 1],
        padding: NO_MARGINS,
        isLine: false,
      },
      groups: 1,
      activation: activationOf(config.activation),
    }),
  }
})

export const dense = lowering<Activated>((config, { weights, input }) => ({
  op: denseOp({
    kernel: weights.get('kernel'),
    bias: weights.find('bias'),
    activation: activationOf(config.activation),
    readsFlat: input.length === 1,
  }),
}))
