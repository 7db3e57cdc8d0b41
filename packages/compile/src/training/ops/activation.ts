import type { Address, Call } from '../program/call.js'
import { blocksOf, kernel } from '../program/kernels.js'
import {
  type Limits,
  type OpPlace,
  type TrainingOp,
  channelsOf,
  pixelsOf,
  sizeOf,
} from '../graph/op.js'

/** The function of assembly/kernels/activation.ts, its two parameters, and what its slope reads. */
type Coded = readonly [kind: number, a: number, b: number, reads: 'input' | 'output']

/** Keeps numbers within limits. */
const LIMITING = 0

const SELU = [1.0507009873554805, 1.6732632423543772] as const
const CODES: Readonly<Record<string, Coded>> = {
  relu: [0, 0, Infinity, 'output'],
  relu6: [0, 0, 6, 'output'],
  hardTanh: [0, -1, 1, 'output'],
  sigmoid: [1, 0, 0, 'output'],
  tanh: [2, 0, 0, 'output'],
  elu: [3, 1, 1, 'output'],
  selu: [3, SELU[0] * SELU[1], SELU[0], 'output'],
  softplus: [4, 0, 0, 'output'],
  softsign: [5, 0, 0, 'input'],
  swish: [6, 0, 0, 'input'],
  mish: [7, 0, 0, 'input'],
  gelu: [8, 0, 0, 'input'],
  gelu_new: [9, 0, 0, 'input'],
  leakyRelu: [10, 0.2, 0, 'input'],
  hardSigmoid: [11, 0.2, 0.5, 'input'],
  hardSigmoid3: [11, 1 / 6, 0.5, 'input'],
  hardSilu: [12, 1 / 6, 0.5, 'input'],
  logSigmoid: [13, 0, 0, 'input'],
  squareplus: [14, 0, 0, 'input'],
  tanhShrink: [15, 0, 0, 'input'],
  exponential: [16, 0, 0, 'output'],
}

/** The activation with this name; null for one without a kernel. */
export const activation = (name: string): TrainingOp | null => {
  if (name === 'softmax') return softmax
  const code = CODES[name]
  return code === undefined ? null : coded(name, code)
}

/** Keeps numbers from 0 to a limit. */
export const reluTo = (most: number): TrainingOp => coded('relu', [LIMITING, 0, most, 'output'])

export const leakyRelu = (alpha: number): TrainingOp => coded('leakyRelu', [10, alpha, 0, 'input'])

/** dx ← dy where y is inside the limits, and 0 elsewhere; dx may be dy. */
export const limitGradient = (
  call: (call: Call) => void,
  [y, dy, dx]: readonly [Address, Address, Address],
  elements: number,
  [least, most]: Limits,
): void => {
  const units = blocksOf(elements)
  call(kernel('activateGrad', units, LIMITING, y, dy, dx, elements, least, most))
}

const coded = (name: string, [kind, a, b, reads]: Coded): TrainingOp => {
  const write = ({ images, inputs: [x], output, call }: OpPlace): void => {
    const elements = images * sizeOf(output.shape)
    const limits = [a, b]
    const units = blocksOf(elements)
    call(kernel('activate', units, kind, x?.address ?? null, output.address, elements, ...limits))
  }
  return {
    name,
    activation: name,
    ...(kind === LIMITING ? { limits: [a, b] as const } : {}),
    ...(reads === 'input' ? { again: write } : {}),
    weights: [],
    isInPlace: true,
    reads: { inputs: reads === 'input', output: reads === 'output' },
    forward: (place) => {
      write(place)
      return name
    },
    backward: ({ images, inputs: [x], output, gradient, inputGradients: [dx = null], call }) => {
      const elements = images * sizeOf(output.shape)
      call(
        kernel(
          'activateGrad',
          blocksOf(elements),
          kind,
          reads === 'input' ? (x?.address ?? null) : output.address,
          gradient,
          dx,
          elements,
          a,
          b,
        ),
      )
      return name
    },
  }
}

/** Over the channels of each pixel. */
const softmax: TrainingOp = {
  name: 'softmax',
  activation: 'softmax',
  weights: [],
  isInPlace: true,
  reads: { inputs: false, output: true },
  forward: ({ images, inputs: [x], output, call }) => {
    const pixels = images * pixelsOf(output)
    call(kernel('softmax', pixels, x?.address ?? null, output.address, channelsOf(output)))
    return 'softmax'
  },
  backward: ({ images, output, gradient, inputGradients: [dx = null], call }) => {
    const pixels = images * pixelsOf(output)
    call(kernel('softmaxGrad', pixels, output.address, gradient, dx, channelsOf(output)))
    return 'softmax'
  },
}
