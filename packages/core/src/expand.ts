// From a description to its flat list of positions: names, shapes, counts, and every problem on the way. This is the one
// walk over a description: check, plan and .shape all use it.
import { isLeft } from 'fp-ts/lib/Either.js'
import { type Chain, type Link, linksOf, summaryOf } from './chain.js'
import { type CustomEntry, customEntry, foreignShape } from './compose/foreign.js'
import { definitionOf, normalised } from './definition.js'
import { describe, freeze } from './json.js'
import { NO_PARAMS, type Params } from './layer.js'
import type { Kind } from './layers/index.js'
import { cannotTie, tooLarge } from './limits.js'
import type { BranchNode, CustomNode, GroupNode, InputNode, LayerNode, Node, RepeatNode, ResidualNode, TapNode, TieNode } from './node.js'
import { placeOf } from './place.js'
import { BuildError, type Complaint, type Problem, complain, problem } from './problem.js'
import { NAME_RULE, Scope, inside, isName } from './scope.js'
import { terms } from './sentences.js'
import { type Sizes, agree, isCount, isSizes, merge, show } from './shape/sizes.js'

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
  readonly #tapNames = new Set<string>()
  readonly #foreign = new Map<object, string>()
  /** Nodes whose own settings have been reported: a block used again, or a repeat in every round, must not say it again. */
  readonly #reported = new WeakSet<Node | InputNode>()

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
      this.#complainOnce(path, node, ...config.left)
      return { from: path, shape: null }
    }
    return this.#position(path, node, node.kind, config.right, [value], at)
  }

  #position(path: string, node: Node, kind: Kind, given: object, values: readonly Value[], at: Context, named: (c: Complaint) => Complaint = (c) => c): Value {
    const inputs = values.flatMap((v) => (v.shape === null ? [] : [v.shape]))
    if (inputs.length < values.length) return { from: path, shape: null }
    const def = definitionOf(kind)
    const shape = def.shape(given, ...inputs)
    if (isLeft(shape)) {
      this.#complain(path, node, named(shape.left))
      return { from: path, shape: null }
    }
    const config = def.settle?.(given, inputs[0] ?? []) ?? given
    this.#add(path, kind, config, values, shape.right, at, def.params(config, inputs[0] ?? []), def.flops(config, shape.right, ...inputs))
    return { from: path, shape: shape.right }
  }

  #add(path: string, kind: Draft['kind'], config: object, values: readonly Value[], shape: Sizes, at: Context, params: Params, flops: number | null): void {
    const tied = at.tie === null ? null : { tie: at.tie.tie, place: path.slice(at.tie.root.length) }
    this.positions.push(freeze({ path, kind, config, inputs: values.map((v) => v.from), shape: [...shape], params, flops, frozen: at.frozen, tied }))
  }

  #group(node: GroupNode, value: Value, at: Context): Value {
    const { name } = node
    const path = name === null ? at.scope.fixed('part') : at.scope.named(name)
    if (name !== null && !isName(name)) this.#complainOnce(path, node, complain('invalidName', { expected: NAME_RULE, got: describe(name), fix: 'choose another name in .as()' }))
    const scope = name === null ? at.scope : inside(path)
    return this.#part(node.body, this.#fitted(node, value, path), { ...at, scope, frozen: at.frozen || node.frozen })
  }

  /** The value as a part that is made for one input sees it. */
  #fitted(node: GroupNode | TieNode, value: Value, path: string): Value {
    if (node.input === null || value.shape === null) return value
    const wanted = inputSizes(node.input)
    if (wanted !== null && agree(wanted, value.shape)) return { ...value, shape: merge(value.shape, wanted) }
    if (wanted === null) this.#complainOnce(path, node.input, wrongSizes(node.input))
    else this.#complain(path, node, complain('wrongInput', { expected: show(wanted), got: show(value.shape), fix: 'use the part behind such an output, or make it with block() to fit any' }))
    return { ...value, shape: null }
  }

  #residual(node: ResidualNode, value: Value, at: Context): Value {
    const path = at.scope.numbered('residual')
    const scope = inside(path, ['shortcut'])
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
    if (node.arms.length < 2) this.#complainOnce(path, node, complain('invalidOption', { expected: 'branch must have at least two arms', got: String(node.arms.length), fix: 'an arm may be empty: block()' }))
    const arms = node.arms.map((arm, i) => this.#part(arm, value, { ...at, scope: inside(scope.fixed(i + 1)) }))
    return this.#position(scope.numbered(node.merge), node, node.merge, {}, arms, at)
  }

  #repeat(node: RepeatNode, value: Value, at: Context): Value {
    const path = at.scope.numbered('repeat')
    const scope = inside(path)
    const round = (v: Value, n: number): Value => this.#part(node.body, v, { ...at, scope: inside(scope.fixed(n)), rounds: `${at.rounds}.${n}` })
    if (!isCount(node.times)) {
      this.#complainOnce(path, node, complain('invalidOption', { expected: `times must be ${terms.count}`, got: describe(node.times), fix: 'leave the repeat out for no rounds' }))
      return { ...round(value, 1), shape: null }
    }
    let v = value
    for (let n = 1; n <= node.times; n++) v = round(v, n)
    return v
  }

  #tie(node: TieNode, value: Value, at: Context): Value {
    const path = at.scope.numbered('tie')
    const complaint = cannotTie(node)
    if (complaint !== null) this.#complainOnce(path, node, complaint)
    return this.#part(node.body, this.#fitted(node, value, path), { ...at, scope: inside(path), tie: { tie: node, root: path } })
  }

  #tap(node: TapNode, value: Value, at: Context): Value {
    const name = node.name + at.rounds
    if (!isName(node.name)) this.#complainOnce(name, node, complain('invalidName', { expected: NAME_RULE, got: describe(node.name), fix: 'choose another name in .tap()' }))
    else if (this.#tapNames.has(name)) {
      this.#complain(value.from, node, complain('duplicateTap', { expected: 'a name that no other tap has', got: name, fix: 'give each tap of a net a name of its own; a block with taps can be used once' }))
    }
    if (value.shape === null) return value
    this.#tapNames.add(name)
    this.taps.push(freeze({ name, from: value.from, shape: [...value.shape] }))
    return value
  }

  #custom(node: CustomNode, value: Value, at: Context): Value {
    const path = at.scope.numbered(isName(node.name) ? node.name : 'custom')
    const entry = customEntry(node)
    const known = this.customs.get(node.name)
    if (!isName(node.name)) this.#complainOnce(path, node, complain('invalidName', { expected: NAME_RULE, got: describe(node.name), fix: 'choose another name in custom()' }))
    if (entry === undefined) {
      this.#complainOnce(path, node, complain('customMissing', { expected: 'a factory in the option customs', got: `none for "${node.name}"`, fix: `pass { customs: { ${node.name}: () => yourLayer() } }` }))
      return { from: path, shape: null }
    }
    if (known !== undefined && known.make !== entry.make) {
      this.#complainOnce(path, node, complain('customNameTwice', { expected: `one factory, that of ${known.path}`, got: 'another one', fix: 'give the factories names of their own, or use one constant for both' }))
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
  /** For what is wrong with a node itself, wherever it is used. */
  #complainOnce(path: string, node: Node | InputNode, ...complaints: readonly Complaint[]): void {
    if (!this.#reported.has(node)) for (const c of complaints) this.#complain(path, node, c)
    this.#reported.add(node)
  }
}

