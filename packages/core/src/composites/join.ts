// The node that joins the inputs of a net with several; `inputs` makes it, in inputs.ts.
import { link, nodesOf } from '../ast/chain.js'
import { RENAME_INPUT } from '../ast/input.js'
import { withBodies } from '../ast/chain.js'
import type { Arm, Part } from '../ast/node.js'
import { inside } from '../ast/scope.js'
import { around } from '../ast/summary.js'
import { callSiteOf } from '../base/call-site.js'
import { type Call, extended, keyText, literal } from '../base/expression.js'
import { type Json, describe, isObject, snapshot } from '../base/json.js'
import { listed, nameFor } from '../base/names.js'
import { nearest } from '../base/nearest.js'
import { BuildError, complain, problem } from '../base/problem.js'
import {
  type At,
  type Composite,
  type SourceWriter,
  UNKNOWN,
  type Value,
  type Walk,
} from './composite.js'
import { type Merging, mergeOptions, merged, positionsOf, readMerge, writeMerge } from './merge.js'

/** Merges a net's inputs, each with the arm that follows it; the first node of such a net. */
export interface JoinNode extends Merging {
  readonly kind: 'join'
  /**
   * The names in merge order, as the caller gave them; null for the order of the inputs.
   */
  readonly order: Json
  /** Inputs without an arm are merged as they are. */
  readonly arms: readonly Arm[]
}
declare module '../ast/node.js' {
  interface CompositeNodes {
    join: JoinNode
  }
}

// ---------- walking ----------

const walkJoin = (node: JoinNode, { inputs, shape }: Value, at: At, walk: Walk): Value => {
  if (inputs === undefined) {
    if (shape !== null)
      walk.complainOnce(
        '',
        node,
        complain('noInput', {
          expected: 'several named inputs',
          got: 'one',
          fix: 'start the net with inputs({ … })',
        }),
      )
    return UNKNOWN
  }
  const names = [...inputs.keys()]
  const stray = node.arms.find(({ name }) => !inputs.has(name))
  if (stray !== undefined)
    walk.complainOnce(
      '',
      node,
      complain('unknownInput', {
        expected: listed(names, names.length),
        got: describe(stray.name),
        fix: suggestion(stray.name, names),
      }),
    )
  const bodies = new Map(node.arms.map((arm) => [arm.name, arm.body]))
  const values = new Map(
    [...inputs].map(([name, value]) => {
      const scope = inside(at.scope.reserved(name))
      const rounds = `${at.rounds}.${name}`
      return [name, walk.part(bodies.get(name) ?? null, value, { ...at, scope, rounds })]
    }),
  )
  const order: Json = node.order ?? names
  if (!isOrderOf(order, names)) {
    walk.complainOnce(
      '',
      node,
      complain('invalidOption', {
        expected: `the order must be each of ${listed(names, names.length)} once`,
        got: describe(order),
        fix: 'leave it out to use the order of the inputs',
      }),
    )
    return UNKNOWN
  }
  const ordered = order.map((name) => values.get(name) ?? UNKNOWN)
  return merged(node, ordered, at, walk)
}

/** Whether some data lists every name exactly once. */
const isOrderOf = (order: Json, names: readonly string[]): order is readonly string[] => {
  if (!Array.isArray(order) || order.length !== names.length) return false
  const given = new Set<Json>(order)
  return given.size === names.length && names.every((name) => given.has(name))
}
const suggestion = (name: string, names: readonly string[]): string => {
  const meant = nearest(name, names)
  return meant === undefined ? 'give each() blocks for these names' : `did you mean ${meant}?`
}

// ---------- writing TypeScript ----------

/** One call of `each`: which part goes to which input. */
type Round = readonly { readonly name: string; readonly part: Part }[]
/** A shorter arm starts in a later call, to keep the order of the arms. */
const roundsOf = ({ arms }: JoinNode): readonly Round[] => {
  const pieces = arms.map(({ name, body }) => ({ name, nodes: nodesOf(body) }))
  const count = pieces.reduce((most, { nodes }) => Math.max(most, nodes.length, 1), 0)
  return Array.from({ length: count }, (_, round) =>
    pieces.flatMap(({ name, nodes }): Round => {
      const node = nodes[round - (count - nodes.length)]
      if (node !== undefined) return [{ name, part: { input: null, chain: link(null, node) } }]
      const isEmpty = nodes.length === 0 && round === count - 1
      return isEmpty ? [{ name, part: { input: null, chain: null } }] : []
    }),
  )
}
/** `each(…)` for every round, then `merge(…)`. */
const callsOf = (node: JoinNode, inputs: readonly string[], source: SourceWriter): Call[] => {
  const options = mergeOptions(node, source)
  const unordered = options.length === 0 ? [] : ['undefined']
  const order = node.order === null ? unordered : [literal(node.order)]
  const each = roundsOf(node).map((round): Call => {
    const [first] = round
    const isSame =
      first !== undefined &&
      round.map(({ name }) => keyText(name)).join() === inputs.join() &&
      round.every(({ part }) => source.alike(part, first.part))
    const fields = (): Call['args'] => [
      { fields: round.map(({ name, part }) => [keyText(name), source.use(part)] as const) },
    ]
    return { name: 'each', args: isSame ? [source.use(first.part)] : fields() }
  })
  return [...each, { name: 'merge', args: [literal(node.merge), ...order, ...options] }]
}

export const definition: Composite<JoinNode> = {
  kind: 'join',
  noun: 'a join',
  parts: ({ arms }) => arms.map((arm) => arm.body),
  withParts: (node, bodies) => ({ ...node, arms: withBodies(node.arms, bodies) }),
  size: (node) => around(definition.parts(node), 1, positionsOf(node)),
  mayFollowInputs: true,
  walk: walkJoin,

  json: {
    write: (node, json) => ({
      kind: node.kind,
      ...writeMerge(node),
      ...(node.order === null ? {} : { order: node.order }),
      arms: json.arms(node.arms),
    }),
    read: (given, path, json) => {
      json.fields(given, path, ['kind', 'merge', 'config', 'order', 'arms'])
      const merge = readMerge(given, path, json)
      const arms = json.arms(given.arms, `${path}.arms`)
      const order = given.order === undefined ? null : snapshot(given.order)
      return merge === null || arms === null ? null : { kind: 'join', ...merge, order, arms }
    },
  },

  source: {
    functions: ['inputs'],
    parts: (node) => roundsOf(node).flatMap((round) => round.map(({ part }) => part)),
    express: (node) => {
      const complaint = complain('severalInputs', {
        expected: 'one input',
        got: 'a net of several',
        fix: 'start it with inputs({ … })',
      })
      throw new BuildError([problem('', callSiteOf(node), complaint)])
    },
    begin: (node, input, source) => {
      if (input === null) return null
      const shapes = isObject(input.shape) ? Object.entries(input.shape) : []
      const fields = shapes.map(
        ([name, shape]) => [keyText(nameFor({ name }, RENAME_INPUT)), literal(shape)] as const,
      )
      const start = source.call('inputs', { fields })
      const names = fields.map(([key]) => key)
      return extended({ start, calls: [] }, callsOf(node, names, source))
    },
  },
}
