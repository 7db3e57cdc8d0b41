// The calls that merge branches, and values of a graph.
import {
  type AnyBlock,
  type AnyValue,
  type JsonObject,
  type MergeKind,
  add,
  average,
  block,
  branch,
  concat,
  dot,
  maximum,
  minimum,
  multiply,
} from '@layersmith/core'
import type { Merge } from './parts.js'

export const merged = (
  { kind, config }: Merge,
  [first = block(), second = block(), ...rest]: readonly AnyBlock[],
): AnyBlock => {
  // dot needs two arms, which it has
  const open = branch(first, second, ...rest) as unknown as Record<
    MergeKind,
    (options?: JsonObject) => AnyBlock
  >
  return open[kind](config)
}

export const mergedValues = ({ kind, config }: Merge, values: readonly AnyValue[]): AnyValue => {
  // takes any values, and the options that the kind has
  const merge = merges[kind] as unknown as (...given: readonly unknown[]) => AnyValue
  return Object.keys(config).length === 0 ? merge(...values) : merge(...values, config)
}
const merges = { add, average, concat, dot, maximum, minimum, multiply }
