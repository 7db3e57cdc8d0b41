// Layers that shift and scale.
import {
  type Exporter,
  type Use,
  type Weight,
  inputOf,
  made,
  maybeWeight,
  node,
  weight,
} from '../use.js'
import type { Layout, Value } from '../value.js'
import { asIs, computed } from '../weights.js'

/** The sizes of numbers along one of our axes, to be broadcast over a tensor. */
const along = (x: Value, place: number, size: number, layout: Layout): readonly number[] =>
  x.ordered(
    x.shape.map((_, axis) => (axis === place ? size : 1)),
    layout,
  )

/** One number for each channel, or the same one for all. */
const perChannel = (use: Use, name: string, length: number, value: number): string =>
  use.graph.floats(
    `${use.path}/${name}`,
    Array.from({ length }, () => value),
  )

interface BnConfig {
  readonly axis: number
  readonly epsilon: number
  readonly momentum: number
}

export const bn: Exporter<BnConfig> = (use) => {
  const { graph, config } = use
  const x = inputOf(use)
  const mean = weight(use, 'moving_mean')
  const variance = weight(use, 'moving_variance')
  const [gamma, beta] = ['gamma', 'beta'].map((name) => maybeWeight(use, name))
  const size = mean.shape[0] ?? 1
  const place = config.axis < 0 ? x.shape.length + config.axis : config.axis - 1
  if (place < x.shape.length - 1) return alongAxis(use, x, place, { mean, variance, gamma, beta })
  const parts = [
    gamma === undefined ? perChannel(use, 'gamma', size, 1) : asIs(graph, gamma),
    beta === undefined ? perChannel(use, 'beta', size, 0) : asIs(graph, beta),
    asIs(graph, mean),
    asIs(graph, variance),
  ]
  const y = node(use, 'BatchNormalization', [x.in('first'), ...parts], {
    epsilon: { float: config.epsilon },
    momentum: { float: config.momentum },
  })
  return made(use, 'first', y)
}

interface Parts {
  readonly mean: Weight
  readonly variance: Weight
  readonly gamma: Weight | undefined
  readonly beta: Weight | undefined
}
/** The operator only normalizes channels; another axis is shifted and scaled in steps. */
const alongAxis = (
  use: Use<BnConfig>,
  x: Value,
  place: number,
  { mean, variance, gamma, beta }: Parts,
): Value => {
  const { graph, config } = use
  const { layout } = x
  const dims = along(x, place, mean.shape[0] ?? 1, layout)
  const factor = computed(
    graph,
    `${mean.name.replace(/[^/]*$/, '')}factor`,
    dims,
    [variance, ...(gamma === undefined ? [] : [gamma])],
    (v = new Float32Array(), g) => v.map((n, i) => (g?.[i] ?? 1) / Math.sqrt(n + config.epsilon)),
  )
  const centered = node(use, 'Sub', [x.in(layout), asIs(graph, mean, dims)])
  const scaled = node(use, 'Mul', [centered, factor])
  return made(
    use,
    layout,
    beta === undefined ? scaled : node(use, 'Add', [scaled, asIs(graph, beta, dims)]),
  )
}

interface NormConfig {
  readonly epsilon: number
}

/** The learned factor and offset of each channel, where the layer has them. */
const affine = (use: Use, x: Value, layout: Layout, y: string): Value => {
  const [gamma, beta] = ['gamma', 'beta'].map((name) => maybeWeight(use, name))
  const spread = (w: Weight): string =>
    asIs(use.graph, w, along(x, x.shape.length - 1, w.shape[0] ?? 1, layout))
  const scaled = gamma === undefined ? y : node(use, 'Mul', [y, spread(gamma)])
  const moved = beta === undefined ? scaled : node(use, 'Add', [scaled, spread(beta)])
  return made(use, layout, moved)
}

export const layerNorm: Exporter<NormConfig> = (use) => {
  const { graph, path, config } = use
  const x = inputOf(use)
  const { layout } = x
  const size = x.shape.at(-1) ?? 1
  if (layout === 'last' || x.isFlat) {
    const [gamma, beta] = ['gamma', 'beta'].map((name) => maybeWeight(use, name))
    const parts = [
      gamma === undefined ? perChannel(use, 'gamma', size, 1) : asIs(graph, gamma),
      ...(beta === undefined ? [] : [asIs(graph, beta)]),
    ]
    const attributes = { axis: -1, epsilon: { float: config.epsilon } }
    return made(use, 'last', node(use, 'LayerNormalization', [x.in('last'), ...parts], attributes))
  }
  // the operator needs the channels last; in steps they may be first
  const mean = (of: string): string => node(use, 'ReduceMean', [of], { axes: [1], keepdims: 1 })
  const centered = node(use, 'Sub', [x.in('first'), mean(x.in('first'))])
  const variance = mean(node(use, 'Mul', [centered, centered]))
  const shifted = node(use, 'Add', [variance, graph.float(`${path}/epsilon`, config.epsilon)])
  return affine(use, x, layout, node(use, 'Div', [centered, node(use, 'Sqrt', [shifted])]))
}

