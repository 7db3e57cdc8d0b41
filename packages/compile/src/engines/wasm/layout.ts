// What a program computes, in order, and how each value lies in memory.
import { type End, type Graph, type Node, nodesOf } from '../../graph/graph.js'
import { type View } from '../../graph/kernels.js'
import {
  type Margins,
  type Place,
  type Shape,
  type Want,
  type WasmForm,
  gridOf,
  lanesOf,
} from '../../graph/wasm.js'
import { identityForm } from '../../ops/wasm/moves.js'

/** A value with its place: where it begins is decided later. */
export interface Value {
  readonly shape: Shape
  /** Elements of a pixel with its lanes. */
  readonly pixel: number
  readonly margins: Margins
}

/** Something to compute, of values. */
export interface Step {
  /** The key of its node; null for a copy between two layouts. */
  readonly key: string | null
  readonly write: (place: Place) => string
  readonly inputs: readonly Value[]
  readonly output: Value
}

/** The steps of a program, what it is given and what it gives. */
export interface Layout {
  readonly inputs: readonly Value[]
  readonly steps: readonly Step[]
  /** Their numbers lie one after another. */
  readonly ends: readonly Value[]
}

const NOTHING: Margins = [
  [0, 0],
  [0, 0],
]

/** Lays out the values that ends depend on, for inputs of these sizes. */
export const layoutOf = (
  graph: Graph,
  ends: readonly End[],
  sizes: readonly Shape[],
  exact: boolean,
): Layout => {
  const nodes = nodesOf(graph, ends)
  const shapes = shapesOf(graph, nodes, sizes)
  const shapeOf = (key: string): Shape => shapes.get(key) ?? []
  const wants = wantsOf(nodes, shapeOf, exact)
  const values = new Map<string, Value>()
  const steps: Step[] = []
  for (const { name } of graph.inputs) values.set(name, raw(shapeOf(name)))
  const inputs = [...values.values()]
  const copies = new Map<Value, Value[]>()
  /** A value as it is wanted; a copy of it, if it is not so. */
  const fitting = (value: Value, want: Want): Value => {
    const known = [value, ...(copies.get(value) ?? [])].find((one) => fits(one, want))
    if (known !== undefined) return known
    const copy = want.bare === true ? raw(value.shape) : laid(value.shape, want.margins)
    steps.push({ key: null, write: identityForm.write, inputs: [value], output: copy })
    copies.set(value, [...(copies.get(value) ?? []), copy])
    return copy
  }
  // a value is there before those who read it, by the graph's order
  const value = (key: string): Value => values.get(key) as Value
  for (const { key, op, inputs: from } of nodes) {
    const { write, wants: each = lanes } = op.wasm as WasmForm // those without are refused
    const given = each(from.map(shapeOf), exact)
    const read = from.map((one, i) => fitting(value(one), given[i] ?? {}))
    const output = laid(shapeOf(key), marginsFor(wants.get(key) ?? []))
    values.set(key, output)
    steps.push({ key, write, inputs: read, output })
  }
  return { inputs, steps, ends: ends.map(({ from }) => rawCopy(value(from), steps)) }
}

const lanes = (inputs: readonly Shape[]): readonly Want[] => inputs.map(() => ({ lanes: true }))

/** The sizes of all values; those that the graph leaves open come from the operations. */
const shapesOf = (
  graph: Graph,
  nodes: readonly Node[],
  sizes: readonly Shape[],
): ReadonlyMap<string, Shape> => {
  const shapes = new Map(graph.inputs.map(({ name }, i) => [name, sizes[i] ?? []]))
  for (const { key, op, inputs, shape } of nodes) {
    const given = inputs.map((from) => shapes.get(from) ?? [])
    shapes.set(key, isKnown(shape) ? shape : (op.wasm?.shape ?? first)(given))
  }
  return shapes
}
const isKnown = (shape: readonly (number | null)[]): shape is Shape => !shape.includes(null)
const first = ([x = []]: readonly Shape[]): Shape => x

/** What the readers of each value want of it. */
const wantsOf = (
  nodes: readonly Node[],
  shapeOf: (key: string) => Shape,
  exact: boolean,
): ReadonlyMap<string, readonly Want[]> => {
  const wants = new Map<string, Want[]>()
  for (const { op, inputs } of nodes)
    for (const [i, want] of (op.wasm?.wants ?? lanes)(inputs.map(shapeOf), exact).entries()) {
      const from = inputs[i] ?? ''
      wants.set(from, [...(wants.get(from) ?? []), want])
    }
  return wants
}

/** The margins that fit most readers: none if one wants its pixels close. */
const marginsFor = (wants: readonly Want[]): Margins =>
  wants.some(({ close, bare }) => close === true || bare === true)
    ? NOTHING
    : wants.reduce<Margins>((sum, { margins = NOTHING }) => wider(sum, margins), NOTHING)

const wider = (a: Margins, b: Margins): Margins => {
  const side = (i: 0 | 1, j: 0 | 1): number => Math.max(a[i][j], b[i][j])
  return [
    [side(0, 0), side(0, 1)],
    [side(1, 0), side(1, 1)],
  ]
}

const raw = (shape: Shape): Value => ({ shape, pixel: shape.at(-1) ?? 1, margins: NOTHING })
const laid = (shape: Shape, margins: Margins = NOTHING): Value => ({
  shape,
  pixel: lanesOf(shape.at(-1) ?? 1),
  margins,
})

const hasMargins = ({ margins }: Value): boolean => margins.flat().some((n) => n > 0)

const fits = (value: Value, want: Want): boolean => {
  const { margins = NOTHING, lanes: wantsLanes = false, close = false, bare = false } = want
  return (
    (!wantsLanes || value.pixel === lanesOf(value.shape.at(-1) ?? 1)) &&
    (!(close || bare) || !hasMargins(value)) &&
    (!bare || value.pixel === (value.shape.at(-1) ?? 1)) &&
    String(wider(value.margins, margins)) === String(value.margins)
  )
}

/** A value whose numbers lie one after another, if need be as a copy. */
const rawCopy = (value: Value, steps: Step[]): Value => {
  const output = raw(value.shape)
  if (value.pixel === output.pixel && !hasMargins(value)) return value
  steps.push({ key: null, write: identityForm.write, inputs: [value], output })
  return output
}

/** The elements of a value with its margins. */
export const elementsOf = ({ shape, pixel, margins: [rows, columns] }: Value): number => {
  const grid = gridOf(shape)
  return (grid.rows + rows[0] + rows[1]) * (grid.columns + columns[0] + columns[1]) * pixel
}

/** A value that begins at an address of the arena. */
export const viewOf = ({ shape, pixel, margins: [rows, columns] }: Value, bytes: number): View => {
  const grid = gridOf(shape)
  const row = (grid.columns + columns[0] + columns[1]) * pixel
  const first = bytes + 4 * (rows[0] * row + columns[0] * pixel)
  return { ...grid, address: { region: 'arena', bytes: first }, row, pixel }
}
