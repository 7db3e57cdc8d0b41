// Reads a block from JSON. The JSON is not trusted: every field is checked, and unknown ones are
// reported. How to read a composite is in its own file.
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { NonEmptyArray } from 'fp-ts/lib/NonEmptyArray.js'
import { make } from '../ast/block.js'
import { link } from '../ast/chain.js'
import { startOf } from '../ast/input.js'
import { MAX_DEPTH, MAX_STEPS, tooLarge, tooMany } from '../ast/limits.js'
import type { Arm, Chain, CompositeKind, CompositeNode, InputNode, Node } from '../ast/node.js'
import { summaryOf, summaryOfNet } from '../ast/summary.js'
import { type JsonObject, describe, isObject, snapshot } from '../base/json.js'
import { readName } from '../base/names.js'
import { suggestion } from '../base/nearest.js'
import { type Complaint, type Problem, complain, problem } from '../base/problem.js'
import type { JsonFields, JsonReader } from '../composites/composite.js'
import type { CustomEntry, Factory } from '../composites/foreign.js'
import { compositeKinds, isCompositeKind, compositeNamed } from '../composites/registry.js'
import { isMethodKind, layerNode, methods, normalized } from '../kinds/registry.js'
import type { AnyBlock, MethodKind } from '../types/block.js'
import { forbidden, forbiddenIn, isForbidden } from './forbidden.js'
import { VERSION } from './write.js'

/** The options of `fromJSON`. */
export interface FromJsonOptions {
  /** The factories of the custom layers that the JSON names. */
  customs?: Readonly<Record<string, Factory | CustomEntry>> | undefined
}

/**
 * The block that some JSON describes, or everything wrong with the JSON. As for any block, shapes
 * are checked later, by `check` or `toModel`. A document with outputs becomes a net that nothing
 * can follow.
 */
export const fromJSON = (
  json: unknown,
  options: FromJsonOptions = {},
): Either<NonEmptyArray<Problem>, AnyBlock> => {
  const wrong = wrongOptions(options)
  const reader = new Reader(wrong.length > 0 ? {} : options)
  const block = reader.document(json)
  const [first, ...rest] = [...wrong, ...reader.problems]
  return first === undefined && block !== null
    ? right(block)
    : left(first === undefined ? [problem('', null, notAnObject(json))] : [first, ...rest])
}

const wrongOptions = (options: unknown): readonly Problem[] => {
  const wrong = (expected: string, got: unknown): Problem =>
    problem(
      '',
      null,
      complain('invalidOption', {
        expected,
        got: tell(got),
        fix: 'write { customs: { name: () => yourLayer() } }, or leave them out',
      }),
    )
  if (!isObject(options)) return [wrong('the options must be an object', options)]
  const { customs, ...unknown } = options
  return [
    ...Object.keys(unknown).map((key) =>
      problem(
        '',
        null,
        complain('unknownOption', {
          expected: 'customs',
          got: describe(key),
          fix: 'did you mean customs?',
        }),
      ),
    ),
    ...(customs === undefined || isObject(customs)
      ? []
      : [wrong('customs must be a record of factories', customs)]),
  ]
}

/** More would not help anybody. */
const MAX_PROBLEMS = 1000

const tell = (x: unknown): string => describe(snapshot(x))
const malformed = (expected: string, got: unknown, fix: string): Complaint =>
  complain('malformedJson', { expected, got: tell(got), fix })
const notAnObject = (x: unknown): Complaint =>
  malformed(
    'a block must be an object { layersmith, input, nodes }',
    x,
    'parse text with JSON.parse first, and write blocks with toJSON',
  )

class Reader implements JsonReader {
  readonly problems: Problem[] = []
  readonly customs: ReadonlyMap<string, CustomEntry>
  readonly numbered = new Map<unknown, CompositeNode>()
  #nodes = 0
  #depth = 0

  constructor({ customs }: FromJsonOptions) {
    const entries = Object.entries(customs ?? {}).map(
      ([name, c]) => [name, typeof c === 'function' ? { make: c } : c] as const,
    )
    this.customs = new Map(entries.filter(([, entry]) => typeof entry?.make === 'function'))
  }

  document(json: unknown): AnyBlock | null {
    if (!isObject(json)) return this.no('', notAnObject(json))
    if (json.layersmith !== VERSION)
      return this.no(
        'layersmith',
        complain('unknownVersion', {
          expected: String(VERSION),
          got: tell(json.layersmith),
          fix: 'read it with the version of layersmith that wrote it',
        }),
      )
    this.fields(json, '', ['layersmith', 'input', 'nodes', 'outputs'])
    const input = json.input === undefined ? null : this.input(json.input, 'input')
    const chain = this.chain(json.nodes, 'nodes')
    const heads = json.outputs === undefined ? null : this.arms(json.outputs, 'outputs')
    const complaint = tooLarge(summaryOfNet(chain, heads))
    if (complaint !== null) this.no('nodes', complaint)
    return this.problems.length > 0 ? null : make({ input, chain, heads, loose: true })
  }

