/*
 * The profile of a net, position by position:
 *
 *   flow: the net once, layer by layer → each position alone, in turns → times, GFLOP/s, bytes
 */
import { setImmediate as turn } from 'node:timers/promises'
import type { Plan } from '@layersmith/core'
import * as tf from '@tensorflow/tfjs'
import { isRecord, misuse, oneOf, onlyKeys, wholeNumber } from '../base/misuse.js'
import { seededRandom, shuffled } from '../base/random.js'
import { reasonOf } from '../base/sentences.js'
import type { AnyBuilt, Batch, Outputs } from '../contestants/contestant.js'
import { outputsOf, type Tensors } from '../contestants/inputs.js'
import { watchEnvironment } from '../environment/watch.js'
import { bytesOf, passes } from '../measure/least-time.js'
import { startBackendInUse } from '../run/backend-in-use.js'
import { summarize } from '../statistics/statistics.js'
import { type Clock, clockOf } from './clock.js'
import { flowOf } from './passes.js'
import { Profile } from './report.js'
import { type PositionProfile, type ProfileMode, profileModes, type TimedPass } from './result.js'

/** The options of `profile`. */
export interface ProfileOptions {
  /** What to time. Default: both. */
  readonly modes?: readonly ProfileMode[] | undefined
  /** Seconds for all positions together. Default: 5. */
  readonly seconds?: number | undefined
  /** Of the order in a round. Default: 1. */
  readonly seed?: number | undefined
}

const known = Object.keys({
  modes: 0,
  seconds: 0,
  seed: 0,
} satisfies Record<keyof ProfileOptions, 0>)

/** Rounds that run in any case, and those after which more say nothing new. */
const rounds = { warmUp: 2, fewest: 5, most: 200 } as const

/** Shorter computations are repeated for so many milliseconds, but not forever. */
const shortest = 0.5
const mostRepeats = 200

/**
 * Times each position of a built net alone, on the values that flow there for a batch: in
 * inference, and in training with its gradients. The order is new and random in each round.
 *
 * It runs on the backend in use if that can be timed honestly: wasm, cpu and node, and webgpu on
 * adapters with timestamp queries. A whole model takes longer than its positions together, because
 * it also looks up layers. The times hold no optimizer and no loss. Weights stay as they are.
 * @param built what `toModel` returned
 * @param x a batch for it, as `built.predict` takes it; it stays the caller's
 * @throws TypeError for anything else
 * @throws Error on backends without an honest clock
 * @example
 * import { startBackend } from '@layersmith/backends'
 * import { profile } from '@layersmith/bench'
 * import { input, toModel } from 'layersmith'
 * import * as tf from '@tensorflow/tfjs'
 * await startBackend({ require: 'wasm' })
 * const built = toModel(input([8, 8, 1]).conv(4, 3).relu().flatten().dense(2))
 * const x = tf.randomNormal([16, 8, 8, 1])
 * const { result } = await profile(built, x, { seconds: 0.05 })
 * result.positions.map(({ path }) => path) // ['conv1', 'relu1', 'flatten1', 'dense1']
 * x.dispose()
 * built.dispose()
 */
export const profile = async (
  built: AnyBuilt,
  x: Batch,
  options: ProfileOptions = {},
): Promise<Profile> => {
  const given: unknown = options
  if (!isRecord(given)) return misuse('profile: options', 'an object', given, 'leave them out')
  onlyKeys('profile', given, known)
  const { seconds = 5, modes = profileModes } = options
  if (!(typeof seconds === 'number' && seconds > 0 && Number.isFinite(seconds)))
    misuse('profile: seconds', 'a number above 0', seconds, 'leave it out for 5')
  for (const mode of modes) oneOf('profile: modes', profileModes, mode)
  const random = seededRandom(wholeNumber('profile: seed', options.seed ?? 1, 0))
  if (!isBuilt(built)) misuse('profile', 'what toModel returns', built, 'profile(toModel(net), x)')
  const batch = batchFor(built.plan, x)
  const size = batch[0]?.[1].shape[0] ?? 1

  const running = await startBackendInUse()
  const { clock, means } = clockOf(running)
  const environment = watchEnvironment(running)
  const whole = () =>
    tf.dispose([...outputsOf(built.predict(x as never, { batchSize: size }) as Outputs)])
  // a batch that does not fit is refused here, in the words of the net
  whole()
  const flow = flowOf(built, batch)
  // only training changes them
  const weights = built.model.weights.map((weight) => weight.read().clone())
  try {
    const jobs = [
      { key: 'whole', compute: whole },
      ...flow.passes.flatMap((one) =>
        profileModes
          .filter((mode) => modes.includes(mode))
          .map((mode) => ({ key: `${mode} ${one.path}`, compute: one[mode] })),
      ),
    ]
    const { times, failed } = await inTurns(jobs, clock, seconds, random)
    const found = times.get('whole')
    return new Profile({
      profile: 'layersmith',
      format: 1,
      environment: environment(),
      clock: means,
      batch: size,
      seconds,
      whole: found === undefined ? null : summarize(found),
      positions: positionsOf(built.plan, size, modes, times, failed),
    })
  } finally {
    flow.dispose()
    built.model.weights.forEach((weight, i) => weight.write(weights[i] ?? weight.read()))
    tf.dispose(weights)
  }
}

