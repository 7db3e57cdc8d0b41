import { isLeft } from 'fp-ts/lib/Either.js'
import { extend } from '../ast/block.js'
import { leaf } from '../ast/summary.js'
import { exact } from '../base/arity.js'
import { literal } from '../base/expression.js'
import type { Json } from '../base/json.js'
import { givenName, nameFor, readName } from '../base/names.js'
import { complain } from '../base/problem.js'
import type { Say } from '../base/sentences.js'
import type { Wrong } from '../shape/shape.js'
import type { Doubled, Op, TapTaken } from '../types/op.js'
import type {
  AnySig,
  Fixed,
  Open,
  Sig,
  TapNames,
  Tapped,
  TapsOf,
  Trait,
} from '../types/signature.js'
import type { ListOf, Twice, Words } from '../types/unions.js'
import type { Composite } from './composite.js'

export interface TapNode {
  readonly kind: 'tap'
  /** As the caller gave it. */
  readonly name: Json
}
declare module '../ast/node.js' {
  interface CompositeNodes {
    tap: TapNode
  }
}

export interface Tap<N extends string> extends Op {
  readonly at: unknown
  readonly seen: unknown
  readonly out: this['in']
  readonly taps: {
    [K in `${N}${this['at'] & string}`]: K extends this['seen'] ? Doubled : this['in']
  }
}

declare module '../types/block.js' {
  interface CompositeMethods {
    /**
     * Names this place: `built.features(x)` returns what flows here. Inside a `repeat` each round
     * has its own tap, with the round after the name: `c.1`, `c.2`; inside a `tie` used several
     * times each use has its own: `c`, `c_2`. Otherwise a net uses each name once.
     * @example
     * import { input, toModel } from 'layersmith'
     * const net = input([28, 28, 1]).conv(6, 4).tap('edges').flatten().dense(10)
     * const built = toModel(net, { seed: 1 })
     * const [tap] = built.plan.taps
     * tap // { name: 'edges', from: 'conv1', shape: [25, 25, 6], channels: 6, stride: [1, 1] }
     * built.dispose()
     */
    tap<S extends Sig, H extends Trait, const N extends string>(
      this: Block<S, H>,
      name: N & Fresh<S, H, N>,
    ): Block<WithTap<S, N>, H | 'taps'>
  }
}

/**
 * Evaluated only when there are taps already. A string, so it also works while S is a type
 * parameter.
 */
type Taken<S, H, N> = 'taps' extends H
  ? N extends TapNames<S>
    ? TapTaken<N, TapNames<S>>
    : ''
  : ''
type Fresh<S, H, N> = `${Taken<S, H, N>}` extends `${string} ${string}`
  ? Wrong<Taken<S, H, N>>
  : unknown
type WithTap<S extends Sig, N extends string> =
  S extends Open<infer L>
    ? Open<[...L, Tap<N>]>
    : S extends Tapped<infer I, infer O, infer T>
      ? Tapped<I, O, { [K in keyof T | N]: K extends keyof T ? T[K] : O }>
      : S extends Fixed<infer I, infer O>
        ? Tapped<I, O, { [K in N]: O }>
        : never

/**
 * `unknown` if K, one of the names in L, can be extracted from a net of signature S, else the
 * reason. A name that is only known to be a string is checked at run time.
 */
export type FitTap<S extends AnySig, L, K> = string extends K
  ? unknown
  : K extends keyof TapsOf<S>
    ? K extends Twice<L>
      ? Wrong<`extract: ${Say<'duplicateTap', TapList<S>, K & string>}`>
      : unknown
    : Wrong<`extract: ${Say<'unknownTap', TapList<S>, K & string>}`>
type TapList<S extends AnySig> = keyof TapsOf<S> extends never
  ? 'none'
  : Words<ListOf<keyof TapsOf<S>>>

const methods = {
  tap: exact('tap', function (this: unknown, name: unknown): unknown {
    const node: TapNode = { kind: 'tap', name: givenName(name) }
    return extend(this, node, methods.tap)
  }),
}

const RENAME = 'choose another name in .tap()'

export const definition: Composite<TapNode> = {
  kind: 'tap',
  noun: 'a tap',
  methods,
  parts: () => [],
  size: () => leaf(0, ['taps']),
  walk: (node, value, at, walk) => {
    const read = readName(node.name, RENAME)
    if (isLeft(read)) {
      walk.complainOnce(value.from, node, read.left)
      return value
    }
    const name = walk.taps.take(read.right, at.rounds, at.tie)
    if (name === null)
      walk.complain(
        value.from,
        node,
        complain('duplicateTap', {
          expected: walk.taps.list(),
          got: read.right + at.rounds,
          fix:
            'give every tap in a net its own name; a block with taps can be used only once, ' +
            'unless it is tied',
        }),
      )
    if (value.shape !== null && name !== null)
      walk.taps.add({ name, from: value.from, shape: value.shape })
    return value
  },

  json: {
    write: ({ kind, name }) => ({ kind, name }),
    read: (given, path, json) => {
      json.fields(given, path, ['kind', 'name'])
      return { kind: 'tap', name: json.name(given.name, `${path}.name`) ?? '' }
    },
  },

  source: {
    parts: () => [],
    call: (node) => ({ name: 'tap', args: [literal(nameFor(node, RENAME))] }),
    onValues: true,
  },
}
