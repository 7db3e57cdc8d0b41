// The plan: the flat, checked list of positions and of the instances that serve them. Everything that is built, exported,
// drawn or counted is made from it.
//
//   description ──expand──▶ drafts (paths, shapes, counts) ──seeds──▶ configs ──assign──▶ instances ──▶ Plan
//                  └────────▶ problems ──────────────────────────────────────────────────▶ Left
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { NonEmptyArray } from 'fp-ts/lib/NonEmptyArray.js'
import { type AnyBlock, internals } from './block.js'
import type { CustomEntry } from './compose/foreign.js'
import { definitionOf, tfForm, withSeeds } from './definition.js'
import { type Draft, type DraftTap, expand, inputSizes } from './expand.js'
import { canonical, describe, freeze, snapshot } from './json.js'
import type { Held, Params, TfForm } from './layer.js'
import type { Kind } from './layers/index.js'
import type { InputNode, TieNode } from './node.js'
import { placeOf } from './place.js'
import { BuildError, type Complaint, type Problem, complain, problem } from './problem.js'
import { seeder } from './seed.js'
import { type Sizes, agree, merge, show } from './shape/sizes.js'

export interface PlanOptions {
  /** The sizes that come in, for an open block. */
  inputShape?: Sizes
  /** Makes weights and dropout masks repeatable: each place gets a seed of its own from it. */
  seed?: number
  /** 'equal' (the default): equal stateless layers share an instance; 'none': every position has its own. */
  share?: 'equal' | 'none'
  /** Whether the weights at a path may train; a position inside `frozen()` never may. */
  trainable?: (path: string) => boolean
}

/** One place where a kind is used. */
export interface Position {
  /** `stem.conv1`: unique, and equal in every build. */
  readonly path: string
  readonly kind: Kind | 'custom'
  /** The complete config. */
  readonly config: Readonly<Record<string, unknown>>
  /** Paths of the positions whose outputs come in; 'input' for the net's own input. */
  readonly inputs: readonly string[]
  /** The sizes that come out, without the batch. */
  readonly shape: Sizes
  readonly params: Params
  /** Of one example, a multiply-add counts as two; null when not known. */
  readonly flops: number | null
  /** The id of the instance that serves it. */
  readonly instance: string
  readonly frozen: boolean
}

/** One real layer, at one or more positions. */
export interface Instance {
  /** The path of its first position. */
  readonly id: string
  readonly kind: Kind | 'custom'
  readonly config: Readonly<Record<string, unknown>>
  readonly held: Held
  /** Paths of all positions it serves, in order. */
  readonly positions: readonly string[]
  readonly frozen: boolean
  /** Its TensorFlow.js class and config; null for a custom layer, whose factory makes it. */
  readonly layer: TfForm | null
}

/** A named intermediate output. */
export type PlannedTap = DraftTap

export interface Plan {
  readonly input: Sizes
  readonly output: { readonly from: string; readonly shape: Sizes }
  /** In an order in which each position comes after its inputs. */
  readonly positions: readonly Position[]
  readonly instances: readonly Instance[]
  readonly taps: readonly PlannedTap[]
  /** Weights of all instances; tied ones count once. Those of custom layers are not known and not in it. */
  readonly params: Params
  /** Of one example; null when a position's are not known. */
  readonly flops: number | null
  readonly seed: number | null
  /** The factories of custom layers by name. */
  readonly customs: ReadonlyMap<string, CustomEntry>
}

/** TensorFlow.js looks the nodes of a layer up one by one, so a layer at very many places is slow. */
const MAX_POSITIONS_PER_INSTANCE = 64

/**
 * Checks a net and gives its plan, or all its problems.
 * @example
 * import { check, input, render } from 'layersmith'
 * const checked = check(input([28, 28, 1]).conv(6, 4).relu())
 * console.log(checked._tag === 'Right' ? checked.right.positions.map((p) => p.path) : checked.left.map(render)) // ['conv1', 'relu1']
 */
