// Recurrent convolutions. ONNX has no operator for them, so the steps are written one by one.
import type { Activation } from '@layersmith/core'
import {
  type Exporter,
  type Use,
  inputOf,
  made,
  maybeWeight,
  node,
  refuse,
  weight,
} from '../use.js'
import type { Value } from '../value.js'
import { asIs, reordered } from '../weights.js'
import { padded } from '../windows.js'
import { activate } from './activation.js'

export interface ConvLstmConfig {
  readonly filters: number
  readonly kernel: readonly [number, number]
  readonly stride: readonly [number, number]
  readonly dilation: readonly [number, number]
  readonly padding: 'valid' | 'same'
  readonly activation: Activation
  readonly recurrentActivation: Activation
  readonly returnSequences: boolean
  readonly goBackwards: boolean
}

/** The output of each step with channels first, in the order of computation. */
export const imagesOf = (use: Use<ConvLstmConfig>): readonly string[] => {
  const { graph, config } = use
  const x = inputOf(use)
  const [steps = null] = x.shape
  if (steps === null || x.shape.includes(null))
    return refuse(
      'recurrent convolutions over sequences or images of any size',
      'give the input the number of its steps, and all other sizes',
    )
  const state = weight(use, 'recurrent_kernel')
  const kernel = reordered(graph, state, state.shape, [3, 2, 0, 1])
  // as many zeros as keep the size
  const around = padded(
    config.kernel.map((size) => ({ kernel: size, stride: 1, dilation: 1, size: null })),
    'same',
  )
  const inputs = gatesOfInput(use, steps)
  const outputs: string[] = []
  let h: string | null = null
  let c: string | null = null
  for (const given of config.goBackwards ? [...inputs].reverse() : inputs) {
    const sum =
      h === null ? given : node(use, 'Add', [given, node(use, 'Conv', [h, kernel], around)])
    ;[h, c] = stepped(use, sum, c)
    outputs.push(h)
  }
  return outputs
}

/** What the input of each step contributes to the gates: one convolution for all steps. */
const gatesOfInput = (use: Use<ConvLstmConfig>, steps: number): readonly string[] => {
  const { graph, path, config, shape } = use
  const x = inputOf(use)
  const [rows = 1, columns = 1, channels = 1] = x.shape.slice(1).map(Number)
  const all = graph.integers(`${path}/images`, [-1, rows, columns, channels])
  const images = node(use, 'Transpose', [node(use, 'Reshape', [x.in('last'), all])], {
    perm: [0, 3, 1, 2],
  })
  const kernel = weight(use, 'kernel')
  const bias = maybeWeight(use, 'bias')
  const windows = config.kernel.map((size, axis) => ({
    kernel: size,
    stride: config.stride[axis] ?? 1,
    dilation: config.dilation[axis] ?? 1,
    size: x.shape[axis + 1] ?? null,
  }))
  const parts = [
    reordered(graph, kernel, kernel.shape, [3, 2, 0, 1]),
    ...(bias === undefined ? [] : [asIs(graph, bias)]),
  ]
  const gates = node(use, 'Conv', [images, ...parts], padded(windows, config.padding))
  const sizes = shape.slice(-3, -1).map(Number)
  const apart = graph.integers(`${path}/steps`, [-1, steps, 4 * config.filters, ...sizes])
  const sequence = node(use, 'Reshape', [gates, apart])
  return Array.from({ length: steps }, (_, step) => {
    const index = graph.integers(`${path}/step`, [step])
    const one = node(use, 'Gather', [sequence, index], { axis: 1 })
    return node(use, 'Squeeze', [one, graph.integers(`${path}/axes`, [1])])
  })
}

/** Output and state after a step, from the gates' sums: input, forget, cell, output. */
const stepped = (
  use: Use<ConvLstmConfig>,
  sum: string,
  before: string | null,
): readonly [string, string] => {
  const { graph, path, config } = use
  const gate = (place: number, activation: Activation): string => {
    const [start, end, axes] = [place * config.filters, (place + 1) * config.filters, 1].map((n) =>
      graph.integers(`${path}/gate`, [n]),
    ) as [string, string, string] // one for each number
    return activate(use, activation, node(use, 'Slice', [sum, start, end, axes]), 1)
  }
  const { recurrentActivation, activation } = config
  const fresh = node(use, 'Mul', [gate(0, recurrentActivation), gate(2, activation)])
  const c =
    before === null
      ? fresh
      : node(use, 'Add', [node(use, 'Mul', [gate(1, recurrentActivation), before]), fresh])
  const h = node(use, 'Mul', [gate(3, recurrentActivation), activate(use, activation, c, 1)])
  return [h, c]
}

/** Images with channels first as a sequence: [batch, steps, rows, columns, filters]. */
const sequenceOf = (use: Use, images: readonly string[]): string => {
  const { graph, path } = use
  const axes = graph.integers(`${path}/axes`, [1])
  const each = images.map((image) => node(use, 'Unsqueeze', [image, axes]))
  const sequence = node(use, 'Concat', each, { axis: 1 })
  return node(use, 'Transpose', [sequence], { perm: [0, 1, 3, 4, 2] })
}

/** The whole sequence, or the last image. */
export const madeOf = (use: Use<ConvLstmConfig>, images: readonly string[]): Value =>
  use.config.returnSequences
    ? made(use, 'last', sequenceOf(use, images))
    : made(use, 'first', images.at(-1) ?? '')

export const convLstm2d: Exporter<ConvLstmConfig> = (use) => madeOf(use, imagesOf(use))
