// From a plan and its weights to a graph of operations.
import type { Kind, Plan, Position, Sizes } from '@layersmith/core'
import * as tf from '@tensorflow/tfjs'
import { type Ends, Graph, type Node, readsOf } from '../graph/graph.js'
import { type LayerSource, layerCall, maskOf } from '../ops/layer.js'
import { KINDS } from './kinds.js'
import { layerSource } from './layer-source.js'
import { LAYER, type Lowered } from './lowering.js'
import type { InstanceWeights } from './weights.js'

/** The graph of a plan, with its outputs and the taps that were asked for. */
export const lower = (
  plan: Plan,
  weights: ReadonlyMap<string, InstanceWeights>,
  ends: Ends,
): Graph => {
  const nodes: Node[] = []
  const shapes = new Map<string, Sizes>(plan.inputs.map(({ name, shape }) => [name, shape]))
  /** The key of a value's mask. */
  const masks = new Map<string, string>()
  for (const position of plan.positions) {
    const { path, inputs, shape } = position
    const sizes = inputs.map((from) => shapes.get(from) ?? [])
    const own = weightsOf(weights, position)
    const given = inputs.map((from) => masks.get(from) ?? null)
    const isMasked = given.some((mask) => mask !== null)
    // a layer knows what it does to a mask
    const lowered: Lowered = isMasked
      ? LAYER
      : position.kind === 'custom'
        ? LAYER
        : KINDS[position.kind](position.config, {
            weights: own,
            input: sizes[0] ?? [],
            output: shape,
          })
    shapes.set(path, shape)
    const from = { inputs, masks: isMasked ? given : [], of: [path] }
    if ('layer' in lowered) {
      const source = layerSource(plan, position, sizes, own)
      const op = layerCall(position.kind, source, lowered)
      nodes.push({ key: path, op, shape, ...from })
      if (givesMask(position, isMasked, source)) {
        const key = `${path}/mask`
        nodes.push({ key, op: maskOf(source), shape: [], ...from })
        masks.set(path, key)
      }
      continue
    }
    let before = inputs
    for (const part of lowered.parts ?? []) {
      const key = `${path}/${part.name}`
      nodes.push({ key, op: part.op, inputs: before, masks: [], shape: part.shape, of: [key] })
      before = [key]
    }
    nodes.push({ key: path, op: lowered.op, shape, ...from, inputs: before })
  }
  return new Graph(plan.inputs, readNodes(nodes, ends), ends)
}

const weightsOf = (
  all: ReadonlyMap<string, InstanceWeights>,
  { instance }: Position,
): InstanceWeights => {
  const found = all.get(instance)
  if (found === undefined)
    throw new Error(`layersmith: there is no instance ${instance}; please report`)
  return found
}

const MAKES_MASK: { readonly [K in Kind]?: (config: Position['config']) => boolean } = {
  embedding: (config) => config['maskZero'] === true,
  masking: () => true,
}

/** Whether the output of a layer has a mask. */
const givesMask = ({ kind, config }: Position, isMasked: boolean, source: LayerSource): boolean => {
  if (kind !== 'custom' && MAKES_MASK[kind]?.(config) === true) return true
  if (kind !== 'custom' && !isMasked) return false
  const owned = source.make()
  const { layer } = owned
  const does =
    layer.supportsMasking &&
    (isMasked || layer.computeMask !== tf.layers.Layer.prototype.computeMask)
  owned.dispose()
  return does
}

/** The graph without nodes that no end depends on, such as masks that are never read. */
const readNodes = (nodes: readonly Node[], { outputs, taps }: Ends): readonly Node[] => {
  const read = new Set([...outputs, ...taps].map(({ from }) => from))
  const kept = [...nodes].reverse().filter((node) => {
    if (!read.has(node.key)) return false
    for (const key of readsOf(node)) read.add(key)
    return true
  })
  return kept.reverse()
}
