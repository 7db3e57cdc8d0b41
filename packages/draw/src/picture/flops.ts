// The FLOPs of a layer in a model, where it is one of layersmith's kinds.
import { type JsonObject, type Sizes, check, fromJSON, kinds, recognize } from '@layersmith/core'
import type { DrawnLayer } from './drawn-model.js'

const merging = new Set<string>(
  kinds()
    .filter(({ method }) => !method)
    .map(({ kind }) => kind),
)

/** For one example; null if unknown. */
export const flopsOf = (layer: DrawnLayer, inputs: readonly Sizes[]): number | null => {
  const known = recognized(layer, (inputs[0]?.length ?? 0) + 1)
  if (known === null) return null
  const net = fromJSON({
    layersmith: 1,
    input: inputs.length === 1 ? inputs[0] : Object.fromEntries(inputs.map((s, i) => [`x${i}`, s])),
    nodes: [
      merging.has(known.kind)
        ? { kind: 'join', merge: known.kind, config: known.config, arms: [] }
        : known,
    ],
  })
  const checked = net._tag === 'Right' ? check(net.right) : net
  return checked._tag === 'Right' ? checked.right.flops : null
}

const recognized = (layer: DrawnLayer, rank: number): ReturnType<typeof recognize> => {
  try {
    // TensorFlow.js types it as an object
    const { name: _, ...config } = layer.getConfig() as Readonly<Record<string, unknown>>
    // JSON holds only data
    return recognize(layer.getClassName(), JSON.parse(JSON.stringify(config)) as JsonObject, rank)
  } catch {
    // a class of somebody else's that gives no config: nothing is known of it
    return null
  }
}
