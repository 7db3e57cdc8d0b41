// Dense layers and lookups.
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
import { activate } from './activation.js'

type Dense = Use<{ readonly activation: Activation }>

export const dense: Exporter<{ readonly activation: Activation }> = (use) => {
  const x = inputOf(use)
  if (x.isFlat) return onVector(use, x)
  return x.layout === 'first' ? asConvolution(use, x) : alongLast(use, x)
}

const biasOf = (use: Dense): readonly string[] => {
  const bias = maybeWeight(use, 'bias')
  return bias === undefined ? [] : [asIs(use.graph, bias)]
}

const onVector = (use: Dense, x: Value): Value => {
  const { config, graph } = use
  const kernel = weight(use, 'kernel')
  const [input, matrix] = flattened(x)
    ? withChannelsFirst(use, x.flattened)
    : [x.in('last'), asIs(graph, kernel)]
  const y = node(use, 'Gemm', [input, matrix, ...biasOf(use)])
  return made(use, 'last', activate(use, config.activation, y, 1))
}

/** Whether this is a flattened image with channels first. */
const flattened = (x: Value): x is Value & { readonly flattened: Value } =>
  x.flattened !== null && x.flattened.layout === 'first'

/** The flattened image in its own order, and the kernel with its rows in that order. */
const withChannelsFirst = (use: Dense, image: Value): readonly [string, string] => {
  const { graph, path } = use
  const kernel = weight(use, 'kernel')
  const x = graph.node(`${path}/flat`, 'Flatten', [image.in('first')], { axis: 1 })
  const seen = [...image.shape.map(Number), kernel.shape[1] ?? 1]
  const axes = image.ordered(
    image.shape.map((_, axis) => axis),
    'first',
  )
  return [x, reordered(graph, kernel, seen, [...axes, image.shape.length], kernel.shape)]
}

/** With channels first, a dense layer is a convolution of single pixels. */
const asConvolution = (use: Dense, x: Value): Value => {
  const { config, graph } = use
  const kernel = weight(use, 'kernel')
  const [inputs = 1, units = 1] = kernel.shape
  const ones = x.shape.slice(1).map(() => 1)
  const matrix = reordered(graph, kernel, kernel.shape, [1, 0], [units, inputs, ...ones])
  const y = node(use, 'Conv', [x.in('first'), matrix, ...biasOf(use)])
  return made(use, 'first', activate(use, config.activation, y, 1))
}

const alongLast = (use: Dense, x: Value): Value => {
  const { config, graph } = use
  const product = node(use, 'MatMul', [x.in('last'), asIs(graph, weight(use, 'kernel'))])
  const [bias] = biasOf(use)
  const y = bias === undefined ? product : node(use, 'Add', [product, bias])
  return made(use, 'last', activate(use, config.activation, y, x.rank - 1))
}

export const embedding: Exporter<{ readonly maskZero: boolean }> = (use) => {
  if (use.config.maskZero)
    refuse('masks, which maskZero makes', 'leave maskZero out, or predict with sequences in full')
  const tokens = node(use, 'Cast', [inputOf(use).in('last')], { to: INT64 })
  const table = asIs(use.graph, weight(use, 'embeddings'))
  return made(use, 'last', node(use, 'Gather', [table, tokens]))
}

interface EncodingConfig {
  readonly tokens: number
  readonly outputMode: 'multiHot' | 'count' | 'oneHot'
}
export const categoryEncoding: Exporter<EncodingConfig> = (use) => {
  const { graph, path, config } = use
  const tokens = node(use, 'Cast', [inputOf(use).in('last')], { to: INT64 })
  const depth = graph.integers(`${path}/tokens`, [config.tokens])
  const hot = node(use, 'OneHot', [tokens, depth, graph.floats(`${path}/off_on`, [0, 1])])
  const y =
    config.outputMode === 'multiHot'
      ? node(use, 'ReduceMax', [hot], { axes: [1], keepdims: 0 })
      : node(use, 'ReduceSum', [hot, graph.integers(`${path}/axes`, [1])], { keepdims: 0 })
  return made(use, 'last', y)
}

/** The number of the element type in onnx.proto. */
const INT64 = 7

export const masking: Exporter = () =>
  refuse('masks', 'leave masking out, or predict with sequences in full')
