// The form of a nested graph: parts in parts.
import type { JsonObject, MergeKind } from '@layersmith/core'
import type { Value } from './read-model.js'

/** A merge of several values. */
export interface Merge {
  readonly kind: MergeKind
  readonly config: JsonObject
  /** Whether it stretches some of them. */
  readonly stretches: boolean
}
/** Equal exactly for merges of the same kind with the same options. */
export const mergeKey = ({ kind, config }: Pick<Merge, 'kind' | 'config'>): string =>
  `${kind} ${JSON.stringify(config)}`
export type Part =
  | { readonly is: 'use'; readonly value: Value }
  | { readonly is: 'branch'; readonly merge: Merge; readonly arms: readonly Chain[] }
export type Chain = readonly Part[]

/** A graph as parts. */
export type Nested = Series | Crossing
/** One that nests: its inputs, merged if there are several, a chain, and one or several ends. */
export interface Series {
  readonly is: 'series'
  readonly join: {
    readonly merge: Merge
    readonly arms: readonly Chain[]
    readonly order: readonly Value[]
  } | null
  readonly chain: Chain
  readonly heads: readonly Chain[] | null
}
/** One that does not: as few places as possible, each after those that it is made from. */
export interface Crossing {
  readonly is: 'crossing'
  readonly inputs: readonly Value[]
  readonly places: readonly Crossed[]
  /** The way to each output. */
  readonly ends: readonly Arm[]
}
/** Where ways meet; without a merge there is one way. */
export interface Crossed {
  readonly merge: Merge | null
  readonly arms: readonly Arm[]
}
/** A way to a place; the inputs are numbered first, then the places. */
export interface Arm {
  readonly from: number
  readonly chain: Chain
}

/** All chains of a graph, without those in branches. */
export const chainsIn = (nested: Nested): readonly Chain[] =>
  nested.is === 'series'
    ? [...(nested.join?.arms ?? []), nested.chain, ...(nested.heads ?? [])]
    : [...nested.places.flatMap(({ arms }) => arms), ...nested.ends].map(({ chain }) => chain)
