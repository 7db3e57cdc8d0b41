// The form of a nested graph: parts in parts.
import type { JsonObject, MergeKind } from '@layersmith/core'
import type { Value } from './read-model.js'

/** A merge of several values. */
export interface Merge {
  readonly kind: MergeKind
  readonly config: JsonObject
}
export type Part =
  | { readonly is: 'use'; readonly value: Value }
  | { readonly is: 'branch'; readonly merge: Merge; readonly arms: readonly Chain[] }
export type Chain = readonly Part[]

/** A graph as parts: its inputs, merged if there are several, a chain, and one or several ends. */
export interface Nested {
  readonly join: {
    readonly merge: Merge
    readonly arms: readonly Chain[]
    readonly order: readonly Value[]
  } | null
  readonly chain: Chain
  readonly heads: readonly Chain[] | null
}
