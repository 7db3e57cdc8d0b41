// From a description to its flat list of positions: names, shapes, counts, and every problem on the way. This is the one
// walk over a description: check, plan and .shape all use it.
import { isLeft } from 'fp-ts/lib/Either.js'
import { type Chain, type Link, type Summary, linksOf, summaryOf } from './chain.js'
import { type CustomEntry, customEntry } from './compose/custom.js'
import { foreignShape } from './compose/foreign.js'
import { cannotTie } from './compose/tie.js'
import { definitionOf, normalised } from './definition.js'
import { type Json, describe } from './json.js'
import { NO_PARAMS, type Params } from './layer.js'
import type { Kind } from './layers/index.js'
import type { BranchNode, CustomNode, GroupNode, InputNode, LayerNode, Node, RepeatNode, ResidualNode, TapNode, TieNode } from './node.js'
import { placeOf } from './place.js'
import { BuildError, type Complaint, type Problem, complain, problem } from './problem.js'
import { NAME_RULE, Scope, inside, isName } from './scope.js'
import { terms } from './sentences.js'
import { type Sizes, agree, merge, show } from './shape/sizes.js'

/** More than any real net, and little enough to be planned in a second. */
export const MAX_POSITIONS = 100_000
/** Parts inside parts; far below what a JavaScript stack holds. */
export const MAX_DEPTH = 500
/** Taps, parts and rounds count too, so that a walk always ends. */
const MAX_STEPS = 10 * MAX_POSITIONS

/** Why a description is too large to be walked; known without walking it. */
export const tooLarge = ({ positions, steps, depth }: Summary): Complaint | null =>
  positions > MAX_POSITIONS ? complain('tooManyPositions', { expected: `${MAX_POSITIONS} positions`, got: String(positions), fix: 'use fewer rounds or smaller parts' })
  : steps > MAX_STEPS ? complain('tooManyPositions', { expected: `${MAX_STEPS} positions, taps, parts and rounds`, got: String(steps), fix: 'use fewer rounds, and no empty ones' })
  : depth > MAX_DEPTH ? complain('tooDeep', { expected: `${MAX_DEPTH} deep`, got: String(depth), fix: 'build chains with pipe instead of putting blocks into blocks' })
  : null

/** A position before it is known which instance serves it. */
export interface Draft {
  readonly path: string
  readonly kind: Kind | 'custom'
  readonly config: object
  /** Paths of the positions whose outputs come in; 'input' for the net's own input. */
  readonly inputs: readonly string[]
  readonly shape: Sizes
  readonly params: Params
  readonly flops: number | null
  readonly frozen: boolean
  /** Set inside a tie: the same in every use of it. */
  readonly tied: { readonly tie: TieNode; readonly place: string } | null
}
export interface DraftTap {
  readonly name: string
  readonly from: string
  readonly shape: Sizes
}
/** What flows from part to part; behind a problem the shape is not known and nothing more is said about it. */
interface Value {
  readonly from: string
  readonly shape: Sizes | null
}
interface Context {
  readonly scope: Scope
  readonly frozen: boolean
  readonly rounds: string
  readonly tie: { readonly tie: TieNode; readonly root: string } | null
}

export class Expansion {
  readonly positions: Draft[] = []
  readonly problems: Problem[] = []
  readonly taps: DraftTap[] = []
  readonly customs = new Map<string, CustomEntry & { readonly path: string }>()
  readonly #foreign = new Map<object, string>()
  /** Nodes whose own settings have been reported: a repeat must not say it again in every round. */
  readonly #reported = new WeakSet<Node>()

  /** Everything behind an input of the given sizes. */
  net(shape: Sizes, chain: Chain): Value {
    const complaint = tooLarge(summaryOf(chain))
    if (complaint !== null) {
      this.#complain('', null, complaint)
      return { from: 'input', shape: null }
    }
    return this.chain(linksOf(chain), { from: 'input', shape }, { scope: new Scope('', ['input']), frozen: false, rounds: '', tie: null })
  }

  chain(links: readonly Link[], start: Value, at: Context): Value {
    return links.reduce((value, { node }) => this.#node(node, value, at), start)
  }
  #part(chain: Chain, value: Value, at: Context): Value {
    return this.chain(linksOf(chain), value, at)
  }