const isBuilt = (value: unknown): value is AnyBuilt =>
  isRecord(value) && isRecord(value['plan']) && value['model'] instanceof tf.LayersModel

const batchFor = ({ inputs }: Plan, x: Batch): Tensors => {
  const [only] = inputs
  if (x instanceof tf.Tensor && only !== undefined && inputs.length === 1) return [[only.name, x]]
  if (x instanceof tf.Tensor || !isRecord(x))
    return misuse(
      'profile: x',
      inputs.length === 1 ? 'a tensor' : `tensors by name: ${inputs.map((i) => i.name).join(', ')}`,
      x instanceof tf.Tensor ? 'one tensor' : x,
      'give what built.predict takes',
    )
  return inputs.map(({ name }) => {
    const tensor = x[name]
    return tensor instanceof tf.Tensor
      ? [name, tensor]
      : misuse(`profile: x.${name}`, 'a tensor', tensor, 'give what built.predict takes')
  })
}

interface Computation {
  readonly key: string
  readonly compute: () => void
}

/** The times of computations that take turns; those that fail are left out with the reason. */
const inTurns = async (
  jobs: readonly Computation[],
  clock: Clock,
  seconds: number,
  random: () => number,
) => {
  const times = new Map<string, number[]>()
  const failed = new Map<string, string>()
  const repeats = new Map<string, number>()
  const once = async ({ key, compute }: Computation, round: number): Promise<void> => {
    if (failed.has(key)) return
    const count = repeats.get(key) ?? 1
    try {
      const spent = await clock(() => {
        for (let i = 0; i < count; i++) compute()
      })
      if (round >= 0) times.set(key, [...(times.get(key) ?? []), spent / count])
      else
        repeats.set(key, Math.min(mostRepeats, Math.max(1, Math.ceil(shortest / (spent / count)))))
    } catch (error) {
      failed.set(key, reasonOf(error))
      times.delete(key)
    }
  }
  let since = performance.now()
  for (let round = -rounds.warmUp; round < rounds.most; round++) {
    if (round === 0) since = performance.now()
    if (round >= rounds.fewest && performance.now() - since > 1000 * seconds) break
    await turn() // signals are heard only then
    for (const job of shuffled(jobs, random)) await once(job, round)
  }
  return { times, failed }
}

const positionsOf = (
  plan: Plan,
  batch: number,
  modes: readonly ProfileMode[],
  times: ReadonlyMap<string, readonly number[]>,
  failed: ReadonlyMap<string, string>,
): readonly PositionProfile[] => {
  const bytes = bytesOf(plan, batch)
  return plan.positions.map(({ path, kind, params, flops }) => {
    const pass = (mode: ProfileMode): TimedPass | null => {
      const found = times.get(`${mode} ${path}`)
      if (found === undefined) return null
      const factor = mode === 'training' ? passes.train : passes.forward
      const summary = summarize(found)
      return {
        ...summary,
        gflops:
          flops === null || flops === 0 || summary.median === 0
            ? null
            : (factor * batch * flops) / (1e6 * summary.median),
        bytes: factor * (bytes.get(path) ?? 0),
      }
    }
    const error = modes
      .map((mode) => failed.get(`${mode} ${path}`))
      .find((one) => one !== undefined)
    return {
      path,
      kind,
      params: params.trainable + params.nonTrainable,
      inference: pass('inference'),
      training: pass('training'),
      error: error ?? null,
    }
  })
}
