// JSON to a block. The text is not trusted: every field is looked at, and what is not known is
// named.
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { NonEmptyArray } from 'fp-ts/lib/NonEmptyArray.js'
import { internals } from '../dsl/block.js'
import { link, summaryOf, summaryOfNet } from '../ast/chain.js'
import { type CustomEntry, type Factory, customNode } from '../composites/foreign.js'
import { type MergeName, isMerge, merges, noMerge } from '../composites/merge.js'
import { readConfig } from '../config/read.js'
import { definitionOf, normalized } from '../kinds/definition.js'
import { MAX_DEPTH, MAX_STEPS, cannotTie, tooLarge, tooMany } from '../ast/limits.js'
import { type Json, type JsonObject, describe, isObject, snapshot } from '../base/json.js'
import type { AnyBlock, MethodKind } from '../types/block.js'
import { methods } from '../kinds/registry.js'
import type { Arm, Chain, InputNode, Node, TieNode } from '../ast/node.js'
import { type Complaint, type Problem, complain, problem } from '../base/problem.js'
import { NAME_RULE, isName } from '../ast/scope.js'
import { terms } from '../base/sentences.js'
import { isCount } from '../shape/sizes.js'
import { startOf } from '../ast/input.js'
import { VERSION } from './write.js'

export interface FromJsonOptions {
  /** The factories of the custom layers that the JSON names. */
  customs?: Readonly<Record<string, Factory | CustomEntry>>
}

/**
 * The block that some JSON describes, or everything that is wrong with the JSON. Shapes are checked
 * later, by `check` or `toModel`, as for any block. A document with outputs gives a net that
 * nothing can follow.
 */
export const fromJSON = (
  json: unknown,
  options: FromJsonOptions = {},
): Either<NonEmptyArray<Problem>, AnyBlock> => {
  const reader = new Reader(options)
  const block = reader.document(json)
  const [first, ...rest] = [...wrongOptions(options), ...reader.problems]
  return first === undefined && block !== null
    ? right(block)
    : left(first === undefined ? [problem('', null, notAnObject(json))] : [first, ...rest])
}

const wrongOptions = (options: FromJsonOptions): readonly Problem[] =>
  Object.keys(options)
    .filter((key) => key !== 'customs')
    .map((key) =>
      problem(
        '',
        null,
        complain('unknownOption', {
          expected: 'customs',
          got: `"${key}"`,
          fix: 'did you mean customs?',
        }),
      ),
    )

type Fields = Readonly<Record<string, unknown>>
const FORBIDDEN = ['__proto__', 'constructor', 'prototype']
/** More help nobody. */
const MAX_PROBLEMS = 1000
const COMPOSITES = [
  'group',
  'residual',
  'branch',
  'join',
  'repeat',
  'tie',
  'tap',
  'custom',
] as const
type Composite = (typeof COMPOSITES)[number]

const forbidden = (key: string): Complaint =>
  complain('forbiddenKey', {
    expected: `other than ${FORBIDDEN.join(', ')}`,
    got: `"${key}"`,
    fix: 'remove it',
  })
/** The forbidden keys in a config, with their places. */
const forbiddenIn = (x: Json, path: string): readonly (readonly [place: string, key: string])[] =>
  Array.isArray(x)
    ? x.flatMap((v: Json, i) => forbiddenIn(v, `${path}[${i}]`))
    : isObject(x)
      ? Object.entries(x).flatMap(([k, v]) => [
          ...(FORBIDDEN.includes(k) ? [[path, k] as const] : []),
          ...forbiddenIn(v, `${path}.${k}`),
        ]) // isObject tells Json's objects from its arrays
      : []
const tell = (x: unknown): string => describe(snapshot(x))
const notAnObject = (x: unknown): Complaint =>
  complain('malformedJson', {
    expected: 'a block must be an object { layersmith, input, nodes }',
    got: tell(x),
    fix: 'parse text with JSON.parse first, and write blocks with toJSON',
  })

class Reader {
  readonly problems: Problem[] = []
  readonly #customs: Map<string, CustomEntry>
  readonly #ties = new Map<unknown, TieNode>()
  #nodes = 0

