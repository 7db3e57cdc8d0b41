// Normalizations, and other maps per channel.
import type { TrainingOp } from '../graph/op.js'
import { batchNorm } from '../ops/batch-norm.js'
import { groupNorm as groupNormOp } from '../ops/group-norm.js'
import { permute } from '../ops/permute.js'
import { fixedMap, learnedScale } from '../ops/scale.js'
import { type Use, lowering, only } from './lowering.js'

interface Bn {
  readonly axis: number
  readonly epsilon: number
  readonly momentum: number
}
export const bn = lowering<Bn>(({ axis, epsilon, momentum }, use) => {
  const { output } = use
  const op = batchNorm({
    gamma: use.find('gamma'),
    beta: use.find('beta'),
    mean: use.weight('moving_mean'),
    variance: use.weight('moving_variance'),
    epsilon,
    momentum,
    isFrozen: use.isFrozen,
  })
  const last = output.length - 1
  const at = axis < 0 ? output.length + axis : axis - 1
  if (at === last) return only(op, use)
  // another axis becomes the last one in between
  const there = output.map((_, i) => (i < at ? i : i === last ? at : i + 1))
  const back = output.map((_, i) => (i < at ? i : i === at ? last : i - 1))
  const shape = there.map((i) => output[i] ?? 1)
  return [
    { name: 'part1', op: permute(there), shape },
    { name: 'part2', op, shape },
    { name: null, op: permute(back), shape: output },
  ]
})

interface Grouped {
  readonly epsilon: number
  readonly groups: number
}
export const layerNorm = lowering<Pick<Grouped, 'epsilon'>>(({ epsilon }, use) =>
  only(
    groupNormOp({ gamma: use.find('gamma'), beta: use.find('beta'), epsilon, groups: null }),
    use,
  ),
)
export const groupNorm = lowering<Grouped>(({ epsilon, groups }, use) =>
  only(
    groupNormOp({
      gamma: use.find('gamma'),
      beta: use.find('beta'),
      epsilon,
      groups: groups === -1 ? (use.output.at(-1) ?? 1) : groups,
    }),
    use,
  ),
)

export const layerScale = lowering<object>((_, use) => only(learnedScale(use.weight('gamma')), use))

type PerChannel = number | readonly number[]
/** A channel's number: its own from a list, or one for all channels. */
const numberOf = (given: PerChannel, channel: number): number =>
  typeof given === 'number' ? given : (given[given.length === 1 ? 0 : channel] ?? 0)

export const rescaling = lowering<{ scale: PerChannel; offset: PerChannel }>(
  ({ scale, offset }, use) =>
    only(
      fixedMap('rescaling', (i) => ({
        center: 0,
        factor: numberOf(scale, i),
        offset: numberOf(offset, i),
      })),
      use,
    ),
)

/** Keras's fuzz factor, the least standard deviation that it divides by. */
const LEAST = 1e-7

interface Normalization {
  readonly mean: readonly number[] | null
  readonly variance: readonly number[] | null
  readonly invert: boolean
}
export const normalization = lowering<Normalization>(({ mean, variance, invert }, use) => {
  if (mean === null || variance === null)
    return invert ? 'there is no kernel that undoes statistics of its own' : only(own(use), use)
  return only(
    fixedMap('normalization', (i) => {
      const center = numberOf(mean, i)
      const deviation = Math.max(Math.sqrt(numberOf(variance, i)), LEAST)
      return invert
        ? { center: 0, factor: deviation, offset: center }
        : { center, factor: 1 / deviation, offset: 0 }
    }),
    use,
  )
})

/** By statistics that are weights, which `adapt` has set and no step changes. */
const own = (use: Use): TrainingOp =>
  batchNorm({
    gamma: null,
    beta: null,
    mean: use.weight('mean'),
    variance: use.weight('variance'),
    epsilon: LEAST ** 2,
    momentum: 0,
    isFrozen: true,
  })
