// A graph as parts in parts.
import type { JsonObject, MergeKind } from '@layersmith/core'
import type { Value } from './read-model.js'

/** What merges several values. */
export interface Merge {
  readonly kind: MergeKind
  readonly config: JsonObject
}
export type Part =
  | { readonly is: 'use'; readonly value: Value }
  | { readonly is: 'branch'; readonly merge: Merge; readonly arms: readonly Chain[] }
export type Chain = readonly Part[]

/**
 * A graph as parts: its inputs, merged when there are several, a chain, and one or several ends.
 */
export interface Nested {
  readonly join: {
    readonly merge: Merge
    readonly arms: readonly Chain[]
    readonly order: readonly Value[]
  } | null
  readonly chain: Chain
  readonly heads: readonly Chain[] | null
}
