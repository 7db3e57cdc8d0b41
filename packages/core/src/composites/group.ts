// A whole block as one node: named with `as`, frozen with `frozen`, or made for one input only.
import { isLeft } from 'fp-ts/lib/Either.js'
import { append, make, stateOf } from '../ast/block.js'
import { link } from '../ast/chain.js'
import { isSeveral } from '../ast/input.js'
import type { Chain, InputNode, Part } from '../ast/node.js'
import { inside } from '../ast/scope.js'
import { around } from '../ast/summary.js'
import { exact } from '../base/arity.js'
import type { Entry } from '../base/call-site.js'
import { type Call, type Expr, asExpr, extended, literal } from '../base/expression.js'
import { type Json, describe, snapshot } from '../base/json.js'
import { givenName, nameFor, readName } from '../base/names.js'
import { complain } from '../base/problem.js'
import type { Sig, Trait } from '../types/signature.js'
import type { Composite, JsonFields, JsonReader } from './composite.js'
import { fitted } from './fitted.js'

export interface GroupNode {
  readonly kind: 'group'
  /** As the caller gave it; null for no name. */
  readonly name: Json
  readonly frozen: boolean
  /** Set for a fixed block: the input it was made for. */
  readonly input: InputNode | null
  readonly body: Chain
}
declare module '../ast/node.js' {
  interface CompositeNodes {
    group: GroupNode
  }
}
declare module '../types/block.js' {
  interface CompositeMethods {
    /**
     * Names everything so far: its positions are called `name.conv1` and so on. At its next use the
     * name becomes `name_2`. A name starts with a letter and has letters, digits, `_` and `-`.
     * @example
     * import { block, input, plan } from 'layersmith'
     * const stem = block().conv(8, 3).as('stem')
     * plan(input([28, 28, 1]).pipe(stem)).positions[0]?.path // 'stem.conv1'
     */
    as<S extends Sig, H extends Trait>(this: Block<S, H>, name: string): Block<S, H>
    /**
     * Freezes everything so far: its weights do not train, and its BatchNormalization uses its
     * moving statistics without updating them.
     * @example
     * import { input, plan } from 'layersmith'
     * plan(input([8]).dense(4).frozen().dense(2)).params.trainable // 10
     */
    frozen<S extends Sig, H extends Trait>(this: Block<S, H>): Block<S, H>
  }
}

type Settings = Partial<Pick<GroupNode, 'name' | 'frozen'>>
const groupOf = ({ input, chain }: Part, settings: Settings = {}): GroupNode => ({
  kind: 'group',
  name: null,
  frozen: false,
  input,
  body: chain,
  ...settings,
})

/** A chain under a name. */
export const named = (name: string, body: Chain): GroupNode =>
  groupOf({ input: null, chain: body }, { name })

/** A block as a part of a composite; one with an input becomes a group that checks its input. */
export const partOf = (b: unknown): Chain => {
  const { input, chain } = stateOf(b)
  return input === null ? chain : link(null, groupOf({ input, chain }))
}
/** A chain followed by a part; a part of one node needs no group around it. */
export const piped = (chain: Chain, part: Part, entry: Entry): Chain => {
  if (part.input !== null) return append(chain, groupOf(part), entry)
  if (part.chain === null) return chain
  return part.chain.previous === null
    ? link(chain, part.chain.node)
    : append(chain, groupOf(part), entry)
}
/** A block with everything after its input wrapped in one group. */
const grouped = (b: unknown, settings: Settings, entry: Entry): unknown => {
  const { input, chain, loose } = stateOf(b)
  const group = groupOf({ input: null, chain }, settings)
  return make({ input, chain: append(null, group, entry), heads: null, loose })
}

const methods = {
  as: exact('as', function (this: unknown, name: unknown): unknown {
    return grouped(this, { name: givenName(name) }, methods.as)
  }),
  frozen: exact('frozen', function (this: unknown): unknown {
    return grouped(this, { frozen: true }, methods.frozen)
  }),
}

const partIn = ({ input, body }: GroupNode): Part => ({ input, chain: body })
const RENAME = 'choose another name in .as()'
const labels = (node: GroupNode): readonly Call[] => [
  ...(node.name === null ? [] : [{ name: 'as', args: [literal(nameFor(node, RENAME))] }]),
  ...(node.frozen ? [{ name: 'frozen', args: [] }] : []),
]
const labeled = (expr: Expr, node: GroupNode): Expr => extended(expr, labels(node))
/** Whether it only groups what was passed to one call of `pipe`. */
const isPlain = ({ name, frozen }: GroupNode): boolean => name === null && !frozen

const read = (given: JsonFields, path: string, json: JsonReader): GroupNode => {
  json.fields(given, path, ['kind', 'name', 'frozen', 'input', 'body'])
  const { frozen } = given
  const name = given.name === undefined ? null : json.name(given.name, `${path}.name`)
  if (frozen !== undefined && typeof frozen !== 'boolean')
    json.no(
      `${path}.frozen`,
      complain('invalidOption', {
        expected: 'frozen must be true or false',
        got: describe(snapshot(frozen)),
        fix: 'leave it out for false',
      }),
    )
  const input = given.input === undefined ? null : json.input(given.input, `${path}.input`)
  const body = json.chain(given.body, `${path}.body`)
  return { kind: 'group', name, frozen: frozen === true, input, body }
}

export const definition: Composite<GroupNode> = {
  kind: 'group',
  noun: 'a named or frozen part',
  methods,
  parts: ({ body }) => [body],
  withParts: (node, [body = null]) => ({ ...node, body }),
  passes: true,
  size: ({ body }) => around([body]),
  mayFollowInputs: true,
  walk: (node, value, at, walk) => {
    const { name } = node
    const path = typeof name === 'string' ? at.scope.named(name) : at.scope.fixed('part')
    const read = name === null ? null : readName(name, RENAME)
    if (read !== null && isLeft(read)) walk.complainOnce(path, node, read.left)
    const scope = name === null ? at.scope : inside(path)
    const frozen = at.frozen || node.frozen
    return walk.part(node.body, fitted(node, value, path, walk), { ...at, scope, frozen })
  },

  json: {
    write: ({ name, frozen, input, body }, json) => ({
      kind: 'group',
      ...(name === null ? {} : { name }),
      ...(frozen ? { frozen } : {}),
      ...(input === null ? {} : { input: input.shape }),
      body: json.chain(body),
    }),
    read,
  },

  source: {
    functions: [],
    parts: (node) => [partIn(node)],
    express: (node, source) => labeled(asExpr(source.use(partIn(node))), node),
    // labels everything so far: an open part, or a net whose start is used nowhere else
    begin: (node, input, source) => {
      if (isPlain(node) || source.uses({ input: null, chain: link(null, node) }) > 1) return null
      const body: Part = { input: null, chain: node.body }
      if (input === null || source.isStarted(body)) return labeled(asExpr(source.use(body)), node)
      return isSeveral(input) || source.uses(body) === 1
        ? labeled(source.whole({ input, chain: node.body }), node)
        : null
    },
    transparent: (node) => (isPlain(node) ? partIn(node) : null),
    constantName: ({ name }) => (typeof name === 'string' ? name : 'part'),
  },
}
