// Layers with several inputs.
import { type Exporter, type Use, made, node } from '../use.js'
import type { Layout, Value } from '../value.js'

/** Channels first if one input has them first; the others follow. */
const common = (values: readonly Value[]): Layout =>
  values.some(({ layout }) => layout === 'first') ? 'first' : 'last'

const namesOf = ({ inputs }: Use): readonly [Layout, readonly string[]] => {
  const layout = common(inputs)
  return [layout, inputs.map((value) => value.in(layout))]
}

/** An operator that takes any number of inputs. */
const all =
  (operator: 'Sum' | 'Mean' | 'Max' | 'Min'): Exporter =>
  (use) => {
    const [layout, names] = namesOf(use)
    return made(use, layout, node(use, operator, names))
  }

/** An operator of two inputs, applied to one input after another. */
const pairs = (use: Use, operator: 'Add' | 'Mul'): Value => {
  const [layout, [first = '', ...others]] = namesOf(use)
  return made(
    use,
    layout,
    others.reduce((sum, name) => node(use, operator, [sum, name]), first),
  )
}

export const add: Exporter = (use) => pairs(use, 'Add')
export const multiply: Exporter = (use) => pairs(use, 'Mul')
export const average = all('Mean')
export const maximum = all('Max')
export const minimum = all('Min')

export const concat: Exporter<{ readonly axis: number }> = (use) => {
  const [layout, names] = namesOf(use)
  const [first] = use.inputs
  const { axis } = use.config
  const place = axis < 0 ? use.shape.length + axis : axis - 1
  return made(use, layout, node(use, 'Concat', names, { axis: first?.axis(place, layout) ?? 1 }))
}

interface DotConfig {
  readonly axes: readonly [number, number]
  readonly normalize: boolean
}
/** The smallest sum of squares that TensorFlow.js divides by. */
const LEAST = 1e-7

/** A matrix product, over the last axis of one and the first of the other. */
export const dot: Exporter<DotConfig> = (use) => {
  const { graph, path, config, shape } = use
  const [a, b] = use.inputs.map((value, i) => matrixOf(use, value, config, i))
  const product = node(use, 'MatMul', [a ?? '', b ?? ''])
  const sizes = graph.integers(`${path}/shape`, [0, ...shape.map((size) => size ?? -1)])
  return made(use, 'last', node(use, 'Reshape', [product, sizes]))
}

const matrixOf = (use: Use, value: Value, { axes, normalize }: DotConfig, i: number): string => {
  const { graph, path } = use
  const given = axes[i] ?? -1
  const axis = given < 0 ? value.rank + given : given
  const x = normalize ? normal(use, value.in('last'), axis) : value.in('last')
  if (value.rank === 2)
    return node(use, 'Unsqueeze', [x, graph.integers(`${path}/axes`, [i === 0 ? 1 : 2])])
  return axis === (i === 0 ? 2 : 1) ? x : node(use, 'Transpose', [x], { perm: [0, 2, 1] })
}

/** Scaled to length 1 along the axis. */
const normal = (use: Use, x: string, axis: number): string => {
  const { graph, path } = use
  const square = node(use, 'Mul', [x, x])
  const sum = node(use, 'ReduceSum', [square, graph.integers(`${path}/axes`, [axis])])
  const least = node(use, 'Max', [sum, graph.float(`${path}/least`, LEAST)])
  return node(use, 'Div', [x, node(use, 'Sqrt', [least])])
}
