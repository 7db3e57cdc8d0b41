/**
 * Gives all contestants equal weights, and checks before anything is timed that they compute the
 * same.
 *
 *   make → inputs → weights of the first → outputs → a training step → weights put back
 */
import * as tf from '@tensorflow/tfjs'
import { reasonOf } from '../base/sentences.js'
import { probed } from '../measure/probe.js'
import type { Memory } from '../results/result.js'
import type { MadeHere, Ready } from './entry.js'
import { forInputs, type Input, randomTargets, showInputs, takes, type Tensors } from './inputs.js'
import { startTraining, type Training, type TrainingOptions } from './training.js'
import { difference, matchWeights } from './weights.js'

/**
 * The largest difference that counts as equal, relative to the largest value: kernels on a GPU may
 * add in another order.
 */
const tolerance = 1e-4

/** Examples in the comparison. */
export const probeBatch = 2

/** A contestant that is ready to be timed. */
export interface Prepared {
  readonly name: string
  readonly ready: Ready
  /** Null if it does not train. */
  readonly training: Training | null
  readonly memory: { readonly model: Memory; readonly training: Memory | null } | null
  readonly difference: { readonly forward: number; readonly train: number | null } | null
  /** The sizes of its outputs for one example. */
  readonly outputs: readonly (readonly number[])[]
  /**
   * Milliseconds of a forward pass and of a training step with `probeBatch` examples, which predict
   * the time of larger batches.
   */
  readonly probe: { readonly forward: number; readonly train: number }
  /** Frees what was made for the benchmark, and puts the weights back. */
  readonly dispose: () => void
}

/** What the others have to agree with: the first contestant. */
interface Baseline {
  readonly name: string
  readonly model: tf.LayersModel | null
  readonly outputs: readonly Float32Array[]
  /** Its weights after a training step, in their order; empty if it did not train. */
  readonly trained: readonly Float32Array[]
}

/** How contestants are prepared. */
export interface Preparation {
  readonly inputs: readonly Input[]
  /** Makes batches of so many examples. */
  readonly batch: (size: number) => Tensors
  /** Null if nothing trains. */
  readonly training: TrainingOptions | null
  readonly seed: number
  /** Of one measurement; trying a contestant takes less. */
  readonly seconds: number
  /** Whether contestants have to compute the same. */
  readonly compare: boolean
}

/** The contestants at the start. */
export interface Lineup {
  readonly prepared: readonly Prepared[]
  /** Why the others take no part, by name. */
  readonly failed: ReadonlyMap<string, string>
  readonly dispose: () => void
}

/** Prepares contestants; those that fail or compute something else take no part. */
export const prepareAll = async (
  entries: readonly MadeHere[],
  how: Preparation,
): Promise<Lineup> => {
  const prepared: Prepared[] = []
  const failed = new Map<string, string>()
  let baseline: Baseline | null = null
  // one for all, because `data` may make another each time
  const x = how.batch(probeBatch)
  try {
    for (const entry of entries) {
      try {
        const one = await prepare(entry, how, x, baseline)
        prepared.push(one.prepared)
        baseline ??= one.baseline
      } catch (error) {
        failed.set(entry.name, reasonOf(error))
      }
    }
  } finally {
    tf.dispose(x.map(([, tensor]) => tensor))
  }
  return { prepared, failed, dispose: () => prepared.forEach((one) => one.dispose()) }
}

interface Compared {
  readonly prepared: Prepared
  readonly baseline: Baseline
}

const prepare = async (
  { name, make }: MadeHere,
  how: Preparation,
  x: Tensors,
  baseline: Baseline | null,
): Promise<Compared> => {
  const before = held()
  const ready = await make(how.inputs)
  const memory = since(before)
  try {
    checkInputs(ready, how.inputs)
    const from = how.compare ? takeWeights(baseline, ready.model) : null
    const forward = await probeForward(ready, x, how.seconds)
    const outputsApart =
      how.compare && baseline !== null ? furthest(forward.outputs, baseline.outputs) : null
    refuse(baseline, outputsApart, 'output')
    const step = await probeTraining(ready, x, forward.shapes, how)
    const weightsApart = from === null || step === null ? null : furthest(step.trained, from())
    try {
      refuse(baseline, weightsApart, 'weight after a training step')
    } catch (error) {
      step?.training.dispose()
      throw error
    }
    return {
      prepared: {
        name,
        ready,
        training: step?.training ?? null,
        memory:
          ready.model === null
            ? null
            : { model: memory, training: step === null ? null : sum(memory, step.memory) },
        difference: outputsApart === null ? null : { forward: outputsApart, train: weightsApart },
        outputs: forward.shapes,
        probe: { forward: forward.time, train: step?.time ?? 0 },
        dispose: () => {
          step?.training.dispose()
          ready.dispose()
        },
      },
      baseline: {
        name,
        model: ready.model,
        outputs: forward.outputs,
        trained: step?.trained ?? [],
      },
    }
  } catch (error) {
    ready.dispose()
    throw error
  }
}