const wrongSizes = (node: InputNode): Complaint =>
  complain('invalidOption', { expected: `input: every size must be ${terms.count} or null`, got: describe(node.shape), fix: 'write input([height, width, channels])' })

/** The sizes of an input node; null when they are none. */
export const inputSizes = (node: InputNode): Sizes | null =>
  isSizes(node.shape) ? node.shape : null

/** The whole walk over a net; nothing is known of what follows a wrong input. */
export const expand = (input: InputNode, chain: Chain): { readonly expansion: Expansion; readonly input: Sizes; readonly output: Value } => {
  const expansion = new Expansion()
  const sizes = inputSizes(input)
  if (sizes === null) expansion.problems.push(problem('input', placeOf(input), wrongSizes(input)))
  const output = sizes === null ? { from: 'input', shape: null } : expansion.net(sizes, chain)
  return { expansion, input: sizes ?? [], output }
}

const shapes = new WeakMap<Link, { readonly input: InputNode; readonly shape: Sizes }>()
/**
 * The sizes behind a fixed chain, from the nearest link whose sizes are known: a call costs as much as what is new. Where
 * names must differ within the whole net (taps, custom layers) or something is wrong, the whole net is walked.
 */
export const shapeOf = (input: InputNode, chain: Chain): Sizes => {
  const known = (l: Chain): Sizes | undefined => {
    const found = l === null ? undefined : shapes.get(l)
    return found?.input === input ? found.shape : undefined
  }
  const { traits } = summaryOf(chain)
  const whole = traits.includes('taps') || traits.includes('foreign') || tooLarge(summaryOf(chain)) !== null
  let from = chain
  while (from !== null && known(from) === undefined) from = whole ? null : from.previous
  const start = known(from)
  const quick = start === undefined ? null : behind(start, linksOf(chain, from))
  const { expansion, output } = quick?.expansion.problems.length === 0 ? quick : expand(input, chain)
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
