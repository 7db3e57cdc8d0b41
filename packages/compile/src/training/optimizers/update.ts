// What happens to the gradients of a step, in the order of Keras: penalties of regularizers, sums
// over several steps, clipping, decay, the optimizer, constraints.
import type { Update, UpdatePlace, Weight } from '../contract.js'
import {
  type Range,
  boundNorm,
  boundNorms,
  clear,
  decay,
  gather,
  keepWithin,
  penalize,
  take,
} from '../trainer/kernels.js'
import type { Constraint, Penalty } from './penalties.js'
import type { Rule } from './rules.js'

/** How gradients are kept small, before anything else is done with them. */
export interface Clip {
  /** The largest absolute value. */
  readonly value?: number | undefined
  /** The largest norm of the gradient of each weight. */
  readonly norm?: number | undefined
  /** The largest norm of all gradients together. */
  readonly globalNorm?: number | undefined
}

export interface UpdateParts {
  readonly rule: Rule
  readonly clip: Clip
  /** Whether gradients are summed over steps. */
  readonly accumulates: boolean
  /** The part of a weight, times the rate, that each step subtracts. */
  readonly decayOf: (weight: Weight) => number
  readonly penalties: readonly Penalty[]
  readonly constraints: readonly Constraint[]
}

/** Where the penalties of trained weights are. */
export const PENALTY = 0
/** Weights are padded to a multiple of this many elements. */
const FULL = 16
const filled = ({ elements }: Weight): number => Math.ceil(elements / FULL) * FULL

/**
 * Its programs: `apply` makes a step from the gradients or from their sum, and `gather` adds
 * gradients to the sum. Both begin with the penalties.
 */
export const updateOf = (parts: UpdateParts): Update => {
  const { rule, accumulates } = parts
  const sum = rule.memories.length
  const penalties = parts.penalties.filter(({ weight }) => weight.trainable)
  const punish = (place: UpdatePlace): void => {
    const penalty = place.result(PENALTY)
    place.call(clear({ address: penalty, elements: 1 }))
    for (const { weight, l1, l2 } of penalties) {
      const [w, g] = [place.parameters(weight.offset), place.gradients(weight.offset)]
      place.call(penalize(w, g, weight.elements, { l1, l2 }, penalty))
    }
  }
  const all = (place: UpdatePlace): Range => ({
    address: place.parameters(0),
    elements: place.elements,
  })
  const sumOf = (place: UpdatePlace): Range => ({ ...all(place), address: place.slots(sum, 0) })
  return {
    slots: sum + (accumulates ? 1 : 0),
    results: 1,
    programs: {
      ...(accumulates
        ? {
            gather: (place) => {
              punish(place)
              place.call(gather(sumOf(place), place.gradients(0)))
            },
          }
        : {}),
      apply: (place) => {
        if (accumulates) for (const call of take(sumOf(place), place.gradients(0))) place.call(call)
        else punish(place)
        bound(place, parts.clip)
        shrink(place, parts.decayOf)
        const slots = rule.memories.map((_, i) => place.slots(i, 0))
        place.call(rule.step(all(place), place.gradients(0), slots))
        for (const constraint of parts.constraints) constrain(place, constraint)
      },
    },
  }
}

const bound = (place: UpdatePlace, { value, norm, globalNorm }: Clip): void => {
  const all = { address: place.gradients(0), elements: place.elements }
  const within = (x: Range, most: number): void => {
    place.call(boundNorm(x, most))
  }
  if (norm !== undefined)
    for (const weight of place.weights)
      if (weight.trainable)
        within({ address: place.gradients(weight.offset), elements: filled(weight) }, norm)
  if (globalNorm !== undefined) within(all, globalNorm)
  if (value !== undefined) place.call(keepWithin(all, -value, value))
}

/** Shrinks the weights; neighbors with the same decay are shrunk in one call. */
const shrink = (place: UpdatePlace, decayOf: (weight: Weight) => number): void => {
  const runs: { start: number; end: number; part: number }[] = []
  for (const weight of place.weights) {
    if (!weight.trainable) continue
    const part = decayOf(weight)
    const [start, end] = [weight.offset, weight.offset + filled(weight)]
    const last = runs.at(-1)
    if (last?.end === start && last.part === part) last.end = end
    else runs.push({ start, end, part })
  }
  for (const { start, end, part } of runs)
    if (part > 0) {
      const range = { address: place.parameters(start), elements: end - start }
      place.call(decay(range, part))
    }
}

const constrain = (place: UpdatePlace, constraint: Constraint): void => {
  const { weight } = constraint
  const address = place.parameters(weight.offset)
  if ('least' in constraint)
    place.call(keepWithin({ address, elements: filled(weight) }, constraint.least, Infinity))
  else place.call(boundNorms(address, constraint.sizes, constraint.norms))
}
