// Writes a block as the TypeScript that makes it.
//
//   description ──count──▶ parts and how often each is needed ──express──▶ calls ──lay out──▶ text
//
// Every tie, and a long part that is used more than once, becomes a constant; so do the pieces of a
// very long chain. How to write a composite is in its own file.
import { type State, netOf } from '../ast/block.js'
import { nodesOf } from '../ast/chain.js'
import { tooLarge } from '../ast/limits.js'
import { RENAME_OUTPUT } from '../ast/input.js'
import type { Arm, InputNode, Node, Part } from '../ast/node.js'
import { isLayer, summaryOfNet } from '../ast/summary.js'
import {
  type Arg,
  type Call,
  type Expr,
  type Fields,
  asExpr,
  extended,
  isIdentifier,
  keyText,
  literal,
} from '../base/expression.js'
import type { JsonObject } from '../base/json.js'
import { nameFor } from '../base/names.js'
import { BuildError, problem, shortened } from '../base/problem.js'
import type { SourceWriter } from '../composites/composite.js'
import { compositeOf } from '../composites/registry.js'
import type { LayerNode } from '../kinds/kind.js'
import { layerNode } from '../kinds/registry.js'
import type { Kind } from '../types/block.js'
import type { AnyDescription } from '../types/signature.js'
import { callOf, optionsOf } from './call.js'
import { Census } from './census.js'
import { flat, layOut } from './layout.js'
import { isStarted, isValue, piece, selfOf, unwrapped, valueSourceOf } from './parts.js'
import { RESERVED, isNumbered } from './reserved.js'

/** The options of `toSource`. */
export interface SourceOptions {
  /** The name of the exported constant; 'net' by default. */
  name?: string | undefined
  /** The module that the calls are imported from; 'layersmith' by default. */
  from?: string | undefined
  /**
   * The module that exports a block for each custom layer, for example
   * `export const scale = custom('scale', () => new Scale())`. Without it, the source of a net with
   * custom layers exports a function that takes these blocks.
   */
  customs?: string | undefined
}

/**
 * A block or net as TypeScript that makes it again: an import, constants for ties and for parts
 * used several times, and one exported constant. Options that equal their defaults are left out.
 * Custom layers are code, so they stay where they are: see the option `customs`. Very deeply nested
 * parts are written with `loose()`, and very long chains in pieces: otherwise the compiler gives up
 * on them.
 * @throws BuildError for options and names that no call accepts, and for a net with more positions
 *   or depth than a plan may have
 * @throws TypeError for invalid options of this function
 * @example
 * import { input, toSource } from 'layersmith'
 * const net = input([28, 28, 1]).conv(6, [4, 4], { stride: 1 }).flatten().dense(10)
 * toSource(net).split('\n')[0] // "import { input } from 'layersmith'"
 * const [, , last] = toSource(net).split('\n')
 * last // 'export const net = input([28, 28, 1]).conv(6, 4).flatten().dense(10)'
 */
export const toSource = (net: AnyDescription, options: SourceOptions = {}): string => {
  const { name = 'net', from = 'layersmith', customs = null, ...unknown } = options
  const [other] = Object.keys(unknown)
  if (other !== undefined)
    throw new TypeError(
      shortened(`toSource: option "${other}" is not known; use name, from or customs`),
    )
  if (!isIdentifier(name) || RESERVED.has(name))
    throw new TypeError(
      shortened(`toSource: name must be a valid name for a constant, got ${JSON.stringify(name)}`),
    )
  const state = netOf(net)
  const complaint = tooLarge(summaryOfNet(state.chain, state.heads))
  if (complaint !== null) throw new BuildError([problem('', null, complaint)])
  return new Writer(name).module(state, from, customs)
}

/** A part longer than this becomes a constant if it is used several times. */
const SHORT = 40
/**
 * More calls than this on one value are split into several constants: the compiler walks an
 * expression recursively.
 */
