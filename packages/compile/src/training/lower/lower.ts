// From a plan to a graph of operations that train.
import type { Plan, Position, Sizes } from '@layersmith/core'
import type { Shape } from '../contract.js'
import type { Graph, Node } from '../graph/op.js'
import { KINDS } from './kinds.js'
import type { Lowered, Use } from './lowering.js'
import type { PlacedWeights } from './weights.js'

/** A net, and which of its instances are frozen. */
export interface TrainedNet {
  readonly plan: Plan
  readonly frozen: ReadonlySet<string>
}

/**
 * The graph of a plan.
 * @throws Error with the path and the kind of every position that it cannot train
 */
export const lowerTraining = ({ plan, frozen }: TrainedNet, weights: PlacedWeights): Graph => {
  const refusals: string[] = []
  const nodes: Node[] = []
  const shapes = new Map<string, Shape>()
  for (const { name, shape } of plan.inputs) {
    if (isKnown(shape)) shapes.set(name, shape)
    else refusals.push(`${name}: its sizes are open; give them to input or to toModel`)
  }
  for (const position of refusals.length === 0 ? plan.positions : []) {
    const { path, kind, instance, shape } = position
    const inputs = position.inputs.map((from) => shapes.get(from) ?? [])
    // known inputs make known outputs, except for custom layers
    const output = isKnown(shape) ? shape : []
    shapes.set(path, output)
    const lowered = loweredOf(position, {
      instance,
      inputs,
      output,
      isFrozen: frozen.has(instance),
      weight: (role) => weights.get(instance, role),
      find: (role) => weights.find(instance, role),
    })
    if (typeof lowered === 'string') refusals.push(`${path}: ${kind}: ${lowered}`)
    else nodes.push(...nodesOf(position, inputs, lowered))
  }
  if (refusals.length > 0)
    throw new Error(
      `compileTraining: this net cannot be compiled for training.\n${refusals.join('\n')}\n` +
        'built.fit trains it',
    )
  return {
    inputs: plan.inputs.map(({ name }) => ({ name, shape: shapes.get(name) ?? [] })),
    nodes,
    outputs: plan.outputs.map(({ from }) => from),
    shapes: plan.outputs.map(({ from }) => shapes.get(from) ?? []),
  }
}

const loweredOf = ({ kind, config }: Position, use: Use): Lowered =>
  kind === 'custom'
    ? 'there are kernels only for the kinds of layersmith'
    : KINDS[kind](config, use)

const isKnown = (shape: Sizes): shape is Shape => !shape.includes(null)

const nodesOf = (
  { path, inputs }: Position,
  shapes: readonly Shape[],
  steps: Exclude<Lowered, string>,
): readonly Node[] => {
  let before: readonly [string, Shape] = [inputs[0] ?? '', shapes[0] ?? []]
  return steps.map(({ name, op, shape, reads }, i) => {
    const all = i === 0 && reads === undefined
    const from = all
      ? inputs.map((key, n) => [key, shapes[n] ?? []] as const)
      : (reads ?? ['before' as const]).map((one) =>
          one === 'before' ? before : ([inputs[one] ?? '', shapes[one] ?? []] as const),
        )
    const key = name === null ? path : `${path}/${name}`
    before = [key, shape]
    return {
      key,
      op,
      inputs: from.map(([one]) => one),
      inputShapes: from.map(([, one]) => one),
      shape,
      of: [path],
    }
  })
}
