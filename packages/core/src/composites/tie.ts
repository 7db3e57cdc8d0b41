import { stateOf, wrap } from '../ast/block.js'
import { isSeveral } from '../ast/input.js'
import type { Chain, InputNode, Part } from '../ast/node.js'
import { inside } from '../ast/scope.js'
import { around, summaryOf } from '../ast/summary.js'
import { exact } from '../base/arity.js'
import { literal } from '../base/expression.js'
import { describe, snapshot } from '../base/json.js'
import { type Complaint, complain } from '../base/problem.js'
import { type Refusals, refusals } from '../base/sentences.js'
import type { Shape } from '../shape/shape.js'
import type { Block } from '../types/block.js'
import type { FromTie } from '../types/from.js'
import type { Fixed, Open, Sig, Tapped, Trait } from '../types/signature.js'
import type { Composite, JsonFields, JsonReader } from './composite.js'
import { fitted } from './fitted.js'

/** The object's identity is the tie: one node, one set of weights in a build. */
export interface TieNode {
  readonly kind: 'tie'
  /** Whether each use has its own BatchNormalization; null for a tie that holds none. */
  readonly bn: 'per-use' | null
  readonly input: InputNode
  readonly body: Chain
}
declare module '../ast/node.js' {
  interface CompositeNodes {
    tie: TieNode
  }
}

/** The options of `tie`. */
export interface TieOptions {
  /**
   * 'per-use': each use has its own BatchNormalization over the tied layers; without this, a part
   * that holds BatchNormalization is refused.
   */
  bn?: 'per-use' | undefined
}

type MayTie<S, H, O, Ok> = 'foreign' extends H
  ? Refusals['tieUnknown']
  : 'batchStatistics' extends (O extends { readonly bn: 'per-use' } ? never : H)
    ? Refusals['tie']
    : S extends Open<infer _>
      ? Refusals['tieOpen']
      : S extends Fixed<Shape, Shape>
        ? Ok
        : Refusals['tieSeveral']
type Tied<S> =
  S extends Tapped<infer I, infer O, infer T>
    ? Open<[FromTie<I, O, T>]>
    : S extends Fixed<infer I, infer O>
      ? Open<[FromTie<I, O>]>
      : Open<[]>

/**
 * One set of weights, used wherever the result is put: for siamese and recursive nets. The part
 * must be fixed (start it with `input`), and every use must have that input. A part that holds
 * BatchNormalization is refused, because its running statistics would be shared, unless
 * `{ bn: 'per-use' }` gives each use its own.
 * @throws TypeError for an open part, for one that holds BatchNormalization without 'per-use', and
 *   for one that might (any, loose or custom)
 * @example
 * import { block, branch, input, plan, tie } from 'layersmith'
 * const encoder = tie(input([8]).dense(4))
 * const twice = branch(encoder, block().activation('tanh').pipe(encoder)).concat()
 * input([8]).pipe(twice).shape // [8]
 * plan(input([8]).pipe(twice)).params.trainable // 36
 * const normalized = tie(input([8]).dense(8).bn(), { bn: 'per-use' })
 * const { instances } = plan(input([8]).pipe(normalized).pipe(normalized))
 * instances.map((i) => i.id) // ['tie1.dense1', 'tie1.bn1', 'tie2.bn1']
 */
export const tie = /* @__PURE__ */ exact(
  'tie',
  <S extends Sig, H extends Trait, const O extends TieOptions = {}>(
    part: MayTie<S, H, O, Block<S, H>>,
    options?: O,
  ): Block<Tied<S>, H> => {
    const { input, chain, loose } = stateOf(part)
    const { traits } = summaryOf(chain)
    const { bn = null, ...unknown }: { bn?: 'per-use' | null } = options ?? {}
    // the types allow nothing else, but a caller may not use them
    if (!([null, 'per-use'] as unknown[]).includes(bn) || Object.keys(unknown).length > 0)
      throw new TypeError(refusals.tieOption)
    if (loose || traits.includes('foreign')) throw new TypeError(refusals.tieUnknown)
    if (traits.includes('batchStatistics') && bn === null) throw new TypeError(refusals.tie)
    if (input === null) throw new TypeError(refusals.tieOpen)
    if (isSeveral(input)) throw new TypeError(refusals.tieSeveral)
    return wrap({ kind: 'tie', bn, input, body: chain }, tie, [part])
  },
)

/** Why a part cannot be tied. */
const cannotTie = ({ body, bn }: Pick<TieNode, 'body' | 'bn'>): Complaint | null => {
  const { traits } = summaryOf(body)
  return traits.includes('foreign') || (bn === null && traits.includes('batchStatistics'))
    ? complain('tieHoldsStatistics', {
        expected: 'a part without batch statistics',
        got: traits.includes('foreign')
          ? 'one with a custom layer, which may hold them'
          : 'one that holds BatchNormalization',
        fix: traits.includes('foreign')
          ? 'tie the layers around it'
          : 'its running statistics would be shared; tie the layers around it, or give each use ' +
            "its own with { bn: 'per-use' }",
      })
    : null
}

const partIn = ({ input, body }: TieNode): Part => ({ input, chain: body })

const read = (given: JsonFields, path: string, json: JsonReader): TieNode | null => {
  json.fields(given, path, ['kind', 'id', 'bn', 'input', 'body'])
  const { id } = given
  const known = json.numbered.get(id)
  const isRepeated = given.body === undefined && given.input === undefined && given.bn === undefined
  if (known?.kind === 'tie' && isRepeated) return known
  if (typeof id !== 'number' || known !== undefined)
    return json.no(
      `${path}.id`,
      complain('malformedJson', {
        expected: 'the id of a tie must be a number that no other tie has',
        got: describe(snapshot(id)),
        fix: 'write body and input at the first use only',
      }),
    )
  const input = json.input(given.input, `${path}.input`)
  const body = json.chain(given.body, `${path}.body`)
  const bn = given.bn === 'per-use' ? given.bn : null
  if (given.bn !== undefined && bn === null)
    json.no(
      `${path}.bn`,
      complain('invalidOption', {
        expected: "bn must be 'per-use'",
        got: describe(snapshot(given.bn)),
        fix: 'or leave it out',
      }),
    )
  const complaint = cannotTie({ body, bn })
  if (complaint !== null) return json.no(path, complaint)
  if (input === null) return null
  const node: TieNode = { kind: 'tie', bn, input, body }
  json.numbered.set(id, node)
  return node
}

export const definition: Composite<TieNode> = {
  kind: 'tie',
  noun: 'a tie',
  parts: ({ body }) => [body],
  size: ({ body }) => around([body]),
  walk: (node, value, at, walk) => {
    const path = at.scope.numbered('tie')
    const complaint = cannotTie(node)
    if (complaint !== null) walk.complainOnce(path, node, complaint)
    return walk.part(node.body, fitted(node, value, path, walk), {
      ...at,
      scope: inside(path),
      tie: { tie: node, root: path },
    })
  },

  json: {
    write: (node, json) =>
      json.once(node, () => ({
        ...(node.bn === null ? {} : { bn: node.bn }),
        input: node.input.shape,
        body: json.chain(node.body),
      })),
    read,
  },

  source: {
    functions: ['tie'],
    parts: (node) => [partIn(node)],
    express: (node, source) => {
      const options = node.bn === null ? [] : [`{ bn: ${literal(node.bn)} }`]
      return { start: source.call('tie', source.use(partIn(node)), ...options), calls: [] }
    },
    constant: 'always',
    needsTypes: true,
  },
}
