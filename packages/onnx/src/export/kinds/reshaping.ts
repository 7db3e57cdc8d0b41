// Layers that move numbers, and upsampling.
import { type Exporter, type Use, inputOf, made, node, refuse } from '../use.js'
import { type Layout, Value, lastOrder } from '../value.js'

export const flatten: Exporter = (use) => {
  const { graph, path, shape } = use
  const x = inputOf(use)
  return x.isFlat ? x : new Value(graph, path, shape, {}, x)
}

type Margins = readonly (readonly [number, number])[]

export const pad: Exporter<{ readonly padding: Margins }> = (use) => {
  const { graph, path, config } = use
  const x = inputOf(use)
  const { layout } = x
  const sides = [0, 1].map((side) => [
    0,
    ...x.ordered([...config.padding.map((margin) => margin[side] ?? 0), 0], layout),
  ])
  const pads = graph.integers(`${path}/pads`, sides.flat())
  return made(use, layout, node(use, 'Pad', [x.in(layout), pads]))
}

/** The end of an axis of any size. */
const END = Number.MAX_SAFE_INTEGER

/** Keeps the pixels from `starts` to `ends`; a negative one counts from the end. */
const sliced = (use: Use, starts: readonly number[], ends: readonly number[]): Value => {
  const { graph, path } = use
  const x = inputOf(use)
  const { layout } = x
  const axes = starts.map((_, place) => x.axis(place, layout))
  const inputs = [
    graph.integers(`${path}/starts`, starts),
    graph.integers(`${path}/ends`, ends),
    graph.integers(`${path}/axes`, axes),
  ]
  return made(use, layout, node(use, 'Slice', [x.in(layout), ...inputs]))
}

export const crop: Exporter<{ readonly cropping: Margins }> = (use) => {
  const { cropping } = use.config
  return sliced(
    use,
    cropping.map(([start]) => start),
    cropping.map(([, end]) => (end === 0 ? END : -end)),
  )
}

export const centerCrop: Exporter<{ readonly height: number; readonly width: number }> = (use) => {
  const { height, width } = use.config
  const [rows = null, columns = null] = inputOf(use).shape
  if (rows === null || columns === null)
    return refuse(
      'way to cut out the middle of images of any size',
      'give the input its height and width',
    )
  const starts = [Math.floor((rows - height) / 2), Math.floor((columns - width) / 2)]
  return sliced(use, starts, [(starts[0] ?? 0) + height, (starts[1] ?? 0) + width])
}

export const permute: Exporter<{ readonly dims: readonly number[] }> = (use) => {
  const x = inputOf(use)
  const { layout } = x
  const wanted = [0, ...use.config.dims]
  const there = layout === 'first' ? lastOrder(x.rank) : wanted.map((_, axis) => axis)
  const perm = wanted.map((axis) => there[axis] ?? 0)
  return made(use, 'last', node(use, 'Transpose', [x.in(layout)], { perm }))
}

export const reshape: Exporter = (use) => {
  const { graph, path, shape } = use
  const x = inputOf(use)
  const sizes = shape.map((size) => size ?? -1)
  const target = graph.integers(`${path}/shape`, [0, ...sizes])
  return made(use, 'last', node(use, 'Reshape', [x.in('last'), target]))
}

export const repeatVector: Exporter<{ readonly n: number }> = (use) => {
  const { graph, path, config } = use
  const x = inputOf(use).in('last')
  const row = node(use, 'Unsqueeze', [x, graph.integers(`${path}/axes`, [1])])
  return made(use, 'last', node(use, 'Tile', [row, graph.integers(`${path}/n`, [1, config.n, 1])]))
}

interface UpsampleConfig {
  readonly size: readonly [number, number]
  readonly interpolation: 'nearest' | 'bilinear'
}
export const upsample: Exporter<UpsampleConfig> = (use) => {
  const { graph, path, config } = use
  const layout: Layout = 'first'
  const scales = graph.floats(`${path}/scales`, [1, 1, ...config.size])
  const attributes: Readonly<Record<string, string>> =
    config.interpolation === 'nearest'
      ? {
          mode: 'nearest',
          coordinate_transformation_mode: 'asymmetric',
          nearest_mode: 'floor',
        }
      : { mode: 'linear', coordinate_transformation_mode: 'half_pixel' }
  const y = node(use, 'Resize', [inputOf(use).in(layout), '', scales], attributes)
  return made(use, layout, y)
}
