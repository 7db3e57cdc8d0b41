// Merging several values into one: the merges of `branch` and `inputs`, for types and values.
import { isLeft } from 'fp-ts/lib/Either.js'
import type { Fields } from '../base/expression.js'
import { type Json, type JsonObject, describe, snapshot } from '../base/json.js'
import { callSiteOf } from '../base/call-site.js'
import { suggestion } from '../base/nearest.js'
import { BuildError, type Complaint, complain, problem } from '../base/problem.js'
import { readConfig } from '../config/read.js'
import type { Dotted } from '../kinds/families/merge/dot.js'
import { definitionOf } from '../kinds/registry.js'
import type { Broadcast, Concatenated } from '../shape/shape.js'
import type { MergeKind } from '../types/block.js'
import {
  type At,
  type JsonFields,
  type JsonReader,
  type SourceWriter,
  UNKNOWN,
  type Value,
  type Walk,
} from './composite.js'

/**
 * Every merge. TensorFlow.js has no layer that subtracts, so `subtract` adds the negative.
 */
export type MergeName = MergeKind | 'subtract'

/**
 * The kind of a merge's last position, how many values it takes (null for any number), and whether
 * it negates the second one first.
 */
interface Merge {
  readonly kind: MergeKind
  readonly arms: 2 | null
  readonly negates: boolean
}
const any = <K extends MergeKind>(kind: K): Merge => ({ kind, arms: null, negates: false })
const merges: { readonly [M in MergeName]: Merge } = Object.freeze({
  add: any('add'),
  average: any('average'),
  concat: any('concat'),
  dot: { kind: 'dot', arms: 2, negates: false },
  maximum: any('maximum'),
  minimum: any('minimum'),
  multiply: any('multiply'),
  subtract: { kind: 'add', arms: 2, negates: true },
})
/** The names of all merges. */
export const mergeNames = Object.keys(merges) as readonly MergeName[] // just these keys
const isMerge = (x: unknown): x is MergeName => typeof x === 'string' && Object.hasOwn(merges, x)

const noMerge = (got: Json): Complaint =>
  complain('invalidOption', {
    expected: `merge must be one of ${mergeNames.join(', ')}`,
    got: describe(got),
    fix: suggestion(got, mergeNames) ?? 'choose one of them',
  })

/** The shape of two merged values, or why they do not match; X holds the axis or axes. */
export type MergedPair<A, B, M extends MergeName, X> = M extends 'concat' | 'dot'
  ? M extends 'concat'
    ? Concatenated<A, B, X>
    : Dotted<A, B, X>
  : Broadcast<A, B, M>

/** What every merging node has. */
export interface Merging {
  readonly merge: MergeName
  /** The options of the merge, as the caller gave them. */
  readonly config: JsonObject
}

/** How many positions a merge adds: subtraction multiplies before it adds. */
export const positionsOf = ({ merge }: Merging): number =>
  isMerge(merge) && merges[merge].negates ? 2 : 1

/** More than any net merges at once, and few enough to pass as arguments. */
const MAX_VALUES = 10_000

/** Merges several values into one; negating the second one takes a position of its own. */
export const merged = (node: Merging, values: readonly Value[], at: At, walk: Walk): Value => {
  if (!isMerge(node.merge)) {
    walk.complainOnce('', node, noMerge(node.merge))
    return UNKNOWN
  }
  const { kind, arms, negates } = merges[node.merge]
  const [first, second] = values
  const isOther = arms !== null && values.length !== arms
  if (isOther || values.length > MAX_VALUES) {
    walk.complainOnce(
      at.scope.numbered(node.merge),
      node,
      complain('invalidOption', {
        expected: `${node.merge} takes ${isOther ? 'two' : `at most ${MAX_VALUES}`} values`,
        got: String(values.length),
        fix: 'merge the others first',
      }),
    )
    return UNKNOWN
  }
  const config = readConfig(definitionOf(kind).config, node.config)
  const negated =
    negates && first !== undefined && second !== undefined
      ? [first, negative(node, second, at, walk)]
      : values
  const path = at.scope.numbered(kind)
  if (isLeft(config)) {
    walk.complainOnce(path, node, ...config.left)
    return UNKNOWN
  }
  return walk.position({ path, node, kind, config: config.right, at }, negated)
}
const negative = (node: Merging, value: Value, at: At, walk: Walk): Value => {
  const path = at.scope.numbered('rescaling')
  const config = { scale: -1, offset: 0 }
  return walk.position({ path, node, kind: 'rescaling', config, at }, [value])
}

export const writeMerge = ({ merge, config }: Merging): JsonObject => ({
  merge,
  ...(Object.keys(config).length === 0 ? {} : { config }),
})
/** Reads the name and the options of a merge from JSON. */
export const readMerge = (given: JsonFields, path: string, json: JsonReader): Merging | null => {
  const { merge } = given
  if (!isMerge(merge)) return json.no(`${path}.merge`, noMerge(snapshot(merge)))
  const config = given.config === undefined ? {} : json.config(given.config, `${path}.config`)
  if (config === null) return null
  const read = readConfig(definitionOf(merges[merge].kind).config, config)
  if (isLeft(read)) for (const c of read.left) json.no(`${path}.config`, c)
  return { merge, config }
}

/** The merge options that differ from their defaults, as one argument or none. */
export const mergeOptions = (node: Merging, source: SourceWriter): readonly Fields[] => {
  const { merge, config } = node
  // a caller without types may have passed anything
  if (!isMerge(merge)) throw new BuildError([problem('', callSiteOf(node), noMerge(merge))])
  return source.options(merges[merge].kind, config)
}
