// Walks a description: flattens it to a list of positions with names, shapes and counts, and notes
// every problem on the way. This is the only walk over a description: check, plan and .shape (see
// shape-of.ts) share it. What a composite does to a value is in the composite's own file.
import { isLeft } from 'fp-ts/lib/Either.js'
import { linksOf } from '../ast/chain.js'
import { ONLY, RENAME_OUTPUT, type PlannedInput, startOf } from '../ast/input.js'
import { tooLarge } from '../ast/limits.js'
import type { Arm, Chain, InputNode, Link, Node } from '../ast/node.js'
import { Scope, inside } from '../ast/scope.js'
import { isLayer, summaryOfNet } from '../ast/summary.js'
import { callSiteOf } from '../base/call-site.js'
import { freeze } from '../base/json.js'
import { readName } from '../base/names.js'
import { type Complaint, type Problem, complain, ownBug, problem } from '../base/problem.js'
import {
  type At,
  type Made,
  type Placement,
  UNKNOWN,
  type Value,
  type Walk,
} from '../composites/composite.js'
import type { CustomEntry } from '../composites/foreign.js'
import { compositeOf } from '../composites/registry.js'
import { type LayerNode, NO_PARAMS } from '../kinds/kind.js'
import { definitionOf, normalized } from '../kinds/registry.js'
import { type Sizes, tooLong } from '../shape/sizes.js'
import type { Draft, DraftTap } from './positions.js'
import { TapNames } from './tap-names.js'

/** The result of walking a net. */
export interface Walked {
  readonly walk: NetWalk
  readonly inputs: readonly PlannedInput[]
  /** One, or one for each head; empty if the net could not be walked. */
  readonly outputs: readonly Value[]
}

/** Walks a whole net; if its input is wrong, nothing after it can be checked. */
export const walkNet = (input: InputNode, chain: Chain, heads: readonly Arm[] | null): Walked => {
  const walk = new NetWalk()
  const start = startOf(input)
  if (isLeft(start)) {
    walk.problems.push(problem('input', callSiteOf(input), start.left))
    return { walk, inputs: [], outputs: [] }
  }
  return { walk, inputs: start.right, outputs: walk.net(start.right, chain, heads) }
}

/** The shape of a value in a net without problems. */
export const certain = ({ shape }: Value): Sizes =>
  shape ?? ownBug('a shape is missing, but no problem was reported')

/** Where a walk starts. */
export const beginning = (names: readonly string[] = []): At => ({
  scope: new Scope('', names),
  frozen: false,
  rounds: '',
  tie: null,
})

type Found = Pick<Draft, 'path' | 'kind' | 'config' | 'shape' | 'params' | 'flops'>

export class NetWalk implements Walk {
  readonly positions: Draft[] = []
  readonly problems: Problem[] = []
  readonly draftTaps: DraftTap[] = []
  readonly customs = new Map<string, CustomEntry & { readonly path: string }>()
  readonly handedOut = new Map<object, string>()
  readonly taps = new TapNames((tap) => this.draftTaps.push(tap))
  /**
   * Nodes whose own settings have been reported: a block used again, or a repeat in its next round,
   * must not report them again.
   */
  readonly #reported = new WeakSet<Made>()

  /** The outputs of a whole net: one value, or one for each head. */
  net(
    inputs: readonly PlannedInput[],
    chain: Chain,
    heads: readonly Arm[] | null,
  ): readonly Value[] {
    const complaint = tooLarge(summaryOfNet(chain, heads))
    if (complaint !== null) {
      this.complain('', null, complaint)
      return []
    }
    const values = inputs.map(({ name, shape }): Value => ({ from: name, shape }))
    const at = beginning(values.map((v) => v.from))
    const trunk = this.part(chain, begun(values), at)
    if (trunk.inputs !== undefined) this.complain('', null, UNMERGED)
    if (trunk.outputs !== undefined) return this.#ended(trunk.outputs, heads)
    return heads === null ? [trunk] : this.#heads(heads, trunk, at)
  }