export const check = (net: AnyBlock, options: PlanOptions = {}): Either<NonEmptyArray<Problem>, Plan> => {
  const { input: own, chain } = internals.state(net)
  const asked: InputNode | null = options.inputShape === undefined ? null : Object.freeze({ kind: 'input', shape: snapshot(options.inputShape) })
  const start = startOf(own, asked)
  const [wrong, ...others] = wrongOptions(options)
  if (isLeft(start)) return left([start.left, ...(wrong === undefined ? [] : [wrong]), ...others])
  if (wrong !== undefined) return left([wrong, ...others])
  const { expansion, input, output } = expand(start.right, chain)
  const drafts = options.trainable === undefined ? expansion.positions : expansion.positions.map((d) => ({ ...d, frozen: d.frozen || !options.trainable?.(d.path) }))
  const { positions, instances } = assign(drafts, options, expansion.problems)
  const [first, ...rest] = expansion.problems
  if (first !== undefined || output.shape === null) return left(first === undefined ? [problem('', null, complain('noInput', { expected: 'a shape', got: 'none', fix: 'please report this net' }))] : [first, ...rest])
  return right(Object.freeze({
    input,
    output: freeze({ from: output.from, shape: [...output.shape] }),
    positions: Object.freeze(positions),
    instances: Object.freeze(instances),
    taps: Object.freeze(expansion.taps),
    ...totals(positions),
    seed: options.seed ?? null,
    customs: expansion.customs,
  }))
}

/**
 * The plan of a net.
 * @throws BuildError with all problems of the net
 * @example
 * import { input, plan } from 'layersmith'
 * plan(input([28, 28, 1]).conv(6, 4).relu().pool(2).relu()).instances.length // 3: both relus are one
 */
export const plan = (net: AnyBlock, options: PlanOptions = {}): Plan => {
  const checked = check(net, options)
  if (isLeft(checked)) throw new BuildError(checked.left)
  return checked.right
}

/** Where the walk begins: at the net's own input, with what inputShape knows beside it. */
const startOf = (own: InputNode | null, asked: InputNode | null): Either<Problem, InputNode> => {
  const one = own ?? asked
  if (one === null) return left(problem('', null, complain('noInput', { expected: 'an input', got: 'an open block', fix: 'start it with input([...]), put it behind one with pipe, or pass inputShape' })))
  const [made, given] = [inputSizes(one), asked === null ? null : inputSizes(asked)]
  if (made === null || asked === null) return right(one)
  if (given === null) return right(asked)
  return agree(made, given)
    ? right(freeze({ kind: 'input', shape: merge(given, made) }))
    : left(problem('input', placeOf(one), complain('wrongInput', { expected: show(made), got: show(given), fix: 'leave inputShape out, or make the part with block() to fit any' })))
}

const wrongOptions = ({ seed, share, trainable }: PlanOptions): readonly Problem[] => {
  const wrong = (expected: string, got: unknown): Problem => problem('', null, complain('invalidOption', { expected, got: describe(snapshot(got)), fix: 'leave it out for the default' }))
  return [
    ...(seed === undefined || Number.isSafeInteger(seed) ? [] : [wrong('seed must be an integer', seed)]),
    ...(share === undefined || share === 'equal' || share === 'none' ? [] : [wrong("share must be 'equal' or 'none'", share)]),
    ...(trainable === undefined || typeof trainable === 'function' ? [] : [wrong('trainable must be a function', trainable)]),
  ]
}

interface Group { draft: Draft; config: object; held: Held; positions: string[] }