  no(path: string, c: Complaint): null {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(problem(path, null, c))
    return null
  }

  fields(given: JsonFields, path: string, allowed: readonly string[]): void {
    for (const key of Object.keys(given)) {
      if (isForbidden(key)) this.no(path, forbidden(key))
      else if (!allowed.includes(key))
        this.no(
          path,
          complain('malformedJson', {
            expected: `the fields must be ${allowed.join(', ')}`,
            got: describe(key),
            fix: 'remove it',
          }),
        )
    }
  }

  input(given: unknown, path: string): InputNode | null {
    const node: InputNode = Object.freeze({ kind: 'input', shape: snapshot(given) })
    const start = startOf(node)
    const fix = 'write [height, width, channels], or a record of such lists'
    return isLeft(start) ? this.no(path, { ...start.left, fix }) : node
  }

  chain(given: unknown, path: string): Chain {
    if (!Array.isArray(given))
      return this.no(
        path,
        malformed('must be a list of nodes', given, 'write [] for an empty block'),
      )
    if (this.#depth > MAX_DEPTH)
      return this.no(
        path,
        complain('tooDeep', {
          expected: `${MAX_DEPTH} deep`,
          got: 'more',
          fix: 'put nodes after one another instead of inside one another',
        }),
      )
    let chain: Chain = null
    for (let i = 0; i < given.length; i++) {
      // an object may be used in several places, so a small document can unfold to more than a
      // computer can read
      if (
        this.problems.length >= MAX_PROBLEMS ||
        ++this.#nodes > MAX_STEPS ||
        tooLarge(summaryOf(chain)) !== null
      )
        break
      if (this.#nodes === MAX_STEPS) this.no(path, tooMany('more'))
      const node = this.#node(given[i], `${path}[${i}]`)
      if (node !== null) chain = link(chain, node)
    }
    return chain
  }

  #node(given: unknown, path: string): Node | null {
    if (!isObject(given))
      return this.no(
        path,
        malformed(
          'a node must be an object with a kind',
          given,
          'write { "kind": "relu", "config": {} }',
        ),
      )
    const { kind } = given
    if (isMethodKind(kind)) return this.#layer(kind, given, path)
    if (isCompositeKind(kind)) return this.#composite(kind, given, path)
    const names = [...Object.keys(methods), ...compositeKinds]
    return this.no(
      path,
      complain('unknownKind', {
        expected: `one of ${names.join(', ')}`,
        got: tell(kind),
        fix: suggestion(kind, names) ?? 'check the spelling, or update layersmith',
      }),
    )
  }

  #layer(kind: MethodKind, given: JsonFields, path: string): Node | null {
    this.fields(given, path, ['kind', 'config'])
    const at = `${path}.config`
    const config = this.config(given.config, at)
    if (config === null) return null
    const node = layerNode(kind, config)
    const read = normalized(node)
    if (isLeft(read)) for (const c of read.left) this.no(at, c)
    return node
  }

  #composite(kind: CompositeKind, given: JsonFields, path: string): Node | null {
    this.#depth++
    const node = compositeNamed(kind).json.read(given, path, this)
    this.#depth--
    return node
  }

  config(given: unknown, path: string): JsonObject | null {
    if (!isObject(given))
      return this.no(path, malformed('must be an object', given, 'write {} for no options'))
    const config = snapshot(given) as JsonObject // the snapshot of an object is one
    const bad = forbiddenIn(config, path)
    for (const [place, key] of bad) this.no(place, forbidden(key))
    return bad.length > 0 ? null : config
  }

  arms(given: unknown, path: string): readonly Arm[] | null {
    if (!Array.isArray(given))
      return this.no(
        path,
        malformed('must be a list of { name, nodes }', given, 'write one for each name'),
      )
    const names = new Set<string>()
    const arms = given.map((arm: unknown, i): Arm | null => {
      const at = `${path}[${i}]`
      if (!isObject(arm))
        return this.no(
          at,
          malformed(
            'must be an object { name, nodes }',
            arm,
            'write { "name": "left", "nodes": [] }',
          ),
        )
      this.fields(arm, at, ['name', 'nodes'])
      const name = this.name(arm.name, `${at}.name`)
      const isTaken = name !== null && names.has(name)
      if (name !== null) names.add(name)
      if (isTaken)
        this.no(
          `${at}.name`,
          malformed('must be a name that no other entry has', name, 'give each its own name'),
        )
      const body = this.chain(arm.nodes, `${at}.nodes`)
      return name === null ? null : Object.freeze({ name, body })
    })
    return Object.freeze(arms.filter((arm) => arm !== null))
  }

  name(given: unknown, path: string): string | null {
    const read = readName(snapshot(given), 'choose another name')
    return isLeft(read) ? this.no(path, read.left) : read.right
  }
}
