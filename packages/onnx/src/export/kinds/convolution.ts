// Convolutions, of one to three axes.
import type { Activation, Sizes } from '@layersmith/core'
import { type Exporter, type Use, inputOf, made, maybeWeight, node, weight } from '../use.js'
import { asIs, reordered } from '../weights.js'
import { type Window, padded } from '../windows.js'
import { activate } from './activation.js'

type Counts = number | readonly number[]
interface ConvConfig {
  readonly kernel: Counts
  readonly stride: Counts
  readonly dilation: Counts
  readonly padding: 'valid' | 'same' | 'causal'
  readonly activation: Activation
}

const list = (counts: Counts): readonly number[] => [counts].flat()

const windowsOf = (
  { kernel, stride, dilation }: Pick<ConvConfig, 'kernel' | 'stride' | 'dilation'>,
  sizes: Sizes,
): readonly Window[] => {
  const [strides, dilations] = [list(stride), list(dilation)]
  return list(kernel).map((size, axis) => ({
    kernel: size,
    stride: strides[axis] ?? 1,
    dilation: dilations[axis] ?? 1,
    size: sizes[axis] ?? null,
  }))
}

/** ONNX's order of a kernel's axes; `output` and `input` are TensorFlow.js's last two. */
const kernelOrder = (axes: number, before: readonly [number, number]): readonly number[] => [
  ...before.map((place) => axes + place),
  ...Array.from({ length: axes }, (_, axis) => axis),
]

/** A convolution of a tensor with channels first, with the bias and the activation. */
const convolved = (
  use: Use<ConvConfig>,
  operator: 'Conv' | 'ConvTranspose',
  inputs: readonly string[],
  attributes: Parameters<typeof node>[3],
) => {
  const bias = maybeWeight(use, 'bias')
  const all = bias === undefined ? inputs : [...inputs, asIs(use.graph, bias)]
  const y = node(use, operator, all, attributes)
  return made(use, 'first', activate(use, use.config.activation, y, 1))
}

export const conv: Exporter<ConvConfig & { readonly groups: number }> = (use) => {
  const { config, graph } = use
  const x = inputOf(use)
  const kernel = weight(use, 'kernel')
  const windows = windowsOf(config, x.shape)
  const order = kernelOrder(windows.length, [1, 0])
  return convolved(use, 'Conv', [x.in('first'), reordered(graph, kernel, kernel.shape, order)], {
    ...padded(windows, config.padding),
    group: config.groups,
  })
}

/** The kernel of a depthwise convolution: rows, columns, channels, and filters per channel. */
const depthwiseKernel = (use: Use, name: string): string => {
  const kernel = weight(use, name)
  const [rows = 1, columns = 1, channels = 1, filters = 1] = kernel.shape
  return reordered(
    use.graph,
    kernel,
    kernel.shape,
    [2, 3, 0, 1],
    [channels * filters, 1, rows, columns],
  )
}

export const depthwiseConv: Exporter<ConvConfig> = (use) => {
  const x = inputOf(use)
  return convolved(use, 'Conv', [x.in('first'), depthwiseKernel(use, 'depthwise_kernel')], {
    ...padded(windowsOf(use.config, x.shape), use.config.padding),
    group: x.shape.at(-1) ?? 1,
  })
}

export const separableConv: Exporter<ConvConfig> = (use) => {
  const { config, graph } = use
  const x = inputOf(use)
  const depthwise = depthwiseKernel(use, 'depthwise_kernel')
  const inner = node(use, 'Conv', [x.in('first'), depthwise], {
    ...padded(windowsOf(config, x.shape), config.padding),
    group: x.shape.at(-1) ?? 1,
  })
  const pointwise = weight(use, 'pointwise_kernel')
  const kernel = reordered(graph, pointwise, pointwise.shape, [3, 2, 0, 1])
  return convolved(use, 'Conv', [inner, kernel], {})
}

interface TransposedConfig extends ConvConfig {
  readonly outputPadding: readonly number[] | null
}

/**
 * A transposed convolution makes `(size - 1) * stride + span` pixels, of which `before` and `after`
 * are cropped; or `more` are added at the end.
 */
const cutOff = (
  { kernel, stride, dilation }: Window,
  padding: 'valid' | 'same' | 'causal',
  given: number | null,
): { readonly before: number; readonly after: number; readonly more: number } => {
  const span = (kernel - 1) * dilation + 1
  // besides a stride for each step
  const length =
    padding === 'valid'
      ? given === null
        ? Math.max(span, stride)
        : span + given
      : given === null
        ? stride
        : (span % 2) + given
  // Keras pads the small image evenly, with the odd pixel at the start
  const pad = Math.min(Math.ceil((length + span - 2) / 2), span - 1)
  const before = padding === 'valid' ? 0 : span - 1 - pad
  const rest = span - before - length
  return { before, after: Math.max(0, rest), more: Math.max(0, -rest) }
}

export const convTranspose: Exporter<TransposedConfig> = (use) => {
  const { config, graph } = use
  const x = inputOf(use)
  const windows = windowsOf(config, x.shape)
  const kernel = weight(use, 'kernel')
  // rows, columns, filters, channels
  const order = kernelOrder(windows.length, [1, 0])
  const cuts = windows.map((window, axis) =>
    cutOff(window, config.padding, config.outputPadding?.[axis] ?? null),
  )
  return convolved(
    use,
    'ConvTranspose',
    [x.in('first'), reordered(graph, kernel, kernel.shape, order)],
    {
      kernel_shape: windows.map((w) => w.kernel),
      strides: windows.map((w) => w.stride),
      dilations: windows.map((w) => w.dilation),
      pads: [...cuts.map(({ before }) => before), ...cuts.map(({ after }) => after)],
      output_padding: cuts.map(({ more }) => more),
    },
  )
}
