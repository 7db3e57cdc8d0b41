// The forward pass of a net: each operation once, in the order of the graph.
import type { Mode, StepOp } from '../contract.js'
import { type Drawn, type Given, type Graph, type Node, type OpPlace, sizeOf } from '../graph/op.js'
import { addressOfWeight } from './regions.js'
import { type Timeline, Value, type Writer } from './timeline.js'

/** A node with the values of a pass; a view has the same value as its input. */
export interface Placed {
  readonly node: Node
  readonly inputs: readonly Value[]
  readonly output: Value
  readonly kept: readonly Value[]
  readonly isView: boolean
}

/** Numbers that are drawn before a run, and where they go. */
export interface DrawnValue {
  readonly drawn: Drawn
  readonly value: Value
}

export interface Forward {
  readonly placed: readonly Placed[]
  readonly values: ReadonlyMap<string, Value>
  readonly inputs: readonly Value[]
  readonly drawn: readonly DrawnValue[]
  /** Names of kernels by node key, once the events are written. */
  readonly kernels: Map<string, string>
}

/** What both passes are about. */
export interface Pass {
  readonly graph: Graph
  readonly forward: Forward
  readonly timeline: Timeline
  readonly images: number
}

export const forwardPass = (
  { inputs, nodes }: Graph,
  timeline: Timeline,
  images: number,
  mode: Mode,
): Forward => {
  const training = mode === 'training'
  const values = new Map(inputs.map(({ name, shape }) => [name, new Value(images * sizeOf(shape))]))
  const given = [...values.values()]
  timeline.before(given)
  const kernels = new Map<string, string>()
  const drawn: DrawnValue[] = []
  const placed = nodes.map((node): Placed => {
    const { op, key } = node
    // a node comes after those that it reads
    const read = node.inputs.map((from) => values.get(from) as Value)
    const [first] = read
    if (first !== undefined && (op.isView ?? (!training && op.isViewInInference)) === true) {
      values.set(key, first)
      return { node, inputs: read, output: first, kept: [], isView: true }
    }
    const output = new Value(images * sizeOf(node.shape))
    values.set(key, output)
    const kept = (op.keeps?.(images, node.shape) ?? []).map((elements) => new Value(elements))
    if (op.drawn !== undefined && training) {
      const value = kept[op.drawn.index]
      if (value !== undefined) {
        timeline.before([value])
        drawn.push({ drawn: op.drawn, value })
      }
    }
    const made: Placed = { node, inputs: read, output, kept, isView: false }
    timeline.add([...read, output, ...kept], (writer) =>
      kernels.set(key, op.forward({ ...placeOf(made, images, writer), training })),
    )
    return made
  })
  return { placed, values, inputs: given, drawn, kernels }
}

/** The place of a node's calls. */
export const placeOf = (
  { node, inputs, output, kept }: Placed,
  images: number,
  writer: Writer,
): OpPlace => {
  const givenOf = (value: Value, shape: readonly number[]): Given => ({
    address: writer.address(value),
    shape,
  })
  return {
    images,
    inputs: inputs.map((value, i) => givenOf(value, node.inputShapes[i] ?? [])),
    output: givenOf(output, node.shape),
    kept: (index) => writer.address(kept[index] ?? output),
    weight: addressOfWeight,
    call: writer.call,
    scratch: writer.scratch,
    table: writer.table,
  }
}

const AGAIN = ', and again backward'

/** The operations that run, for the report. */
export const opsOf = (
  placed: readonly Placed[],
  forward: ReadonlyMap<string, string>,
  {
    kernels: backward,
    recomputed,
  }: {
    readonly kernels: ReadonlyMap<string, string>
    readonly recomputed: ReadonlySet<string>
  },
): readonly StepOp[] =>
  placed.flatMap(({ node: { key, op, of }, isView }) =>
    isView
      ? []
      : [
          {
            op: op.name,
            of,
            forward: `${forward.get(key) ?? ''}${recomputed.has(key) ? AGAIN : ''}`,
            backward: backward.get(key) ?? '',
          },
        ],
  )