const checkInputs = ({ inputs: own }: Ready, given: readonly Input[]): void => {
  if (own !== null && !takes(own, given))
    throw new TypeError(`it takes ${showInputs(own)}, the batches have ${showInputs(given)}`)
}

/**
 * Gives a model the weights of the baseline.
 * @returns the baseline's weights after its training step, in the order of this model; null if
 *   either has no weights to compare
 */
const takeWeights = (
  baseline: Baseline | null,
  model: tf.LayersModel | null,
): (() => readonly Float32Array[]) | null => {
  const from = baseline?.model ?? null
  if (baseline === null || from === null || model === null) return null
  const { weights } = from
  const matched = matchWeights(weights, model.weights)
  if (matched === null)
    throw new TypeError(
      `its ${model.weights.length} weights do not match the ${weights.length} of ` +
        `${baseline.name}, so they cannot be made equal; name the layers alike, or say ` +
        'compare: false to time them as they are',
    )
  model.weights.forEach((weight, i) => {
    const value = matched[i]?.read()
    if (value !== undefined) weight.write(value)
  })
  const order = matched.map((weight) => weights.indexOf(weight))
  return () => order.map((i) => baseline.trained[i] ?? new Float32Array(0))
}

const refuse = (baseline: Baseline | null, apart: number | null, what: string): void => {
  if (apart === null || apart <= tolerance) return
  throw new TypeError(
    `it computes something else than ${baseline?.name}: they differ by ` +
      `${apart.toExponential(1)} of the largest ${what}, the limit is ${tolerance}; ` +
      'say compare: false to time them anyway',
  )
}

const furthest = (
  ours: readonly ArrayLike<number>[],
  theirs: readonly ArrayLike<number>[],
): number =>
  ours.length === theirs.length
    ? Math.max(0, ...ours.map((values, i) => difference(values, theirs[i] ?? [])))
    : Infinity

const probeForward = async (ready: Ready, x: Tensors, seconds: number) => {
  const run = async () => {
    const outputs = await ready.predict(x)
    try {
      return {
        outputs: await Promise.all(outputs.map((tensor) => tensor.data<'float32'>())),
        shapes: outputs.map(({ shape }) => shape.slice(1)),
      }
    } finally {
      tf.dispose([...outputs])
    }
  }
  const [first, time] = await probed(run, run, seconds)
  return { ...first, time }
}

/** Null if it does not train. */
const probeTraining = async (
  { model, inputs }: Ready,
  x: Tensors,
  outputs: readonly (readonly number[])[],
  { training: options, seed, seconds }: Preparation,
) => {
  if (model === null || options === null) return null
  const initial = model.weights.map((weight) => weight.read().clone())
  const y = randomTargets(outputs, probeBatch, seed)
  const before = held()
  try {
    const training = startTraining(model, options)
    try {
      const xs = forInputs(inputs ?? [], x).map(([, tensor]) => tensor)
      const [first, time] = await probed(
        async () => {
          await training.step(xs, y)
          return {
            memory: since(before),
            trained: await Promise.all(
              model.weights.map((weight) => weight.read().data<'float32'>()),
            ),
          }
        },
        () => training.step(xs, y),
        seconds,
      )
      return { ...first, time, training }
    } catch (error) {
      training.dispose()
      throw error
    }
  } finally {
    model.weights.forEach((weight, i) => weight.write(initial[i] ?? weight.read()))
    tf.dispose([...initial, ...y])
  }
}

const held = (): Memory => {
  const { numTensors, numBytes } = tf.memory()
  return { tensors: numTensors, bytes: numBytes }
}

const since = (before: Memory): Memory => {
  const now = held()
  return { tensors: now.tensors - before.tensors, bytes: now.bytes - before.bytes }
}

const sum = (a: Memory, b: Memory): Memory => ({
  tensors: a.tensors + b.tensors,
  bytes: a.bytes + b.bytes,
})
