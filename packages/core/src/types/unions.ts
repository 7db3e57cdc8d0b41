// Names at type level: unions of them as lists and as words.
import type { UnionToIntersection } from '../shape/shape.js'

/** The members of a union as a list, in no particular order. */
export type ListOf<U, L extends readonly unknown[] = []> = [U] extends [never]
  ? L
  : LastOf<U> extends infer K
    ? ListOf<Exclude<U, K>, [K, ...L]>
    : never
type LastOf<U> =
  UnionToIntersection<U extends unknown ? () => U : never> extends () => infer K ? K : never
/** How many members a union has. */
export type CountOf<U> = ListOf<U> extends infer L extends readonly unknown[] ? L['length'] : number
/** a, b, c */
export type Words<L> = L extends readonly [infer A extends string, ...infer R]
  ? R extends []
    ? A
    : `${A}, ${Words<R>}`
  : ''
/** The names that are in a list more than once. */
export type Twice<L, Before = never> = L extends readonly [infer A, ...infer R]
  ? (string extends A ? never : A extends Before ? A : never) | Twice<R, Before | A>
  : never
