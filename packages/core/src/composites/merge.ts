// How several values become one: the merges of `branch` and `inputs`, for types and values.
import { type Json, describe } from '../base/json.js'
import type { MergeKind } from '../types/block.js'
import type { Dotted } from '../kinds/families/merge/dot.js'
import { type Complaint, complain } from '../base/problem.js'
import type { Concatenated, Same } from '../shape/shape.js'

/**
 * Every merge; TensorFlow.js has no layer that subtracts, so that one is an addition of the
 * negative.
 */
export type MergeName = MergeKind | 'subtract'

/**
 * The kind of a merge's last position, how many values it takes, and whether the second is negated
 * before.
 */
interface Merge {
  readonly kind: MergeKind
  readonly arms: 2 | null
  readonly negates: boolean
}
const any = <K extends MergeKind>(kind: K): Merge => ({ kind, arms: null, negates: false })
export const merges: { readonly [M in MergeName]: Merge } = Object.freeze({
  add: any('add'),
  average: any('average'),
  concat: any('concat'),
  dot: { kind: 'dot', arms: 2, negates: false },
  maximum: any('maximum'),
  minimum: any('minimum'),
  multiply: any('multiply'),
  subtract: { kind: 'add', arms: 2, negates: true },
})
export const isMerge = (x: unknown): x is MergeName =>
  typeof x === 'string' && Object.hasOwn(merges, x)

export const noMerge = (got: Json): Complaint =>
  complain('invalidOption', {
    expected: `merge must be one of ${Object.keys(merges).join(', ')}`,
    got: describe(got),
    fix: 'choose one of them',
  })

/** The shape of two values merged, or the text of the mismatch; X are the axes of a dot product. */
export type MergedPair<A, B, M extends MergeName, X> = M extends 'concat' | 'dot'
  ? M extends 'concat'
    ? Concatenated<A, B>
    : Dotted<A, B, X>
  : Same<A, B, 'mergeMismatch', M>