/** Which instance serves which position: the sharing rules. */
const assign = (drafts: readonly Draft[], options: PlanOptions, problems: Problem[]): { positions: Position[]; instances: Instance[] } => {
  const groups = new Map<string, Group>()
  const seedFor = options.seed === undefined ? null : seeder(options.seed)
  const ties = new Map<TieNode, Map<string, string>>()
  const complained = new Set<TieNode>()
  const open = new Map<string, string>() // share key → the instance that still takes positions
  const positions = drafts.map((draft): Position => {
    // tied weights are seeded by the path of their first use
    const owner = draft.tied === null ? draft.path : (ties.get(draft.tied.tie)?.get(draft.tied.place) ?? draft.path)
    const config = draft.kind === 'custom' || seedFor === null ? draft.config : withSeeds(definitionOf(draft.kind), draft.config, (field) => seedFor(owner, field))
    // nobody knows what a custom layer holds
    const held = draft.kind === 'custom' ? 'batchStatistics' : definitionOf(draft.kind).held(config)
    let id = draft.path
    if (held === 'weights' && draft.tied !== null) {
      id = owner
      const places = ties.get(draft.tied.tie) ?? new Map<string, string>()
      ties.set(draft.tied.tie, places.set(draft.tied.place, id))
    } else if (held === 'nothing' && draft.kind !== 'custom' && options.share !== 'none') {
      const key = canonical(snapshot(tfForm(definitionOf(draft.kind), config)))
      const last = open.get(key)
      if (last !== undefined && (groups.get(last)?.positions.length ?? 0) < MAX_POSITIONS_PER_INSTANCE) id = last
      open.set(key, id)
    }
    const group = groups.get(id)
    if (group === undefined) groups.set(id, { draft, config, held, positions: [draft.path] })
    else {
      group.positions.push(draft.path)
      const complaint = held === 'weights' ? cannotServe(group.draft, draft) : null
      if (complaint !== null && draft.tied !== null && !complained.has(draft.tied.tie)) {
        complained.add(draft.tied.tie)
        problems.push(problem(draft.path, placeOf(draft.tied.tie), complaint))
      }
    }
    const { path, kind, inputs, shape, params, flops, frozen } = draft
    const counted = frozen ? { trainable: 0, nonTrainable: params.trainable + params.nonTrainable } : params
    return freeze({ path, kind, config: config as Position['config'], inputs, shape, params: counted, flops, instance: id, frozen }) // a config is a record
  })
  const instances = [...groups].map(([id, { draft, config, held, positions: places }]): Instance => Object.freeze({
    id,
    kind: draft.kind,
    config: config as Instance['config'], // a config is a record
    held,
    positions: Object.freeze(places),
    frozen: draft.frozen,
    layer: draft.kind === 'custom' ? null : tfForm(definitionOf(draft.kind), config),
  }))
  return { positions, instances }
}

/** Why the weights of one use of a tie cannot serve another one. */
const cannotServe = (first: Draft, next: Draft): Complaint | null =>
  // the sizes of weights follow from the config, which is the same, and from one size of the input
  count(first.params) !== count(next.params) ? complain('tieSizesDiffer', { expected: 'one size everywhere', got: `${count(first.params)} numbers at ${first.path} and ${count(next.params)} here`, fix: 'tie a part whose input sizes are all known' })
  : first.frozen !== next.frozen ? complain('tieFrozenTwice', { expected: 'frozen everywhere or nowhere', got: `${first.frozen ? 'frozen' : 'trainable'} at ${first.path} and not here`, fix: 'freeze the part before it is tied' })
  : null
const count = (p: Params): number => p.trainable + p.nonTrainable

const totals = (positions: readonly Position[]): Pick<Plan, 'params' | 'flops'> => {
  const first = positions.filter((p) => p.path === p.instance)
  const sum = (of: (p: Params) => number): number => first.reduce((n, p) => n + of(p.params), 0)
  return {
    params: Object.freeze({ trainable: sum((p) => p.trainable), nonTrainable: sum((p) => p.nonTrainable) }),
    flops: positions.reduce<number | null>((n, p) => (n === null || p.flops === null ? null : n + p.flops), 0),
  }
}
