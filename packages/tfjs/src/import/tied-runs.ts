// Layers with weights at several places, in runs that become one tie.
import type { JsonObject } from '@layersmith/core'
import type { Chain, Part } from './parts.js'
import type { Use, Value } from './read-model.js'

export type Layer = Extract<Use, { readonly layer: unknown }>['layer']
/**
 * A layer with weights at several places, and what stands between it and the next such layer at
 * each of these places.
 */
export interface Step {
  readonly value: Value
  /** The parts after it, which hold nothing. */
  readonly between: Chain
  readonly next: Layer | null
}

export const layerOf = ({ use }: Value): Layer | null =>
  use === null || use.is === 'merge' ? null : use.layer

/**
 * The tied layers in runs: layers that always follow each other, at the same shapes and with the
 * same parts between them, are one tie.
 */
export const runs = (
  chains: readonly Chain[],
  isTied: (value: Value) => boolean,
): ReadonlyMap<Layer, readonly Step[]> => {
  const steps = new Map<Layer, Step[]>()
  const before = new Map<Layer, number>()
  for (const chain of chains) {
    chain.forEach((part, i) => {
      const layer = part.is === 'use' ? layerOf(part.value) : null
      if (part.is !== 'use' || layer === null || !isTied(part.value)) return
      const end = chain.findIndex((p, j) => j > i && !isStateless(p))
      const after = end === -1 ? undefined : chain[end]
      const next = after?.is === 'use' && isTied(after.value) ? layerOf(after.value) : null
      const step: Step = {
        value: part.value,
        between: next === null ? [] : chain.slice(i + 1, end),
        next,
      }
      const others = steps.get(layer)
      if (others === undefined) steps.set(layer, [step])
      else others.push(step)
      if (next !== null) before.set(next, (before.get(next) ?? 0) + 1)
    })
  }
  /** The layer that always follows another. */
  const followerOf = (layer: Layer): Layer | null => {
    const all = steps.get(layer) ?? []
    const [first] = all
    const next = first?.next ?? null
    const alike = all.every(
      (s) => s.next === next && signature(s) === (first === undefined ? '' : signature(first)),
    )
    return next !== null &&
      alike &&
      before.get(next) === all.length &&
      steps.get(next)?.length === all.length
      ? next
      : null
  }
  const followers = new Map([...steps.keys()].map((layer) => [layer, followerOf(layer)]))
  const following = new Set(followers.values())
  return new Map(
    [...steps.keys()]
      .filter((layer) => !following.has(layer))
      .map((layer) => {
        const run: Step[] = []
        for (let l: Layer | null = layer; l !== null; l = followers.get(l) ?? null) {
          const [step] = steps.get(l) ?? []
          if (step !== undefined)
            run.push((followers.get(l) ?? null) === null ? { ...step, between: [] } : step)
        }
        return [layer, run] as const
      }),
  )
}
const isStateless = (part: Part): boolean =>
  part.is === 'use' && part.value.use?.is === 'layer' && part.value.use.layer.weights.length === 0
/** What must be alike at all places of a tie with several layers. */
const signature = ({ value, between }: Step): string =>
  JSON.stringify([
    value.from[0]?.shape,
    ...between.map((part): JsonObject | null =>
      part.is === 'use' && part.value.use?.is === 'layer'
        ? { kind: part.value.use.kind, config: part.value.use.config }
        : null,
    ),
  ])