/** Each group is an instance: InstanceNormalization with groups in place of channels. */
export const groupNorm: Exporter<NormConfig & { readonly groups: number }> = (use) => {
  const { graph, path, config } = use
  const x = inputOf(use)
  const channels = x.shape.at(-1) ?? 1
  const groups = config.groups === -1 ? channels : config.groups
  const sizes = graph.integers(`${path}/groups`, [0, groups, -1])
  const grouped = node(use, 'Reshape', [x.in('first'), sizes])
  const parts = [perChannel(use, 'scale', groups, 1), perChannel(use, 'offset', groups, 0)]
  const normal = node(use, 'InstanceNormalization', [grouped, ...parts], {
    epsilon: { float: config.epsilon },
  })
  const back = node(use, 'Reshape', [normal, shapeOf(use, x)])
  return affine(use, x, 'first', back)
}

/** The sizes of a tensor with channels first, computed at run time if they are open. */
const shapeOf = (use: Use, x: Value): string =>
  x.shape.includes(null)
    ? node(use, 'Shape', [x.in('first')])
    : use.graph.integers(`${use.path}/shape`, [0, ...x.ordered(x.shape, 'first').map(Number)])

export const layerScale: Exporter = (use) => {
  const x = inputOf(use)
  return affine(use, x, x.layout, x.in(x.layout))
}

interface NormalizationConfig {
  readonly mean: readonly number[] | null
  readonly variance: readonly number[] | null
  readonly invert: boolean
}
/** The smallest standard deviation that Keras divides by. */
const LEAST = 1e-7

export const normalization: Exporter<NormalizationConfig> = (use) => {
  const { graph, path, config } = use
  const x = inputOf(use)
  const { layout } = x
  const spread = (size: number) => along(x, x.shape.length - 1, size, layout)
  const deviationOf = (variance: readonly number[]) =>
    Float32Array.from(variance, (n) => Math.max(Math.sqrt(n), LEAST))
  const parts = (): readonly [string, string] => {
    if (config.mean !== null && config.variance !== null) {
      const dims = spread(config.mean.length)
      const deviation = [...deviationOf(config.variance)]
      return [
        graph.floats(`${path}/mean`, config.mean, dims),
        graph.floats(`${path}/deviation`, deviation, dims),
      ]
    }
    const [mean, variance] = [weight(use, 'mean'), weight(use, 'variance')]
    const dims = spread(mean.shape[0] ?? 1)
    const name = variance.name.replace(/[^/]*$/, 'deviation')
    return [
      asIs(graph, mean, dims),
      computed(graph, name, dims, [variance], (v = new Float32Array()) => deviationOf([...v])),
    ]
  }
  const [mean, deviation] = parts()
  const name = x.in(layout)
  return made(
    use,
    layout,
    config.invert
      ? node(use, 'Add', [node(use, 'Mul', [name, deviation]), mean])
      : node(use, 'Div', [node(use, 'Sub', [name, mean]), deviation]),
  )
}

export const unitNorm: Exporter = (use) => {
  const { graph, path } = use
  const x = inputOf(use)
  const name = x.in(x.layout)
  const axes = graph.integers(`${path}/axes`, [x.axis(x.shape.length - 1, x.layout)])
  const sum = node(use, 'ReduceSum', [node(use, 'Mul', [name, name]), axes])
  const least = node(use, 'Max', [sum, graph.float(`${path}/least`, 1e-24)])
  return made(use, x.layout, node(use, 'Div', [name, node(use, 'Sqrt', [least])]))
}

interface RescalingConfig {
  readonly scale: number | readonly number[]
  readonly offset: number | readonly number[]
}
export const rescaling: Exporter<RescalingConfig> = (use) => {
  const { graph, path, config } = use
  const x = inputOf(use)
  const { layout } = x
  const numbers = (name: string, given: number | readonly number[]): string =>
    typeof given === 'number'
      ? graph.float(`${path}/${name}`, given)
      : graph.floats(`${path}/${name}`, given, along(x, x.shape.length - 1, given.length, layout))
  const scaled = node(use, 'Mul', [x.in(layout), numbers('scale', config.scale)])
  const isMoved = [config.offset].flat().some((n) => n !== 0)
  const y = isMoved ? node(use, 'Add', [scaled, numbers('offset', config.offset)]) : scaled
  return made(use, layout, y)
}
