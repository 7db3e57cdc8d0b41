// NASNet does not nest: each cell reads the outputs of the two cells before it.
import { type AnyBlock, type AnyValue, add, block, branch, concat, graph } from '@layersmith/core'
import { type Architecture, architecture, inSequence } from '../base/architecture.js'
import { classifier, separable } from '../base/layers.js'

const outline = <
  A extends number,
  B extends number,
  C extends number,
  D extends number,
  E extends number,
>(
  c1: A,
  c2: B,
  c3: C,
  c4: D,
  c5: E,
) =>
  block()
    .conv(c1, 3, { stride: 2 })
    .tap('c1')
    .conv(c2, 2, { stride: 2, padding: 'same' })
    .tap('c2')
    .conv(c3, 2, { stride: 2, padding: 'same' })
    .tap('c3')
    .conv(c4, 2, { stride: 2, padding: 'same' })
    .tap('c4')
    .conv(c5, 2, { stride: 2, padding: 'same' })
    .tap('c5')
export const nasNetMobileOutline = () => outline(32, 44, 264, 528, 1056)
export const nasNetLargeOutline = () => outline(96, 168, 1008, 2016, 4032)

const norm = { momentum: 0.9997, epsilon: 0.001 }
const start = { kernelInitializer: 'heNormal', useBias: false } as const

/** What flows between cells; null for a size that only the run time knows. */
interface Flow {
  readonly value: AnyValue
  readonly channels: number
  readonly sizes: readonly (number | null)[]
}
const halved = (sizes: Flow['sizes']): Flow['sizes'] =>
  sizes.map((n) => (n === null ? null : Math.ceil(n / 2)))

const separated = (filters: number, kernel: number, stride = 1): AnyBlock =>
  inSequence(
    block().relu(),
    separable(filters, kernel, { stride, norm }),
    separable(filters, kernel, { norm, then: block() }),
  )
const mean = (): AnyBlock => block().pool(3, { kind: 'average', stride: 1, padding: 'same' })
/** ReLU, 1x1 convolutions and a normalization. */
const projected = (filters: number): AnyBlock => block().relu().conv(filters, 1, start).bn(norm)

/** Half the size: of two grids of every second pixel, shifted by one. */
const shrunk = (filters: number): AnyBlock => {
  const grid = block()
    .pool(1, { kind: 'average', stride: 2 })
    .conv(filters / 2, 1, start)
  const shifted = block()
    .pad([
      [0, 1],
      [0, 1],
    ])
    .crop([
      [1, 0],
      [1, 0],
    ])
  return block()
    .relu()
    .pipe(branch(grid, shifted.pipe(grid)).concat())
    .bn(norm)
}
/** The output of the cell before, with the size and the channels that a cell needs. */
const fitting = (before: Flow, last: Flow, filters: number, isShrunk: boolean): AnyValue => {
  if (isShrunk) return before.value.pipe(shrunk(filters))
  if (before === last || before.channels === filters) return before.value
  return before.value.pipe(projected(filters))
}

/** Two outputs of cells, the last one first; whether the other one is still twice as large. */
interface Pair {
  readonly last: Flow
  readonly before: Flow
  readonly isLarger: boolean
}

const normal = ({ last, before, isLarger }: Pair, filters: number): Pair => {
  const p = fitting(before, last, filters, isLarger)
  const h = last.value.pipe(projected(filters))
  const x1 = add(h.pipe(separated(filters, 5)), p.pipe(separated(filters, 3)))
  const x2 = add(p.pipe(separated(filters, 5)), p.pipe(separated(filters, 3)))
  const x3 = add(h.pipe(mean()), p)
  const x4 = add(p.pipe(mean()), p.pipe(mean()))
  const x5 = add(h.pipe(separated(filters, 3)), h)
  const value = concat(p, x1, x2, x3, x4, x5)
  return {
    last: { value, channels: 6 * filters, sizes: last.sizes },
    before: last,
    isLarger: false,
  }
}

