// A block as the TypeScript that makes it.
//
//   description ──count──▶ parts and how often each is needed ──express──▶ calls ──lay out──▶ text
//
// What is needed more than once, and every tie, becomes a constant; so do the pieces of a very long
// chain.
import { type State, internals } from '../dsl/block.js'
import { nodesOf, summaryOfNet } from '../ast/chain.js'
import { isMerge, merges, noMerge } from '../composites/merge.js'
import { isObject } from '../base/json.js'
import { tooLarge } from '../ast/limits.js'
import type { Arm, BranchNode, GroupNode, JoinNode, LayerNode, Node, TieNode } from '../ast/node.js'
import { callSiteOf } from '../base/call-site.js'
import { BuildError, type Complaint, complain, problem } from '../base/problem.js'
import type { AnyDescription } from '../types/signature.js'
import { callOf, isIdentifier, keyText, literal, optionsOf } from './call.js'
import { Census } from './census.js'
import { type Arg, type Call, type Expr, type Fields, flat, layOut } from './layout.js'
import {
  type Composite,
  type Part,
  isComposite,
  isLayer,
  isPlain,
  partOf,
  partsIn,
  piece,
  rounds,
  selfOf,
} from './parts.js'

export interface SourceOptions {
  /** The name of the exported constant; 'net' by default. */
  name?: string
  /** Where the calls are imported from; 'layersmith' by default. */
  from?: string
  /**
   * The module that exports a block for each custom layer, `export const scale = custom('scale', ()
   * => new Scale())`. Without it, source of a net with custom layers exports a function that takes
   * these blocks.
   */
  customs?: string
}

/**
 * A block or net as TypeScript that makes it again: an import, constants for ties and for parts
 * that are used several times, and one exported constant. Options that say what is the default
 * anyway are left out. Custom layers are code, so they stay where they are: see the option
 * `customs`. Parts that lie very deep in each other are written `loose()`, and very long chains in
 * pieces: the compiler gives up on them otherwise.
 * @throws BuildError for options that no call accepts, and for a net of more positions or depth
 *   than a plan may have
 * @throws TypeError for options of this function that are none
 * @example
 * import { input, toSource } from 'layersmith'
 * const net = input([28, 28, 1]).conv(6, [4, 4], { stride: 1 }).pool(2).flatten().dense(10)
 * toSource(net).split('\n')[0] // "import { input } from 'layersmith'"
 * toSource(net).split('\n')[2] // 'export const net = input([28, 28, 1]).conv(6, 4).pool(2).flatten().dense(10)'
 */
export const toSource = (net: AnyDescription, options: SourceOptions = {}): string => {
  const { name = 'net', from = 'layersmith', customs = null, ...unknown } = options
  const [other] = Object.keys(unknown)
  if (other !== undefined)
    throw new TypeError(`toSource: option "${other}" is not known; use name, from or customs`)
  if (!isIdentifier(name) || RESERVED.has(name))
    throw new TypeError(`toSource: name must be a name for a constant, got ${JSON.stringify(name)}`)
  const state = internals.whole(net)
  const complaint = tooLarge(summaryOfNet(state.chain, state.heads))
  if (complaint !== null) refuse(null, complaint)
  return new Writer(name).module(state, from, customs)
}

/** What no constant can be called: words of the language, and the calls themselves. */
const CALLS = ['block', 'branch', 'custom', 'input', 'inputs', 'repeat', 'residual', 'tie'] as const
const RESERVED = new Set<string>([
  ...CALLS,
  ...[
    'arguments',
    'await',
    'break',
    'case',
    'catch',
    'class',
    'const',
    'continue',
    'debugger',
    'default',
    'delete',
    'do',
    'else',
    'enum',
    'eval',
    'export',
    'extends',
    'false',
    'finally',
    'for',
    'function',
    'if',
    'implements',
    'import',
    'in',
    'instanceof',
    'interface',
    'let',
    'new',
    'null',
    'package',
    'private',
    'protected',
    'public',
    'return',
    'static',
    'super',
    'switch',
    'this',
    'throw',
    'true',
    'try',
    'typeof',
    'undefined',
    'var',
    'void',
    'while',
    'with',
    'yield',
  ],
])

/** Longer than this, a part that is used several times becomes a constant. */
const SHORT = 40
/**
 * More calls than these on one value are written as several constants: the compiler walks an
 * expression by recursion.
 */
const MAX_CALLS = 100
class Writer {
  readonly #census = new Census()
  readonly #taken: Set<string>
  readonly #statements: string[] = []
  readonly #imports = new Set<string>()
  /** Custom layers by their names, with the constants that hold their blocks. */
  readonly #customs = new Map<string, string>()
  readonly #name: string

  constructor(name: string) {
    this.#name = name
    this.#taken = new Set([...RESERVED, name])
  }