  #node(node: Node, value: Value, at: Context): Value {
    switch (node.kind) {
      case 'group': return this.#group(node, value, at)
      case 'residual': return this.#residual(node, value, at)
      case 'branch': return this.#branch(node, value, at)
      case 'repeat': return this.#repeat(node, value, at)
      case 'tie': return this.#tie(node, value, at)
      case 'tap': return this.#tap(node, value, at)
      case 'custom': return this.#custom(node, value, at)
      default: return this.#layer(node, value, at)
    }
  }

  #layer(node: LayerNode, value: Value, at: Context): Value {
    const path = at.scope.numbered(node.kind)
    const config = normalised(node)
    if (isLeft(config)) {
      if (!this.#reported.has(node)) for (const c of config.left) this.#complain(path, node, c)
      this.#reported.add(node)
      return { from: path, shape: null }
    }
    return this.#position(path, node, node.kind, config.right, [value], at)
  }

  #position(path: string, node: Node, kind: Kind, config: object, values: readonly Value[], at: Context, named: (c: Complaint) => Complaint = (c) => c): Value {
    const inputs = values.flatMap((v) => (v.shape === null ? [] : [v.shape]))
    if (inputs.length < values.length) return { from: path, shape: null }
    const def = definitionOf(kind)
    const shape = def.shape(config, ...inputs)
    if (isLeft(shape)) {
      this.#complain(path, node, named(shape.left))
      return { from: path, shape: null }
    }
    this.#add(path, kind, config, values, shape.right, at, def.params(config, inputs[0] ?? []), def.flops(config, shape.right, ...inputs))
    return { from: path, shape: shape.right }
  }

  #add(path: string, kind: Draft['kind'], config: object, values: readonly Value[], shape: Sizes, at: Context, params: Params, flops: number | null): void {
    const tied = at.tie === null ? null : { tie: at.tie.tie, place: path.slice(at.tie.root.length) }
    this.positions.push({ path, kind, config, inputs: values.map((v) => v.from), shape, params, flops, frozen: at.frozen, tied })
  }

  #group(node: GroupNode, value: Value, at: Context): Value {
    const frozen = at.frozen || node.frozen
    if (node.name === null) return this.#part(node.body, this.#fitted(node, value, at, 'part'), { ...at, frozen })
    const path = at.scope.named(node.name)
    if (!isName(node.name)) this.#complain(path, node, complain('invalidName', { expected: NAME_RULE, got: describe(node.name), fix: 'choose another name in .as()' }))
    return this.#part(node.body, this.#fitted(node, value, at, path), { ...at, scope: inside(path), frozen })
  }

  /** The value as a part that is made for one input sees it. */
  #fitted(node: { readonly kind: Node['kind']; readonly input: InputNode | null }, value: Value, at: Context, path: string): Value {
    if (node.input === null || value.shape === null) return value
    const wanted = inputSizes(node.input)
    if (wanted === null) {
      this.#complainInput(node.input, path)
      return { ...value, shape: null }
    }
    if (agree(wanted, value.shape)) return { ...value, shape: merge(value.shape, wanted) }
    const name = path === 'part' ? at.scope.fixed('part') : path
    this.#complain(name, node as Node, complain('wrongInput', { expected: show(wanted), got: show(value.shape), fix: 'use the part behind such an output, or make it with block() to fit any' })) // only group and tie nodes come here
    return { ...value, shape: null }
  }

  #residual(node: ResidualNode, value: Value, at: Context): Value {
    const path = at.scope.numbered('residual')
    const scope = inside(path)
    const body = this.#part(node.body, value, { ...at, scope })
    const shortcut = this.#part(node.shortcut, value, { ...at, scope: inside(scope.fixed('shortcut')) })
    return this.#position(scope.numbered('add'), node, 'add', {}, [body, shortcut], at, () => complain('residualMismatch', {
      expected: show(shortcut.shape ?? []),
      got: show(body.shape ?? []),
      fix: node.shortcut === null ? 'give the body the shape of its input, or pass a shortcut that makes the same change: residual(body, block().conv(filters, 1))' : 'make both end in one shape',
    }))
  }

  #branch(node: BranchNode, value: Value, at: Context): Value {
    const path = at.scope.numbered('branch')
    const scope = inside(path)
    const arms = node.arms.map((arm, i) => this.#part(arm, value, { ...at, scope: inside(scope.fixed(i + 1)) }))
    return this.#position(scope.numbered(node.merge), node, node.merge, {}, arms, at)
  }

  #repeat(node: RepeatNode, value: Value, at: Context): Value {
    const path = at.scope.numbered('repeat')
    const times = isCount(node.times) ? node.times : 1
    if (times !== node.times) this.#complain(path, node, complain('invalidOption', { expected: `times must be ${terms.count}`, got: describe(node.times), fix: 'leave the repeat out for no rounds' }))
    const scope = inside(path)
    let v = value
    for (let round = 1; round <= times; round++) v = this.#part(node.body, v, { ...at, scope: inside(scope.fixed(round)), rounds: `${at.rounds}.${round}` })
    return v
  }

  #tie(node: TieNode, value: Value, at: Context): Value {
    const path = at.scope.numbered('tie')
    const complaint = cannotTie(node.body)
    if (complaint !== null) this.#complain(path, node, complaint)
    return this.#part(node.body, this.#fitted(node, value, at, path), { ...at, scope: inside(path), tie: { tie: node, root: path } })
  }

  #tap(node: TapNode, value: Value, at: Context): Value {
    const name = node.name + at.rounds
    if (!isName(node.name)) this.#complain(name, node, complain('invalidName', { expected: NAME_RULE, got: describe(node.name), fix: 'choose another name in .tap()' }))
    else if (this.taps.some((t) => t.name === name)) {
      this.#complain(value.from, node, complain('duplicateTap', { expected: 'a name that no other tap has', got: name, fix: 'give each tap of a net a name of its own; a block with taps can be used once' }))
    }
    if (value.shape !== null) this.taps.push({ name, from: value.from, shape: value.shape })
    return value
  }

  #custom(node: CustomNode, value: Value, at: Context): Value {
    const path = at.scope.numbered(isName(node.name) ? node.name : 'custom')
    const entry = customEntry(node)
    const known = this.customs.get(node.name)
    if (!isName(node.name)) this.#complain(path, node, complain('invalidName', { expected: NAME_RULE, got: describe(node.name), fix: 'choose another name in custom()' }))
    if (entry === undefined) {
      this.#complain(path, node, complain('customMissing', { expected: 'a factory in the option customs', got: `none for "${node.name}"`, fix: `pass { customs: { ${node.name}: () => yourLayer() } }` }))
      return { from: path, shape: null }
    }
    if (known !== undefined && known.make !== entry.make) {
      this.#complain(path, node, complain('customNameTwice', { expected: `one factory, that of ${known.path}`, got: 'another one', fix: 'give the factories names of their own, or use one constant for both' }))
    }
    if (known === undefined) this.customs.set(node.name, { ...entry, path })
    if (value.shape === null) return value
    const shape = foreignShape(entry, value.shape, path, this.#foreign)
    if (isLeft(shape)) {
      this.#complain(path, node, shape.left)
      return { from: path, shape: null }
    }
    this.#add(path, 'custom', { name: node.name }, [value], shape.right, at, NO_PARAMS, null)
    return { from: path, shape: shape.right }
  }

  #complain(path: string, node: object | null, c: Complaint): void {
    this.problems.push(problem(path, node === null ? null : placeOf(node), c))
  }
  #complainInput(node: InputNode, path: string): void {
    this.#complain(path, node, wrongSizes(node))
  }
}