const reduction = ({ last, before, isLarger }: Pair, filters: number): Pair => {
  const p = fitting(before, last, filters, isLarger)
  const h = last.value.pipe(projected(filters))
  // zeros around the borders, which a pool with padding 'same' would leave out; an unknown size
  // counts as even, as in Keras
  const [rows = 0, columns = 0] = last.sizes.map((n) => (n ?? 0) % 2)
  const padded = h.pipe(
    block().pad([
      [rows, 1],
      [columns, 1],
    ]),
  )
  const most = block().pool(3, { stride: 2 })
  const x1 = add(h.pipe(separated(filters, 5, 2)), p.pipe(separated(filters, 7, 2)))
  const x2 = add(padded.pipe(most), p.pipe(separated(filters, 7, 2)))
  const x3 = add(
    padded.pipe(block().pool(3, { kind: 'average', stride: 2 })),
    p.pipe(separated(filters, 5, 2)),
  )
  const x4 = add(x2, x1.pipe(mean()))
  const x5 = add(x1.pipe(separated(filters, 3)), padded.pipe(most))
  const value = concat(x2, x3, x4, x5)
  const sizes = halved(last.sizes)
  return { last: { value, channels: 4 * filters, sizes }, before: last, isLarger: true }
}

const tapped = ({ last, ...rest }: Pair, name: string): Pair => ({
  ...rest,
  last: { ...last, value: last.value.tap(name) },
})

/** NASNet-A: its widest cells, cells a stage, channels of the stem; what its cells skip. */
interface Search {
  readonly filters: number
  readonly cells: number
  readonly stem: number
  readonly skipsReduction: boolean
}

const nasNet = <N extends number, O extends () => AnyBlock>(
  name: string,
  size: N,
  { filters, cells, stem, skipsReduction }: Search,
): Architecture<N, O> =>
  architecture<Architecture<N, O>>(name, size, {}, (given) => {
    const stage = (start: Pair, width: number): Pair =>
      Array.from({ length: cells }).reduce<Pair>((pair) => normal(pair, width), start)
    /** After a reduction, the large net goes on with what was before it. */
    const reduced = (pair: Pair, width: number): Pair => {
      const next = reduction(pair, width)
      return skipsReduction ? { ...next, before: pair.before } : next
    }
    const features = graph(given.inputShape, (image) => {
      const first: AnyValue = image.pipe(
        block()
          .conv(stem, 3, { stride: 2, ...start })
          .bn(norm)
          .tap('c1'),
      )
      const sizes = given.inputShape.slice(0, 2).map((n) => (n === null ? null : (n - 1) >> 1))
      const flow: Flow = { value: first, channels: stem, sizes }
      let pair: Pair = { last: flow, before: flow, isLarger: false }
      pair = tapped(reduction(pair, filters / 4), 'c2')
      pair = stage(reduction(pair, filters / 2), filters)
      pair = stage(reduced(tapped(pair, 'c3'), 2 * filters), 2 * filters)
      pair = stage(reduced(tapped(pair, 'c4'), 4 * filters), 4 * filters)
      return pair.last.value.pipe(block().relu().tap('c5'))
    })
    return { features, top: classifier(given) }
  })

/**
 * The small NASNet-A (Zoph et al. 2017, https://arxiv.org/abs/1707.07012). Images [224, 224, 3] to
 * [1000], preprocessed by `tfPreprocessing`. Taps: `c1` to `c5`, strides 2 to 32. Keras:
 * `NASNetMobile`.
 * @example
 * import { nasNetMobile } from '@layersmith/zoo'
 * nasNetMobile({ classes: 10 }).shape // [10]
 * nasNetMobile({ top: false }).shape // [7, 7, 1056]
 */
export const nasNetMobile = /* @__PURE__ */ nasNet<224, typeof nasNetMobileOutline>(
  'nasNetMobile',
  224,
  {
    filters: 44,
    cells: 4,
    stem: 32,
    skipsReduction: false,
  },
)
/** The large NASNet-A, for images [331, 331, 3]. Keras: `NASNetLarge`. */
export const nasNetLarge = /* @__PURE__ */ nasNet<331, typeof nasNetLargeOutline>(
  'nasNetLarge',
  331,
  {
    filters: 168,
    cells: 6,
    stem: 96,
    skipsReduction: true,
  },
)