  module({ input, chain, heads }: State, from: string, customs: string | null): string {
    const whole: Part = { input, chain }
    for (const part of [whole, ...(heads ?? []).map((head) => partOf(head.body))])
      this.#census.count(part)
    const body = this.#express(whole)
    const net =
      heads === null ? body : extended(body, [{ name: 'outputs', args: [this.#record(heads)] }])
    const blocks = [...this.#customs]
    const takes = blocks.length > 0 && customs === null
    const last = this.#inPieces(net, this.#name)
    const imports = [...(takes ? ['type custom'] : []), ...this.#imports].sort((a, b) =>
      a.replace('type ', '') < b.replace('type ', '') ? -1 : 1,
    )
    const head = [`import { ${imports.join(', ')} } from ${literal(from)}`]
    if (!takes) {
      if (customs !== null && blocks.length > 0)
        head.push(
          `import { ${blocks.map(([, constant]) => constant).join(', ')} } from ${literal(customs)}`,
        )
      return [
        ...head,
        '',
        ...this.#statements,
        `export const ${this.#name} = ${layOut(last, '', this.#name.length + 16)}`,
        '',
      ].join('\n')
    }
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
      `/** Takes a block for each custom layer: \`custom('${blocks[0]?.[0] ?? ''}', () => …)\`. */`,
      `export const ${this.#name} = ({ ${given} }: { ${types} }) => {`,
      ...lines,
      '}',
      '',
    ].join('\n')
  }

  // ---------- expressing ----------
  /** A part where it is used: its constant, or itself. */
  #use(part: Part): string | Expr {
    const self = selfOf(part)
    if (self?.kind === 'custom') return this.#customs.get(self.name) ?? this.#custom(self.name)
    const counted = this.#census.of(part)
    if (counted.name !== null) return counted.name
    const made = extended(
      this.#express(part),
      this.#census.isLoose(part) ? [{ name: 'loose', args: [] }] : [],
    )
    if (
      self?.kind !== 'tie' &&
      made.calls.length <= MAX_CALLS &&
      (counted.uses === 1 || flat(made, SHORT) !== null)
    )
      return made
    const name = this.#free(
      self === null ? 'part' : self.kind === 'group' ? (self.name ?? 'part') : self.kind,
    )
    this.#statements.push(
      `const ${name} = ${layOut(this.#inPieces(made, name), '', name.length + 9)}`,
      '',
    )
    counted.name = name
    return name
  }
  #custom(name: string): string {
    const constant = this.#free(name)
    this.#customs.set(name, constant)
    return constant
  }
  /** A constant of this name, with a number where there is one already. */
  #free(wanted: string): string {
    const name = wanted.replace(/[^A-Za-z0-9_]+(\w?)/g, (_, letter: string) => letter.toUpperCase())
    const numbered = ['part', 'branch', 'residual', 'repeat', 'tie'].includes(name)
    let constant = numbered ? `${name}1` : name
    for (let n = 2; this.#taken.has(constant) || !isIdentifier(constant); n++)
      constant = isIdentifier(name) ? `${name}${n}` : `part${n}`
    this.#taken.add(constant)
    return constant
  }
  #call(name: (typeof CALLS)[number], ...args: readonly Arg[]): Call {
    this.#imports.add(name)
    return { name, args }
  }

  #express(part: Part): Expr {
    const self = selfOf(part)
    return self === null ? this.#chain(part) : this.#composite(self)
  }

  #composite(node: Composite): Expr {
    const parts = (): readonly (string | Expr)[] => partsIn(node).map((part) => this.#use(part))
    switch (node.kind) {
      case 'group':
        return wrapped(exprOf(parts()[0] ?? ''), node)
      case 'residual':
        return { start: this.#call('residual', ...parts()), calls: [] }
      case 'branch':
        return {
          start: this.#call('branch', ...parts()),
          calls: [{ name: node.merge, args: mergeOptions(node) }],
        }
      case 'repeat':
        return { start: this.#call('repeat', literal(node.times), ...parts()), calls: [] }
      case 'tie':
        return { start: this.#call('tie', ...parts(), ...tieOptions(node)), calls: [] }
      case 'custom':
        return exprOf(this.#use(piece(node)))
      case 'join':
        return refuse(
          node,
          complain('severalInputs', {
            expected: 'one input',
            got: 'a net of several',
            fix: 'write inputs({ … }) at its beginning',
          }),
        )
      default:
        return node satisfies never
    }
  }

  #chain(part: Part): Expr {
    const nodes = nodesOf(part.chain)
    const [first] = nodes
    const { start, rest } = this.#beginning(part, first, nodes.slice(1)) ?? {
      start: {
        start: this.#call(
          part.input === null ? 'block' : 'input',
          ...(part.input === null ? [] : [literal(part.input.shape)]),
        ),
        calls: [],
      },
      rest: nodes,
    }
    return extended(
      start,
      rest.map((node) =>
        isLayer(node)
          ? this.#layer(node)
          : node.kind === 'tap'
            ? tapOf(node.name)
            : { name: 'pipe', args: [this.#use(piece(node))] },
      ),
    )
  }
  #layer(node: LayerNode): Call {
    const call = callOf(node)
    // a layer inside begins with block()
    if (call.args.some((arg) => typeof arg !== 'string' && 'start' in arg))
      this.#imports.add('block')
    return call
  }
  /** What a chain begins with where that is not `block()` or `input(…)`. */
  #beginning(
    { input, chain: _ }: Part,
    first: Node | undefined,
    rest: readonly Node[],
  ): { start: Expr; rest: readonly Node[] } | null {
    if (first === undefined || !isComposite(first)) return null
    if (input !== null && first.kind === 'join') {
      const shapes = isObject(input.shape)
        ? Object.entries(input.shape).map(
            ([name, shape]) => [keyText(name), literal(shape)] as const,
          )
        : []
      return {
        start: extended(
          { start: this.#call('inputs', { fields: shapes }), calls: [] },
          this.#join(
            first,
            shapes.map(([key]) => key),
          ),
        ),
        rest,
      }
    }
    if (first.kind === 'group' && !isPlain(first) && this.#census.of(piece(first)).uses === 1) {
      // a name for all so far: of an open part, or of a net whose beginning is nothing that is used
      // elsewhere
      if (input === null)
        return { start: wrapped(exprOf(this.#use(partOf(first.body))), first), rest }
      if (isObject(input.shape) || this.#census.of(partOf(first.body)).uses === 1)
        return { start: wrapped(this.#chain({ input, chain: first.body }), first), rest }
    }
    // a plain group in front of an open part is what `block().pipe(…)` makes of it: nothing around
    // it
    return input === null && (!isPlain(first) || first.input === null)
      ? { start: exprOf(this.#use(piece(first))), rest }
      : null
  }

  #join(node: JoinNode, inputs: readonly string[] = []): readonly Call[] {
    const options = mergeOptions(node)
    const order =
      node.order === null ? (options.length === 0 ? [] : ['undefined']) : [literal(node.order)]
    return [
      ...rounds(node).map((round) => {
        const [first] = round
        const same =
          first !== undefined &&
          round.map(({ name }) => keyText(name)).join() === inputs.join() &&
          round.every(({ part }) => this.#census.of(part) === this.#census.of(first.part))
        return {
          name: 'each',
          args: [
            same
              ? this.#use(first.part)
              : {
                  fields: round.map(({ name, part }) => [keyText(name), this.#use(part)] as const),
                },
          ],
        }
      }),
      { name: 'merge', args: [literal(node.merge), ...order, ...options] },
    ]
  }
  #record(arms: readonly Arm[]): Fields {
    return {
      fields: arms.map(({ name, body }) => [keyText(name), this.#use(partOf(body))] as const),
    }
  }

  /** What is left of an expression when all but its last calls are constants. */
  #inPieces(expr: Expr, name: string): Expr {
    let { start, calls } = expr
    for (; calls.length > MAX_CALLS; calls = calls.slice(MAX_CALLS)) {
      const piece = this.#free(`${name}1`)
      this.#statements.push(
        `const ${piece} = ${layOut({ start, calls: calls.slice(0, MAX_CALLS) }, '', piece.length + 9)}`,
        '',
      )
      start = piece
    }
    return { start, calls }
  }
}

const exprOf = (made: string | Expr): Expr =>
  typeof made === 'string' ? { start: made, calls: [] } : made
const extended = ({ start, calls }: Expr, more: readonly Call[]): Expr => ({
  start,
  calls: [...calls, ...more],
})
const wrapped = (expr: Expr, { name, frozen }: GroupNode): Expr =>
  extended(expr, [
    ...(name === null ? [] : [{ name: 'as', args: [literal(name)] }]),
    ...(frozen ? [{ name: 'frozen', args: [] }] : []),
  ])
const tapOf = (name: string): Call => ({ name: 'tap', args: [literal(name)] })
const tieOptions = ({ bn }: TieNode): readonly string[] =>
  bn === null ? [] : [`{ bn: ${literal(bn)} }`]
const mergeOptions = (node: BranchNode | JoinNode): readonly Fields[] => {
  const { merge, config } = node
  // who has no types may give anything
  if (!isMerge(merge)) return refuse(node, noMerge(merge))
  return optionsOf({ kind: merges[merge].kind, config })
}
const refuse = (node: object | null, complaint: Complaint): never => {
  throw new BuildError([problem('', node === null ? null : callSiteOf(node), complaint)])
}
