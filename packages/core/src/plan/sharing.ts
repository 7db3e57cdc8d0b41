// The sharing rules: which instance serves which position.
import { definitionOf } from '../kinds/registry.js'
import { withSeeds } from '../kinds/seeds.js'
import { type TfForm, formKey, tfForm } from '../tf-form/form.js'
import type { Draft } from '../check/positions.js'
import type { Held, Params } from '../kinds/kind.js'
import type { Kind } from '../types/block.js'
import type { Node } from '../ast/node.js'
import { callSiteOf } from '../base/call-site.js'
import { type Complaint, type Problem, complain, problem } from '../base/problem.js'
import { seeder } from '../base/seed.js'
import type { Sizes } from '../shape/sizes.js'

/** One place where a kind is used. */
export interface Position {
  /** `stem.conv1`: unique, and the same in every build. */
  readonly path: string
  readonly kind: Kind | 'custom'
  /** The complete config. */
  readonly config: Readonly<Record<string, unknown>>
  /** Paths of the positions whose outputs it takes; 'input' for the net's own input. */
  readonly inputs: readonly string[]
  /** The output sizes, without the batch. */
  readonly shape: Sizes
  readonly params: Params
  /** For one example; a multiply-add counts as two. null if unknown. */
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

/** The options of a build for sharing and random numbers. */
export interface AssignOptions {
  /** Makes weights and dropout masks repeatable: each place derives its own seed from it. */
  seed?: number | undefined
  /**
   * 'equal' (the default): equal stateless layers share an instance; 'none': every position has its
   * own.
   */
  share?: 'equal' | 'none' | undefined
}

/**
 * TensorFlow.js looks through a layer's nodes one by one, so a layer at very many places is slow.
 */
const MAX_POSITIONS_PER_INSTANCE = 64

/** An instance that can still take positions. */
interface Serving {
  readonly first: Draft
  readonly config: object
  readonly held: Held
  readonly layer: TfForm | null
  readonly positions: string[]
}

/** Assigns every position its instance; reports a problem where no instance can serve. */
export const assign = (
  drafts: readonly Draft[],
  { seed, share = 'equal' }: AssignOptions,
): {
  readonly positions: readonly Position[]
  readonly instances: readonly Instance[]
  readonly problems: readonly Problem[]
} => {
  const seedFor = seed === undefined ? null : seeder(seed)
  const serving = new Map<string, Serving>()
  const ties = new Ties()
  // key of a stateless layer → the instance that still takes positions
  const equals = new Map<string, string>()
  const positions = drafts.map((draft): Position => {
    // tied weights take their seed from the path of their first use
    const owner = ties.ownerOf(draft)
    const config =
      draft.kind === 'custom' || seedFor === null
        ? draft.config
        : withSeeds(definitionOf(draft.kind), draft.config, (field) => seedFor(owner, field))
    // we do not know what a custom layer holds, so assume the most
    const held = draft.kind === 'custom' ? 'batchStatistics' : definitionOf(draft.kind).held(config)
    const layer = draft.kind === 'custom' ? null : tfForm(definitionOf(draft.kind), config)
    const id =
      held === 'weights'
        ? ties.claim(draft)
        : draft.kind !== 'custom' && held === 'nothing' && share === 'equal'
          ? equalOne(draft, formKey(definitionOf(draft.kind), config))
          : draft.path
    const known = serving.get(id)
    if (known === undefined)
      serving.set(id, { first: draft, config, held, layer, positions: [draft.path] })
    else {
      known.positions.push(draft.path)
      if (held === 'weights') ties.compare(known.first, draft)
    }
    return positionOf(draft, config, id)
  })
  return {
    positions: Object.freeze(positions),
    instances: Object.freeze([...serving].map(instanceOf)),
    problems: ties.problems,
  }

  function equalOne({ path }: Draft, key: string): string {
    const last = equals.get(key)
    const id =
      last !== undefined && (serving.get(last)?.positions.length ?? 0) < MAX_POSITIONS_PER_INSTANCE
        ? last
        : path
    equals.set(key, id)
    return id
  }
}

/** Which instance holds the weights of each place in a tie. */
class Ties {
  readonly problems: Problem[] = []
  readonly #owners = new Map<Node, Map<string, string>>()
  readonly #complained = new Set<Node>()

  /** The path of the first use; the position's own if it is the first, or not tied. */
  ownerOf({ tied, path }: Draft): string {
    return tied === null ? path : (this.#owners.get(tied.tie)?.get(tied.place) ?? path)
  }
  /** The same, and records it as the owner from now on. */
  claim(draft: Draft): string {
    const owner = this.ownerOf(draft)
    if (draft.tied !== null) {
      const places = this.#owners.get(draft.tied.tie) ?? new Map<string, string>()
      this.#owners.set(draft.tied.tie, places.set(draft.tied.place, owner))
    }
    return owner
  }
  /** Complains, once per tie, if the weights of its first use cannot serve the next one. */
  compare(first: Draft, next: Draft): void {
    const complaint = cannotServe(first, next)
    if (complaint === null || next.tied === null || this.#complained.has(next.tied.tie)) return
    this.#complained.add(next.tied.tie)
    this.problems.push(problem(next.path, callSiteOf(next.tied.tie), complaint))
  }
}

const cannotServe = (first: Draft, next: Draft): Complaint | null =>
  // the sizes of weights depend on the config, which is the same, and on one size of the input
  count(first.params) !== count(next.params)
    ? complain('tieSizesDiffer', {
        expected: 'one size everywhere',
        got: `${count(first.params)} numbers at ${first.path} and ${count(next.params)} here`,
        fix: 'tie a part whose input sizes are all known',
      })
    : first.frozen !== next.frozen
      ? complain('tieFrozenTwice', {
          expected: 'frozen everywhere or nowhere',
          got: `${first.frozen ? 'frozen' : 'trainable'} at ${first.path} and not here`,
          fix: 'freeze the part before you tie it',
        })
      : null
const count = (p: Params): number => p.trainable + p.nonTrainable

const positionOf = (
  { path, kind, inputs, shape, params, flops, frozen }: Draft,
  config: object,
  instance: string,
): Position => {
  const counted = frozen ? Object.freeze({ trainable: 0, nonTrainable: count(params) }) : params
  return Object.freeze({
    path,
    kind,
    config: config as Position['config'], // a config is a record
    inputs,
    shape,
    params: counted,
    flops,
    instance,
    frozen,
  })
}
const instanceOf = ([id, { first, config, held, layer, positions }]: readonly [
  string,
  Serving,
]): Instance =>
  Object.freeze({
    id,
    kind: first.kind,
    config: config as Instance['config'], // a config is a record
    held,
    positions: Object.freeze(positions),
    frozen: first.frozen,
    layer,
  })
