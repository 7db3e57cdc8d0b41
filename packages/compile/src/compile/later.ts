// A net as a session of ONNX Runtime: what compile gives for the engine `onnxruntime`.
//
//   built, { net, weights } or a model ──source──▶ build ──toOnnx──▶ model ──engine──▶ run
import type { AnySig, Plan, PlannedInput } from '@layersmith/core'
import { toOnnx } from '@layersmith/onnx'
import { type FeaturesOf, type OutputOf, type ReadBatch, batchReader } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'
import { type Numbers, OnnxEngine, installedRuntime } from '../engines/onnxruntime.js'
import {
  type BatchOf,
  type TypedArray,
  isTyped,
  named,
  resultsOf,
  shapeOf,
  withTensors,
} from './batch.js'
import { readSessionOptions } from './options.js'
import type { Report } from './report.js'
import { withBuilt } from './source.js'

/** A net of signature S in a session of ONNX Runtime, with the taps N. It answers later. */
export interface CompiledLater<S extends AnySig, N extends string = never> {
  /**
   * A promise of the output for a batch of any size, as `built.predict` gives it: a tensor, or a
   * record of tensors where there are several outputs, which the caller disposes of. Takes tensors,
   * which may be disposed of at once, or typed arrays. A Float32Array goes to the runtime without a
   * copy, so leave it as it is until the promise is settled. Calls at once are computed one after
   * another.
   * @throws TypeError for anything but tensors and typed arrays
   * @throws Error that names what it expected and what it got, when the batch does not fit, or the
   *   program is disposed
   */
  (x: BatchOf<S>): Promise<OutputOf<S>>
  /** The tensors at the taps that were asked for, by their names. */
  features(x: BatchOf<S>): Promise<{
    readonly [K in N]: K extends keyof FeaturesOf<S> ? FeaturesOf<S>[K] : tf.Tensor
  }>
  /** What the runtime is given: the positions of the net, which it fuses as it likes. */
  readonly report: Report
  /** Frees the session, once the calls so far have ended. A second call gives the same promise. */
  dispose(): Promise<void>
}

interface Parts {
  readonly plan: Plan
  readonly read: ReadBatch
  readonly engine: OnnxEngine
  readonly taps: readonly string[]
}

/** Compiles a net to a session. */
export const compileLater = (given: unknown, options: unknown): Promise<object> =>
  withBuilt(given, async (built) => {
    const { plan } = built
    const { taps, runtime: asked, ...more } = readSessionOptions(options, plan)
    const runtime = asked ?? (await installedRuntime())
    const names = taps.map(({ name }) => name)
    const bytes = await toOnnx(built, { taps: names.length > 0 })
    const engine = await OnnxEngine.make(bytes, { runtime, ...more })
    return callable({ plan, read: batchReader(built), engine, taps: names })
  })

/** The program as a function with members. */
const callable = ({ plan, read, engine, taps }: Parts): object => {
  let ended: Promise<void> | undefined
  // nothing is awaited before the call is in the engine's queue, so that dispose comes after it
  const compute = <T>(
    where: string,
    x: unknown,
    outputs: readonly string[],
    finish: (made: readonly tf.Tensor[]) => T,
  ): Promise<T> => {
    try {
      if (ended !== undefined) throw new Error(`${where}: the compiled program is disposed`)
      const inputs = direct(where, plan.inputs, x) ?? numbersOf(where, plan.inputs, read, x)
      return engine.run(inputs, outputs, finish)
    } catch (e) {
      // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- as it was thrown
      return Promise.reject(e)
    }
  }
  const outputs = plan.outputs.map(({ name }) => name ?? 'output')
  const results = resultsOf(plan.outputs)
  return Object.assign((x: unknown) => compute('run', x, outputs, results), {
    features: async (x: unknown) =>
      taps.length === 0 ? {} : compute('features', x, taps, (made) => named(taps, made)),
    report: reportOf(plan),
    dispose: () => (ended ??= engine.release()),
  })
}

/** A batch of typed arrays alone, which needs no tensors; null for any other. */
const direct = (
  where: string,
  inputs: readonly PlannedInput[],
  x: unknown,
): readonly Numbers[] | null => {
  // every net has an input; an object, of whatever was given
  const given = (isTyped(x) ? { [(inputs[0] as PlannedInput).name]: x } : Object(x)) as Record<
    string,
    unknown
  >
  const found = inputs.map(({ name }) => given[name])
  if (Object.keys(given).length !== inputs.length || !found.every(isTyped)) return null
  return found.map((numbers, i) => {
    const input = inputs[i] as PlannedInput // there is one for each
    return { name: input.name, data: floats(numbers), shape: shapeOf(where, input, numbers) }
  })
}

/** A copy only where it must be; a tensor that was cast may still have integers. */
const floats = (numbers: TypedArray): Float32Array =>
  numbers instanceof Float32Array ? numbers : Float32Array.from(numbers)

/** The numbers of tensors, which the caller may dispose of meanwhile. */
const numbersOf = async (
  where: string,
  inputs: readonly PlannedInput[],
  read: ReadBatch,
  x: unknown,
): Promise<readonly Numbers[]> => {
  const kept = tf.tidy(() =>
    read(where, withTensors(where, inputs, x)).map((tensor) =>
      tf.keep(tensor.dtype === 'float32' ? tf.clone(tensor) : tf.cast(tensor, 'float32')),
    ),
  )
  try {
    return await Promise.all(
      kept.map(async (tensor, i) => ({
        name: (inputs[i] as PlannedInput).name, // there is one for each
        data: floats(await tensor.data()),
        shape: tensor.shape,
      })),
    )
  } finally {
    tf.dispose(kept)
  }
}

/** The positions as they are: what is fused is the runtime's own affair. */
const reportOf = ({ positions }: Plan): Report =>
  Object.freeze({
    engine: 'onnxruntime',
    why: 'it was asked for',
    ops: Object.freeze(
      positions.map(({ kind, path, params: { trainable, nonTrainable } }) =>
        Object.freeze({
          op: kind,
          of: Object.freeze([path]),
          bytes: 4 * (trainable + nonTrainable),
        }),
      ),
    ),
    done: Object.freeze([]),
    left: Object.freeze([]),
  })