  constructor({ customs }: FromJsonOptions) {
    const entries = Object.entries(customs ?? {}).map(
      ([name, c]) => [name, typeof c === 'function' ? { make: c } : c] as const,
    )
    this.#customs = new Map(entries.filter(([, entry]) => typeof entry?.make === 'function'))
  }

  document(json: unknown): AnyBlock | null {
    if (!isObject(json)) return this.#no('', notAnObject(json))
    if (json.layersmith !== VERSION)
      return this.#no(
        'layersmith',
        complain('unknownVersion', {
          expected: String(VERSION),
          got: tell(json.layersmith),
          fix: 'read it with the version of layersmith that wrote it',
        }),
      )
    this.#fields(json, '', ['layersmith', 'input', 'nodes', 'outputs'])
    const input = json.input === undefined ? null : this.#input(json.input, 'input')
    const chain = this.#chain(json.nodes, 'nodes', 0)
    const heads = json.outputs === undefined ? null : this.#arms(json.outputs, 'outputs', 0)
    const complaint = tooLarge(summaryOfNet(chain, heads))
    if (complaint !== null) this.#no('nodes', complaint)
    return this.problems.length > 0 ? null : internals.make({ input, chain, heads, loose: true })
  }

  #no(path: string, c: Complaint): null {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(problem(path, null, c))
    return null
  }

  /** Names every key that should not be there. */
  #fields(node: Fields, path: string, allowed: readonly string[]): void {
    for (const key of Object.keys(node)) {
      if (FORBIDDEN.includes(key)) this.#no(path, forbidden(key))
      else if (!allowed.includes(key))
        this.#no(
          path,
          complain('malformedJson', {
            expected: `the fields must be ${allowed.join(', ')}`,
            got: `"${key}"`,
            fix: 'remove it',
          }),
        )
    }
  }

  #input(value: unknown, path: string): InputNode | null {
    const node: InputNode = Object.freeze({ kind: 'input', shape: snapshot(value) })
    const start = startOf(node)
    return isLeft(start)
      ? this.#no(path, {
          ...start.left,
          fix: 'write [height, width, channels], or a record of such lists',
        })
      : node
  }

  #chain(value: unknown, path: string, depth: number): Chain {
    if (!Array.isArray(value))
      return this.#no(
        path,
        complain('malformedJson', {
          expected: 'must be a list of nodes',
          got: tell(value),
          fix: 'write [] for an empty block',
        }),
      )
    if (depth > MAX_DEPTH)
      return this.#no(
        path,
        complain('tooDeep', {
          expected: `${MAX_DEPTH} deep`,
          got: 'more',
          fix: 'put nodes behind each other instead of into each other',
        }),
      )
    let chain: Chain = null
    for (let i = 0; i < value.length; i++) {
      // an object may stand at several places, so a small one can unfold to more than a computer
      // can read
      if (
        this.problems.length >= MAX_PROBLEMS ||
        ++this.#nodes > MAX_STEPS ||
        tooLarge(summaryOf(chain)) !== null
      )
        break
      if (this.#nodes === MAX_STEPS) this.#no(path, tooMany('more'))
      const node = this.#node(value[i], `${path}[${i}]`, depth)
      if (node !== null) chain = link(chain, Object.freeze(node))
    }
    return chain
  }

  #node(value: unknown, path: string, depth: number): Node | null {
    if (!isObject(value))
      return this.#no(
        path,
        complain('malformedJson', {
          expected: 'a node must be an object with a kind',
          got: tell(value),
          fix: 'write { "kind": "relu", "config": {} }',
        }),
      )
    const { kind } = value
    // hasOwn has looked
    if (typeof kind === 'string' && Object.hasOwn(methods, kind))
      return this.#layer(kind as MethodKind, value, path)
    const composite = COMPOSITES.find((c) => c === kind)
    if (composite === undefined)
      return this.#no(
        path,
        complain('unknownKind', {
          expected: `one of ${[...Object.keys(methods), ...COMPOSITES].join(', ')}`,
          got: tell(kind),
          fix: 'check the spelling, or update layersmith',
        }),
      )
    return this.#composite(composite, value, path, depth)
  }

  #layer(kind: MethodKind, value: Fields, path: string): Node | null {
    this.#fields(value, path, ['kind', 'config'])
    const at = `${path}.config`
    const given = this.#config(value.config, at)
    if (given === null) return null
    const node = Object.freeze({ kind, config: given })
    const config = normalized(node)
    if (isLeft(config)) for (const c of config.left) this.#no(at, c)
    return node
  }

  #config(value: unknown, path: string): JsonObject | null {
    if (!isObject(value))
      return this.#no(
        path,
        complain('malformedJson', {
          expected: 'must be an object',
          got: tell(value),
          fix: 'write {} for no options',
        }),
      )
    const given = snapshot(value) as JsonObject // the snapshot of an object is one
    const bad = forbiddenIn(given, path)
    for (const [place, key] of bad) this.#no(place, forbidden(key))
    return bad.length > 0 ? null : given
  }

  #composite(kind: Composite, value: Fields, path: string, depth: number): Node | null {
    const part = (field: string): Chain => this.#chain(value[field], `${path}.${field}`, depth + 1)
    switch (kind) {
      case 'group': {
        this.#fields(value, path, ['kind', 'name', 'frozen', 'input', 'body'])
        const name = value.name === undefined ? null : this.#name(value.name, `${path}.name`)
        if (value.frozen !== undefined && typeof value.frozen !== 'boolean')
          this.#no(
            `${path}.frozen`,
            complain('invalidOption', {
              expected: 'frozen must be true or false',
              got: tell(value.frozen),
              fix: 'leave it out for false',
            }),
          )
        const input = value.input === undefined ? null : this.#input(value.input, `${path}.input`)
        return { kind, name, frozen: value.frozen === true, input, body: part('body') }
      }
      case 'residual':
        this.#fields(value, path, ['kind', 'body', 'shortcut'])
        return { kind, body: part('body'), shortcut: part('shortcut') }
      case 'branch':
        return this.#branch(value, path, depth)
      case 'join':
        return this.#join(value, path, depth)
      case 'repeat': {
        this.#fields(value, path, ['kind', 'times', 'body'])
        const times = snapshot(value.times)
        if (!isCount(times))
          this.#no(
            `${path}.times`,
            complain('invalidOption', {
              expected: `times must be ${terms.count}`,
              got: tell(times),
              fix: 'write a whole number of rounds',
            }),
          )
        return { kind, times, body: part('body') }
      }
      case 'tie':
        return this.#tie(value, path, depth)
      case 'tap':
        this.#fields(value, path, ['kind', 'name'])
        return { kind, name: this.#name(value.name, `${path}.name`) ?? '' }
      case 'custom':
        return this.#custom(value, path)
      default:
        return kind satisfies never
    }
  }

  #branch(value: Fields, path: string, depth: number): Node | null {
    this.#fields(value, path, ['kind', 'merge', 'config', 'arms'])
    const merge = this.#merge(value, path)
    const arms: unknown = value.arms
    if (!Array.isArray(arms) || arms.length < 2)
      return this.#no(
        `${path}.arms`,
        complain('malformedJson', {
          expected: 'must be a list of at least two lists of nodes',
          got: tell(arms),
          fix: 'an arm may be empty: []',
        }),
      )
    const chains = Object.freeze(
      arms.map((arm, i) => this.#chain(arm, `${path}.arms[${i}]`, depth + 1)),
    )
    return merge === null ? null : { kind: 'branch', ...merge, arms: chains }
  }

  #join(value: Fields, path: string, depth: number): Node | null {
    this.#fields(value, path, ['kind', 'merge', 'config', 'order', 'arms'])
    const merge = this.#merge(value, path)
    const arms = this.#arms(value.arms, `${path}.arms`, depth + 1)
    return merge === null || arms === null
      ? null
      : {
          kind: 'join',
          ...merge,
          order: value.order === undefined ? null : snapshot(value.order),
          arms,
        }
  }

  /** The name and the options of a merge. */
  #merge(
    value: Fields,
    path: string,
  ): { readonly merge: MergeName; readonly config: JsonObject } | null {
    const { merge } = value
    if (!isMerge(merge)) return this.#no(`${path}.merge`, noMerge(snapshot(merge)))
    const config = value.config === undefined ? {} : this.#config(value.config, `${path}.config`)
    if (config === null) return null
    const read = readConfig(definitionOf(merges[merge].kind).config, config)
    if (isLeft(read)) for (const c of read.left) this.#no(`${path}.config`, c)
    return { merge, config }
  }

  /** Parts with names. */
  #arms(value: unknown, path: string, depth: number): readonly Arm[] | null {
    if (!Array.isArray(value))
      return this.#no(
        path,
        complain('malformedJson', {
          expected: 'must be a list of { name, nodes }',
          got: tell(value),
          fix: 'write one of them for each name',
        }),
      )
    const arms = value.map((arm: unknown, i): Arm | null => {
      const at = `${path}[${i}]`
      if (!isObject(arm))
        return this.#no(
          at,
          complain('malformedJson', {
            expected: 'must be an object { name, nodes }',
            got: tell(arm),
            fix: 'write { "name": "left", "nodes": [] }',
          }),
        )
      this.#fields(arm, at, ['name', 'nodes'])
      const name = this.#name(arm.name, `${at}.name`)
      if (value.some((other: unknown, j) => j < i && isObject(other) && other.name === name))
        this.#no(
          `${at}.name`,
          complain('malformedJson', {
            expected: 'must be a name that no other has',
            got: tell(name),
            fix: 'give each a name of its own',
          }),
        )
      const body = this.#chain(arm.nodes, `${at}.nodes`, depth)
      return name === null ? null : Object.freeze({ name, body })
    })
    return Object.freeze(arms.filter((arm) => arm !== null))
  }

  #tie(value: Fields, path: string, depth: number): Node | null {
    this.#fields(value, path, ['kind', 'id', 'bn', 'input', 'body'])
    const known = this.#ties.get(value.id)
    if (
      known !== undefined &&
      value.body === undefined &&
      value.input === undefined &&
      value.bn === undefined
    )
      return known
    if (typeof value.id !== 'number' || known !== undefined)
      return this.#no(
        `${path}.id`,
        complain('malformedJson', {
          expected: 'the id of a tie must be a number that no other tie has',
          got: tell(value.id),
          fix: 'write body and input at the first use only',
        }),
      )
    const input = this.#input(value.input, `${path}.input`)
    const body = this.#chain(value.body, `${path}.body`, depth + 1)
    const bn = value.bn === 'per-use' ? value.bn : null
    if (value.bn !== undefined && bn === null)
      this.#no(
        `${path}.bn`,
        complain('invalidOption', {
          expected: "bn must be 'per-use'",
          got: tell(value.bn),
          fix: 'or leave it out',
        }),
      )
    const complaint = cannotTie({ body, bn })
    if (complaint !== null) return this.#no(path, complaint)
    if (input === null) return null
    const node: TieNode = Object.freeze({ kind: 'tie', bn, input, body })
    this.#ties.set(value.id, node)
    return node
  }

  #custom(value: Fields, path: string): Node | null {
    this.#fields(value, path, ['kind', 'name'])
    const name = this.#name(value.name, `${path}.name`)
    if (name === null) return null
    const entry = this.#customs.get(name)
    return entry === undefined
      ? this.#no(
          path,
          complain('customMissing', {
            expected: 'a factory in the option customs',
            got: `none for "${name}"`,
            fix: `pass { customs: { ${name}: () => yourLayer() } }`,
          }),
        )
      : customNode(name, entry)
  }

  #name(value: unknown, path: string): string | null {
    return typeof value === 'string' && isName(value)
      ? value
      : this.#no(
          path,
          complain('invalidName', {
            expected: NAME_RULE,
            got: tell(value),
            fix: 'choose another name',
          }),
        )
  }
}