  #heads(heads: readonly Arm[], value: Value, at: At): readonly Value[] {
    if (heads.length === 0) this.complain('', null, NO_HEADS)
    return heads.map(({ name, body }) => {
      const path = at.scope.named(name)
      this.#outputName(name, path)
      return this.part(body, value, { ...at, scope: inside(path) })
    })
  }
  #outputName(name: string, path: string): void {
    const read = readName(name, RENAME_OUTPUT)
    if (isLeft(read)) this.complain(path, null, read.left)
  }

  /** The heads of a net whose outputs its graph has made; only JSON can give it others. */
  #ended(outputs: readonly Value[], heads: readonly Arm[] | null): readonly Value[] {
    if (heads?.length !== outputs.length || heads.some(({ body }) => body !== null)) {
      this.complain('', null, severalOutputs(outputs))
      return []
    }
    for (const { name } of heads) this.#outputName(name, name)
    return outputs
  }

  part(chain: Chain, value: Value, at: At): Value {
    return this.links(linksOf(chain), value, at)
  }
  links(links: readonly Link[], start: Value, at: At): Value {
    return links.reduce((value, link) => this.link(link, value, at), start)
  }

  link({ node }: Link, value: Value, at: At): Value {
    // the first leaf of a net joins its inputs; only JSON can break this
    const isJoined = value.inputs === undefined
    if (value.outputs !== undefined) {
      this.complainOnce('', node, severalOutputs(value.outputs))
      return UNKNOWN
    }
    if (isLayer(node)) return isJoined ? this.#layer(node, value, at) : this.#unmerged(node)
    const composite = compositeOf(node)
    return isJoined || composite.mayFollowInputs === true
      ? composite.walk(node, value, at, this)
      : this.#unmerged(node)
  }
  #unmerged(node: Node): Value {
    this.complainOnce('', node, UNMERGED)
    return UNKNOWN
  }

  #layer(node: LayerNode, value: Value, at: At): Value {
    const { kind } = node
    const path = at.scope.numbered(kind)
    const config = normalized(node)
    if (isLeft(config)) {
      this.complainOnce(path, node, ...config.left)
      return { from: path, shape: null }
    }
    return this.position({ path, node, kind, config: config.right, at }, [value])
  }

  position({ path, node, kind, config: given, at }: Placement, values: readonly Value[]): Value {
    const inputs = values.flatMap((v) => (v.shape === null ? [] : [v.shape]))
    if (inputs.length < values.length) return { from: path, shape: null }
    const def = definitionOf(kind)
    const out = def.shape(given, ...inputs)
    if (isLeft(out)) {
      this.complain(path, node, out.left)
      return { from: path, shape: null }
    }
    const [first = []] = inputs
    const config = def.settle?.(given, first) ?? given
    const params = def.params(config, first)
    const long = tooLong(...out.right) ?? tooLong(params.trainable + params.nonTrainable)
    if (long !== null) {
      this.complain(path, node, long)
      return { from: path, shape: null }
    }
    const flops = def.flops(config, out.right, ...inputs)
    return this.#add({ path, kind, config, shape: out.right, params, flops }, values, at)
  }

  foreign(path: string, name: string, value: Value, shape: Sizes, at: At): Value {
    const unknown = { params: NO_PARAMS, flops: null }
    return this.#add({ path, kind: 'custom', config: { name }, shape, ...unknown }, [value], at)
  }

  // spelled out member by member: a spread costs more than the rest of the walk
  #add(
    { path, kind, config, shape, params, flops }: Found,
    values: readonly Value[],
    { tie, frozen }: At,
  ): Value {
    const from = values.map((v) => v.from)
    const tied = tie === null ? null : { tie: tie.tie, place: path.slice(tie.root.length) }
    this.positions.push(
      Object.freeze({
        path,
        kind,
        config: freeze(config),
        inputs: Object.freeze(from),
        shape: Object.freeze([...shape]),
        params: Object.freeze(params),
        flops,
        frozen,
        tied: Object.freeze(tied),
      }),
    )
    return { from: path, shape }
  }

  complain(path: string, node: Made | null, c: Complaint): void {
    this.problems.push(problem(path, node === null ? null : callSiteOf(node), c))
  }
  complainOnce(path: string, node: Made, ...complaints: readonly Complaint[]): void {
    if (!this.#reported.has(node)) for (const c of complaints) this.complain(path, node, c)
    this.#reported.add(node)
  }
}

/** The value of a net's only input, or of its several inputs before they are joined. */
const begun = (values: readonly Value[]): Value => {
  const [first] = values
  return first?.from === ONLY && values.length === 1
    ? first
    : { ...UNKNOWN, inputs: new Map(values.map((v) => [v.from, v])) }
}

const UNMERGED = complain('severalInputs', {
  expected: 'one input',
  got: 'a net of several',
  fix: "merge them first: inputs({ … }).merge('concat')",
})
const severalOutputs = ({ length }: readonly Value[]): Complaint =>
  complain('severalOutputs', {
    expected: 'one output',
    got: `a graph of ${length}`,
    fix: 'end the net with it, and name its outputs',
  })
const NO_HEADS = complain('invalidOption', {
  expected: 'outputs must be a record of at least one block',
  got: '{}',
  fix: 'write .outputs({ name: block() }), or leave it out',
})