const MAX_CALLS = 100

class Writer implements SourceWriter {
  readonly #census = new Census()
  readonly #taken: Set<string>
  readonly #statements: string[] = []
  readonly #imports = new Set<string>()
  /** The constant that holds the block of each custom layer, by the layer's name. */
  readonly #customs = new Map<string, string>()
  readonly #name: string

  constructor(name: string) {
    this.#name = name
    this.#taken = new Set([...RESERVED, name])
  }

  module({ input, chain, heads }: State, from: string, customs: string | null): string {
    const whole: Part = { input, chain }
    for (const part of [
      whole,
      ...(heads ?? []).map(({ body }): Part => ({ input: null, chain: body })),
    ])
      this.#census.count(part)
    const net = this.#ended(whole, heads)
    const blocks = [...this.#customs]
    const takes = blocks.length > 0 && customs === null
    const last = this.#inPieces(net, this.#name)
    const imports = [...(takes ? ['type custom'] : []), ...this.#imports].sort((a, b) =>
      a.replace('type ', '') < b.replace('type ', '') ? -1 : 1,
    )
    const head = [`import { ${imports.join(', ')} } from ${literal(from)}`]
    if (!takes) {
      if (customs !== null && blocks.length > 0) {
        const constants = blocks.map(([, constant]) => constant)
        head.push(`import { ${constants.join(', ')} } from ${literal(customs)}`)
      }
      return [
        ...head,
        '',
        ...this.#statements,
        `export const ${this.#name} = ${layOut(last, '', this.#name.length + 16)}`,
        '',
      ].join('\n')
    }
    const example = `custom('${blocks[0]?.[0] ?? ''}', () => …)`
    const given = blocks
      .map(([name, constant]) =>
        keyText(name) === constant ? constant : `${keyText(name)}: ${constant}`,
      )
      .join(', ')
    const types = blocks
      .map(([name]) => `readonly ${keyText(name)}: ReturnType<typeof custom>`)
      .join('; ')
    const lines = [...this.#statements, `return ${layOut(last, '', 7)}`]
      .join('\n')
      .split('\n')
      .map((line) => (line === '' ? line : `  ${line}`))
    return [
      ...head,
      '',
      `/** Takes a block for each custom layer: \`${example}\`. */`,
      `export const ${this.#name} = ({ ${given} }: { ${types} }) => {`,
      ...lines,
      '}',
      '',
    ].join('\n')
  }

  #ended(whole: Part, heads: readonly Arm[] | null): Expr {
    if (heads === null) return this.#express(whole)
    const { chain } = whole
    const only = chain?.previous === null && isValue(chain.node) ? chain.node : null
    const ended = only === null ? null : valueSourceOf(only)?.ends?.(only, heads, this)
    return (
      ended ?? extended(this.#express(whole), [{ name: 'outputs', args: [this.#record(heads)] }])
    )
  }

  // ---------- expressing ----------
  use(given: Part): string | Expr {
    const part = unwrapped(given)
    const self = selfOf(part)
    const source = self === null ? null : valueSourceOf(self)
    const counted = this.#census.of(part)
    if (counted.name !== null) return counted.name
    const loose = this.#census.isLoose(part) ? [{ name: 'loose', args: [] }] : []
    const made = extended(this.#express(part), loose)
    if (source?.constant === 'never') return made
    const isShort = counted.uses === 1 || flat(made, SHORT) !== null
    if (source?.constant !== 'always' && made.calls.length <= MAX_CALLS && isShort) return made
    const wanted = self === null ? 'part' : (source?.constantName?.(self) ?? self.kind)
    const name = this.#free(wanted)
    const text = layOut(this.#inPieces(made, name), '', name.length + 9)
    this.#statements.push(`const ${name} = ${text}`, '')
    counted.name = name
    return name
  }
  custom(name: string): string {
    const constant = this.#customs.get(name) ?? this.#free(name)
    this.#customs.set(name, constant)
    return constant
  }
  call(name: string, ...args: readonly Arg[]): Call {
    this.#imports.add(name)
    return { name, args }
  }
  onValue(node: Node): Call | null {
    if (isLayer(node)) return null
    const { source } = compositeOf(node)
    return source.call !== undefined && source.onValues === true ? source.call(node, this) : null
  }
  name(wanted: string): string {
    return this.#free(wanted)
  }
  isStarted(part: Part): boolean {
    return isStarted(part)
  }
  uses(part: Part): number {
    return this.#census.of(part).uses
  }
  alike(a: Part, b: Part): boolean {
    return this.#census.of(a) === this.#census.of(b)
  }
  options(kind: Kind, config: JsonObject): readonly Fields[] {
    return optionsOf(layerNode(kind, config))
  }

  /** A free name for a constant: this one, numbered where it is taken. */
  #free(wanted: string): string {
    const name = wanted.replace(/[^A-Za-z0-9_]+(\w?)/g, (_, letter: string) => letter.toUpperCase())
    let constant = isNumbered(name) ? `${name}1` : name
    for (let n = 2; this.#taken.has(constant) || !isIdentifier(constant); n++)
      constant = isIdentifier(name) ? `${name}${n}` : `part${n}`
    this.#taken.add(constant)
    return constant
  }

  #express(part: Part): Expr {
    const self = selfOf(part)
    const source = self === null ? null : valueSourceOf(self)
    return self === null || source === null ? this.whole(part) : source.express(self, this)
  }

  whole({ input, chain }: Part): Expr {
    const nodes = nodesOf(chain)
    const [first, ...others] = nodes
    const start = first === undefined ? null : this.#beginning(first, input)
    const rest = start === null ? nodes : others
    return extended(
      start ?? this.#start(input),
      rest.map((node) => this.#link(node)),
    )
  }
  #start(input: InputNode | null): Expr {
    const start = input === null ? this.call('block') : this.call('input', literal(input.shape))
    return { start, calls: [] }
  }
  /** How a chain starts, where it does not start with `block()` or `input(…)`. */
  #beginning(first: Node, input: InputNode | null): Expr | null {
    if (!isValue(first)) return null
    const source = valueSourceOf(first)
    const begun = source?.begin?.(first, input, this) ?? null
    if (begun !== null || input !== null) return begun
    // an open part at the start stands alone, since `block().pipe(part)` is the part itself
    const inner = source?.transparent?.(first) ?? null
    return inner === null || inner.input === null ? asExpr(this.use(piece(first))) : null
  }
  /** A node after others, as a method call. */
  #link(node: Node): Call {
    if (isLayer(node)) return this.#layer(node)
    return (
      compositeOf(node).source.call?.(node, this) ?? { name: 'pipe', args: [this.use(piece(node))] }
    )
  }
  #layer(node: LayerNode): Call {
    const call = callOf(node)
    // an inner layer starts with block()
    if (call.args.some((arg) => typeof arg !== 'string' && 'start' in arg))
      this.#imports.add('block')
    return call
  }
  #record(arms: readonly Arm[]): Fields {
    return {
      fields: arms.map(
        (arm) =>
          [
            keyText(nameFor(arm, RENAME_OUTPUT)),
            this.use({ input: null, chain: arm.body }),
          ] as const,
      ),
    }
  }

  /** Moves all but the last calls of an expression into constants; returns the rest. */
  #inPieces(expr: Expr, name: string): Expr {
    let { start, calls } = expr
    for (; calls.length > MAX_CALLS; calls = calls.slice(MAX_CALLS)) {
      const piece = this.#free(`${name}1`)
      const first = { start, calls: calls.slice(0, MAX_CALLS) }
      this.#statements.push(`const ${piece} = ${layOut(first, '', piece.length + 9)}`, '')
      start = piece
    }
    return { start, calls }
  }
}
