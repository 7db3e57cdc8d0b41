import { wrap } from '../ast/block.js'
import type { Chain, Part } from '../ast/node.js'
import { inside } from '../ast/scope.js'
import { around } from '../ast/summary.js'
import { exact } from '../base/arity.js'
import { literal } from '../base/expression.js'
import { type Json, describe, snapshot } from '../base/json.js'
import { type Complaint, complain } from '../base/problem.js'
import { terms } from '../base/sentences.js'
import type { Count, Dim } from '../shape/shape.js'
import { isCount } from '../shape/sizes.js'
import type { Block } from '../types/block.js'
import type { Op, Ops, Run, Taps, UnknownTaps } from '../types/op.js'
import type { Open, OpsOf, Sig, Trait } from '../types/signature.js'
import type { Composite, Value } from './composite.js'
import { partOf } from './group.js'

export interface RepeatNode {
  readonly kind: 'repeat'
  /** As the caller gave it; `check` validates it. */
  readonly times: Json
  readonly body: Chain
}
declare module '../ast/node.js' {
  interface CompositeNodes {
    repeat: RepeatNode
  }
}

export interface Repeat<N extends number, B extends Ops> extends Op {
  readonly at: unknown
  readonly seen: unknown
  readonly out: number extends Dim<N>
    ? AnyRounds<this['in'], Run<this['in'], B>>
    : Rounds<this['in'], B, N>
  readonly taps: number extends Dim<N>
    ? UnknownTaps
    : TapsOfRounds<this['in'], B, N, this['at'] & string, this['seen']>
}
/**
 * Stops early when a round changes nothing; after 500 rounds that do, the sizes count as unknown.
 */
type Rounds<S, B extends Ops, N extends number, Done extends 0[] = []> = Done['length'] extends N
  ? S
  : Run<S, B> extends infer T
    ? Equal<S, T> extends true
      ? T
      : T extends string
        ? T
        : Done['length'] extends 500
          ? number[]
          : Rounds<T, B, N, [...Done, 0]>
    : never
/** The output after an unknown number of rounds; T is the output of the first. */
type AnyRounds<S, T> = Equal<S, T> extends true ? T : T extends string ? T : number[]
type Equal<S, T> = [S] extends [T] ? ([T] extends [S] ? true : false) : false
type TapsOfRounds<
  S,
  B extends Ops,
  N extends number,
  At extends string,
  Seen,
  Done extends 0[] = [],
  T = {},
> = Done['length'] extends N
  ? T
  : Done['length'] extends 500
    ? UnknownTaps
    : TapsOfRounds<
        Run<S, B>,
        B,
        N,
        At,
        Seen,
        [...Done, 0],
        T & Taps<S, B, `${At}.${[...Done, 0]['length'] & number}`, Seen>
      >

/**
 * Repeats a block `times` times in a row; each round has its own layers.
 * @example
 * import { block, input, repeat, residual } from 'layersmith'
 * const unit = residual(block().conv(16, 3, { padding: 'same' }).bn().relu())
 * input([8, 8, 16]).pipe(repeat(3, unit)).shape // [8, 8, 16]
 */
export const repeat = /* @__PURE__ */ exact(
  'repeat',
  <const N extends number, S extends Sig, H extends Trait>(
    times: N & Count<N, 'times'>,
    body: Block<S, H>,
  ): Block<Open<[Repeat<N, OpsOf<S>>]>, H> =>
    wrap({ kind: 'repeat', times: snapshot(times), body: partOf(body) }, repeat, [body]),
)

const noCount = (times: Json, fix: string): Complaint =>
  complain('invalidOption', {
    expected: `times must be ${terms.count}`,
    got: describe(times),
    fix,
  })
const partIn = ({ body }: RepeatNode): Part => ({ input: null, chain: body })

export const definition: Composite<RepeatNode> = {
  kind: 'repeat',
  noun: 'a repeat',
  parts: ({ body }) => [body],
  withParts: (node, [body = null]) => ({ ...node, body }),
  size: ({ body, times }) => around([body], typeof times === 'number' && times > 0 ? times : 1),
  walk: (node, value, at, walk) => {
    const path = at.scope.numbered('repeat')
    const scope = inside(path)
    const round = (v: Value, n: number): Value =>
      walk.part(node.body, v, {
        ...at,
        scope: inside(scope.fixed(n)),
        rounds: `${at.rounds}.${n}`,
      })
    if (!isCount(node.times)) {
      walk.complainOnce(path, node, noCount(node.times, 'for no rounds, leave the repeat out'))
      return { ...round(value, 1), shape: null }
    }
    let v = value
    for (let n = 1; n <= node.times; n++) v = round(v, n)
    return v
  },

  json: {
    write: ({ kind, times, body }, json) => ({ kind, times, body: json.chain(body) }),
    read: (given, path, json) => {
      json.fields(given, path, ['kind', 'times', 'body'])
      const times = snapshot(given.times)
      if (!isCount(times))
        json.no(`${path}.times`, noCount(times, 'write a whole number of rounds'))
      return { kind: 'repeat', times, body: json.chain(given.body, `${path}.body`) }
    },
  },

  source: {
    functions: ['repeat'],
    parts: (node) => [partIn(node)],
    express: (node, source) => ({
      start: source.call('repeat', literal(node.times), source.use(partIn(node))),
      calls: [],
    }),
    nests: true,
  },
}
