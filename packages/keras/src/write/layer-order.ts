// The order in which Keras has the layers of a graph, which numbers their weights: those farthest
// from the outputs first, and those equally far in the order in which Keras comes to them on its
// way back from the outputs. This is `map_graph` of keras.src.ops.function.

/** A use of a layer. */
export interface Call {
  /** The layer's name. */
  readonly layer: string
  /** The uses that make what it takes. */
  readonly from: readonly Call[]
}

/** The names of the layers. */
export const layerOrder = (outputs: readonly Call[]): readonly string[] => {
  const found = new Map<string, number>()
  const calls = callsTo(outputs, found)
  const depths = new Map<Call, number>()
  const layerDepths = new Map<string, number>()
  for (const call of [...calls].reverse()) {
    const depth = Math.max(depths.get(call) ?? 0, layerDepths.get(call.layer) ?? 0)
    layerDepths.set(call.layer, depth)
    depths.set(call, depth)
    for (const before of call.from) depths.set(before, Math.max(depth + 1, depths.get(before) ?? 0))
  }
  const place = (layer: string): number => found.get(layer) ?? 0
  return [...layerDepths]
    .sort(([a, m], [b, n]) => n - m || place(a) - place(b))
    .map(([layer]) => layer)
}

/** All uses, each after those it takes from; numbers the layers as they are found. */
const callsTo = (outputs: readonly Call[], found: Map<string, number>): readonly Call[] => {
  const finished = new Set<Call>()
  const entered = new Set<Call>()
  // a stack, since nets may be deeper than recursion can follow
  const open = [...outputs].reverse()
  while (open.length > 0) {
    const call = open.at(-1)
    if (call === undefined) break
    if (finished.has(call) || entered.has(call)) {
      finished.add(call)
      open.pop()
      continue
    }
    entered.add(call)
    if (!found.has(call.layer)) found.set(call.layer, found.size)
    open.push(...[...call.from].reverse().filter((before) => !finished.has(before)))
  }
  return [...finished]
}