const isCount = (n: Json): n is number => typeof n === 'number' && Number.isSafeInteger(n) && n > 0
const wrongSizes = (node: InputNode): Complaint =>
  complain('invalidOption', { expected: `input: every size must be ${terms.count} or null`, got: describe(node.shape), fix: 'write input([height, width, channels])' })

/** The sizes of an input node; null when they are none. */
const inputSizes = (node: InputNode): Sizes | null =>
  Array.isArray(node.shape) && node.shape.every((n) => n === null || isCount(n)) ? (node.shape as Sizes) : null // every has looked at each

/** The whole walk over a net; nothing is known of what follows a wrong input. */
export const expand = (input: InputNode, chain: Chain): { readonly expansion: Expansion; readonly input: Sizes; readonly output: Value } => {
  const expansion = new Expansion()
  const sizes = inputSizes(input)
  if (sizes === null) expansion.problems.push(problem('input', placeOf(input), wrongSizes(input)))
  const output = sizes === null ? { from: 'input', shape: null } : expansion.net(sizes, chain)
  return { expansion, input: sizes ?? [], output }
}

const shapes = new WeakMap<Link, { readonly input: InputNode; readonly shape: Sizes }>()
/** The sizes behind a fixed chain, from the nearest link whose sizes are known: a call costs as much as what is new. */
export const shapeOf = (input: InputNode, chain: Chain): Sizes => {
  const known = (l: Chain): Sizes | undefined => {
    const found = l === null ? undefined : shapes.get(l)
    return found?.input === input ? found.shape : undefined
  }
  let from = chain
  while (from !== null && known(from) === undefined) from = from.previous
  const start = known(from)
  const { expansion, output } = start === undefined ? expand(input, chain) : behind(start, linksOf(chain, from))
  const [first, ...rest] = expansion.problems
  if (first !== undefined || output.shape === null) throw new BuildError(first === undefined ? ownBug() : [first, ...rest])
  if (chain !== null) shapes.set(chain, { input, shape: output.shape })
  return output.shape
}
const behind = (shape: Sizes, links: readonly Link[]) => {
  const expansion = new Expansion()
  return { expansion, output: expansion.chain(links, { from: 'input', shape }, { scope: new Scope(), frozen: false, rounds: '', tie: null }) }
}
const ownBug = (): never => {
  throw new Error('layersmith: a shape is missing without a problem; please report this net')
}
