// What a saved model loses.
import * as tf from '@tensorflow/tfjs'
import { listed } from '../base/wording.js'
import { type GraphNode, computes, nodeOf, nodesOf } from '../inspect/nodes.js'
import { isMended } from '../mends/mend.js'
import { type LayerUses, reordered } from '../topology/loading-order.js'
import { type NamedWeight, namedWeights } from '../weights/named-weights.js'
import type { Audited } from './audited.js'
import { type Finding, finding } from './finding.js'

type Layer = tf.layers.Layer

/** Layers whose places loading confuses. A mended model saves them so that it does not. */
export const reorderedUses = ({ root, models, uses }: Audited): Finding[] =>
  (isMended(root) ? [] : models)
    .filter((m) => !isMended(m) && !(m instanceof tf.Sequential))
    .flatMap((model) => {
      const nodes = new Map<Layer, GraphNode[]>(model.layers.map((layer) => [layer, []]))
      const inGraph = new Set(nodesOf(model))
      for (const layer of model.layers)
        nodes.set(
          layer,
          layer.inboundNodes.filter((node) => computes(node) && inGraph.has(node)),
        )
      // an input layer has one use from the start, and so does a model in a model
      const before = (layer: Layer): 0 | 1 =>
        layer instanceof tf.LayersModel || layer.inboundNodes.some((node) => !computes(node))
          ? 1
          : 0
      const inputsOf = ({ inputTensors }: GraphNode) =>
        inputTensors.map((tensor) => {
          const { sourceLayer } = tensor
          const node = nodeOf(tensor)
          const place =
            node === undefined || !computes(node)
              ? 0
              : before(sourceLayer) + (nodes.get(sourceLayer) ?? []).indexOf(node)
          return [sourceLayer.name, place] as const
        })
      const saved = model.layers.map((layer): LayerUses => ({
        name: layer.name,
        before: before(layer),
        uses: (nodes.get(layer) ?? []).map(inputsOf),
      }))
      return [...reordered(saved)].flatMap(([name, order]) => {
        const layer = model.layers.find((l) => l.name === name)
        if (layer === undefined) return []
        const moved = new Set(
          order.flatMap((use, i) => (use === i ? [] : [nodes.get(layer)?.[use]])),
        )
        const places = (uses.get(layer)?.places ?? [])
          .filter(({ node }) => node !== null && moved.has(node))
          .map(({ text }) => text)
        return [
          finding(
            'reorderedUses',
            layer,
            places,
            'a saved model numbers the places of a layer, and loading numbers these differently: ' +
              'the loaded model computes something else, or fails to load',
          ),
        ]
      })
    })

/**
 * Weights with equal names in the saved model, where names do not mention the models around them.
 */
export const weightNames = ({ root }: Audited): Finding[] => {
  if (!(root instanceof tf.LayersModel)) return []
  const owners = new Map<string, NamedWeight[]>()
  // another check reports layers listed twice
  for (const layer of new Set(root.layers)) {
    for (const weight of namedWeights(layer))
      owners.set(weight.name, [...(owners.get(weight.name) ?? []), weight])
  }
  const clashes = new Map<string, { owners: NamedWeight[]; names: string[] }>()
  for (const [name, of] of owners) {
    if (of.length < 2) continue
    const key = of.map(({ path }) => path).join('\n')
    const clash = clashes.get(key) ?? { owners: of, names: [] }
    clash.names.push(name)
    clashes.set(key, clash)
  }
  return [...clashes.values()].flatMap(({ owners: [first, ...others], names }) =>
    first === undefined
      ? []
      : [
          finding(
            'weightNames',
            first.layer,
            [first, ...others].map(({ path }) => path),
            'weights are saved by names without the models around them, so ' +
              `${listed(names.map((n) => `"${n}"`))} ` +
              `${names.length === 1 ? 'stands' : 'stand'} for several: ` +
              'the saved model cannot be loaded ("Duplicate weight name")',
          ),
        ],
  )
}
