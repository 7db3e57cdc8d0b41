// Layers around another layer.
import type { Kind } from '@layersmith/core'
import { type Exporter, type Use, inputOf, made, node } from '../use.js'
import { Value } from '../value.js'
import { type ConvLstmConfig, imagesOf, madeOf } from './conv-lstm2d.js'
import { aligned, backwards, cells } from './recurrent.js'

interface Inner {
  readonly kind: Kind
  readonly config: object
}

interface BidirectionalConfig {
  readonly layer: Inner
  readonly mergeMode: 'concat' | 'sum' | 'mul' | 'ave'
}

/** The inner layer once in each direction; both outputs are in the order of the steps. */
export const bidirectional: Exporter<BidirectionalConfig> = (use) => {
  const { path, config, weights } = use
  const { kind, config: inner } = config.layer
  if (!isCell(kind)) return ofImages(use)
  // whose config is that of a recurrent layer
  const given = inner as Parameters<typeof aligned>[0]['config']
  const half = weights.length / 2
  const outputs = ['forward', 'backward'].map((name, i) =>
    aligned(
      {
        ...use,
        path: `${path}/${name}`,
        config: { ...given, goBackwards: given.goBackwards !== (i === 1) },
        weights: weights.slice(i * half, (i + 1) * half),
      },
      cells[kind],
    ),
  )
  const both = combined(use, outputs, given.returnSequences ? 2 : 1)
  // going backwards reverses the whole
  const turns = given.goBackwards && given.returnSequences
  return made(use, 'last', turns ? backwards(use, both) : both)
}

/** Recurrent convolutions in both directions. */
const ofImages = (use: Use<BidirectionalConfig>): Value => {
  const { path, config, weights } = use
  // the only other recurrent layer
  const given = config.layer.config as ConvLstmConfig
  const half = weights.length / 2
  const [forward = [], backward = []] = ['forward', 'backward'].map((name, i) =>
    imagesOf({
      ...use,
      path: `${path}/${name}`,
      config: { ...given, goBackwards: given.goBackwards !== (i === 1) },
      weights: weights.slice(i * half, (i + 1) * half),
    }),
  )
  const pairs = given.returnSequences
    ? forward.map((image, step) => [image, backward.at(-1 - step) ?? ''])
    : [[forward.at(-1) ?? '', backward.at(-1) ?? '']]
  return madeOf(
    { ...use, config: given },
    pairs.map((pair) => combined(use, pair, 1)),
  )
}

const isCell = (kind: Kind): kind is keyof typeof cells => Object.hasOwn(cells, kind)

const combined = (
  use: Use<BidirectionalConfig>,
  outputs: readonly string[],
  axis: number,
): string => {
  switch (use.config.mergeMode) {
    case 'concat':
      return node(use, 'Concat', outputs, { axis })
    case 'sum':
      return node(use, 'Add', outputs)
    case 'mul':
      return node(use, 'Mul', outputs)
    case 'ave':
      return node(use, 'Mean', outputs)
  }
}

/** The inner layer's batch is all steps of all examples. */
export const timeDistributed: Exporter<{ readonly layer: Inner }> = (use) => {
  const { graph, path, shape, config } = use
  const x = inputOf(use)
  const [, ...inside] = x.shape
  const [steps = null, ...outside] = shape
  const given = x.in('last')
  const examples = `${path}/steps`
  const joined = graph.node(examples, 'Reshape', [
    given,
    inside.includes(null)
      ? joinedSizes(use, [
          graph.integers(`${path}/all`, [-1]),
          node(use, 'Shape', [given], { start: 2 }),
        ])
      : graph.integers(`${path}/step_shape`, [-1, ...inside.map(Number)]),
  ])
  const y = use
    .apply(config.layer.kind, {
      ...use,
      path: `${path}/${config.layer.kind}`,
      config: config.layer.config,
      inputs: [new Value(graph, examples, inside, { last: joined })],
      shape: outside,
    })
    .in('last')
  const sizes =
    steps === null || outside.includes(null)
      ? joinedSizes(use, [
          node(use, 'Shape', [given], { start: 0, end: 2 }),
          node(use, 'Shape', [y], { start: 1 }),
        ])
      : graph.integers(`${path}/shape`, [-1, steps, ...outside.map(Number)])
  return made(use, 'last', node(use, 'Reshape', [y, sizes]))
}

/** Sizes, some of them known only at run time. */
const joinedSizes = (use: Use, parts: readonly string[]): string =>
  node(use, 'Concat', parts, { axis: 0 })
