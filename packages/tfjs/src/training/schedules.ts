// How the learning rate changes with the step: the number of batches that the optimizer has trained
// on, from 0. Names and formulas are those of keras.optimizers.schedules.
import { shortened } from '@layersmith/core'
import { inWords } from '../base/wording.js'

/** The learning rate at a step. */
export type Schedule = (step: number) => number

const positive = (where: string, values: Readonly<Record<string, number>>): void => {
  for (const [name, value] of Object.entries(values))
    if (!(Number.isFinite(value) && value > 0))
      throw new TypeError(
        shortened(`${where}: ${name} must be a number above 0, got ${String(value)}`),
      )
}

/**
 * Half a wave of the cosine from the initial rate down to `alpha` times it, and that from then on.
 * Keras: `CosineDecay`.
 * @param decaySteps how many steps it takes
 * @param alpha the last rate as a part of the first; 0 by default
 * @throws TypeError for numbers that are not above 0 (`alpha`: from 0)
 * @example
 * import { schedules } from 'layersmith'
 * const rate = schedules.cosineDecay({ initialLearningRate: 0.1, decaySteps: 100 })
 * rate(0) // 0.1
 * rate(50).toFixed(3) // '0.050'
 */
const cosineDecay = ({
  initialLearningRate,
  decaySteps,
  alpha = 0,
}: {
  readonly initialLearningRate: number
  readonly decaySteps: number
  readonly alpha?: number | undefined
}): Schedule => {
  positive('cosineDecay', { initialLearningRate, decaySteps })
  if (alpha !== 0) positive('cosineDecay', { alpha })
  return (step) => {
    const part = 0.5 * (1 + Math.cos((Math.PI * Math.min(step, decaySteps)) / decaySteps))
    return initialLearningRate * ((1 - alpha) * part + alpha)
  }
}

/**
 * The initial rate times `decayRate` to the power of `step / decaySteps`. Keras:
 * `ExponentialDecay`.
 * @param staircase whether the power is rounded down, so that the rate falls once in `decaySteps`;
 *   false by default
 * @throws TypeError for numbers that are not above 0
 * @example
 * import { schedules } from 'layersmith'
 * const halve = { initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.5, staircase: true }
 * schedules.exponentialDecay(halve)(19) // 0.05
 */
const exponentialDecay = ({
  initialLearningRate,
  decaySteps,
  decayRate,
  staircase = false,
}: {
  readonly initialLearningRate: number
  readonly decaySteps: number
  readonly decayRate: number
  readonly staircase?: boolean | undefined
}): Schedule => {
  positive('exponentialDecay', { initialLearningRate, decaySteps, decayRate })
  return (step) => {
    const power = step / decaySteps
    return initialLearningRate * decayRate ** (staircase ? Math.floor(power) : power)
  }
}

/**
 * `values[0]` up to and with the step `boundaries[0]`, then `values[1]` up to the next, and the
 * last value after the last boundary. Keras: `PiecewiseConstantDecay`.
 * @throws TypeError when the boundaries do not grow, or there is not one value more than boundaries
 * @example
 * import { schedules } from 'layersmith'
 * schedules.piecewiseConstantDecay({ boundaries: [100], values: [0.1, 0.01] })(101) // 0.01
 */
const piecewiseConstantDecay = ({
  boundaries,
  values,
}: {
  readonly boundaries: readonly number[]
  readonly values: readonly number[]
}): Schedule => {
  if (values.length !== boundaries.length + 1)
    throw new TypeError(
      'piecewiseConstantDecay: needs one value more than boundaries, ' +
        `got ${values.length} values and ${boundaries.length} boundaries`,
    )
  if (!boundaries.every((b, i) => b > (boundaries[i - 1] ?? -Infinity)))
    throw new TypeError(
      shortened(`piecewiseConstantDecay: boundaries must grow, got ${String(boundaries)}`),
    )
  positive('piecewiseConstantDecay', Object.fromEntries(values.map((v, i) => [`values[${i}]`, v])))
  return (step) => {
    const at = boundaries.findIndex((boundary) => step <= boundary)
    // there is one value more than boundaries
    return values.at(at) as number
  }
}

/**
 * Goes straight from a small rate to the first of another schedule, which then begins. With
 * `cosineDecay` it is the warm-up of Keras's `CosineDecay`.
 * @param warmupSteps how many steps it takes
 * @param initialLearningRate the rate at step 0; 0 by default
 * @throws TypeError for numbers that are not above 0 (`initialLearningRate`: from 0), and without a
 *   schedule
 * @example
 * import { schedules } from 'layersmith'
 * const decay = schedules.cosineDecay({ initialLearningRate: 0.1, decaySteps: 100 })
 * schedules.warmup({ warmupSteps: 10 }, decay)(5) // 0.05
 */
const warmup = (
  {
    warmupSteps,
    initialLearningRate = 0,
  }: { readonly warmupSteps: number; readonly initialLearningRate?: number },
  schedule: Schedule,
): Schedule => {
  positive('warmup', { warmupSteps })
  const after: unknown = schedule // callers in JavaScript may forget it
  if (typeof after !== 'function')
    throw new TypeError(
      `warmup: needs the schedule that follows as its second argument, got ${inWords(after)}`,
    )
  if (initialLearningRate !== 0) positive('warmup', { initialLearningRate })
  return (step) =>
    step < warmupSteps
      ? initialLearningRate + ((schedule(0) - initialLearningRate) * step) / warmupSteps
      : schedule(step - warmupSteps)
}

/** Learning rates by step, for `callbacks.learningRate`. */
export const schedules = { cosineDecay, exponentialDecay, piecewiseConstantDecay, warmup } as const
