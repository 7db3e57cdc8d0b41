// From a net to a compiled program:
//
//   built, { net, weights } or a model ──source──▶ plan and copies of weights
//     ──lower──▶ graph of operations ──rewrites──▶ fewer of them ──engine──▶ run
import type { AnySig, Fixed, Plan, TapsOf, Trait } from '@layersmith/core'
import type { Built, FeaturesOf, OutputOf, ReadBatch } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'
import type { Engine, Program } from '../engines/engine.js'
import { lower } from '../lower/lower.js'
import { rewrites } from '../rewrites/all.js'
import { rewriteAll } from '../rewrites/rewrite.js'
import { type BatchOf, named, resultsOf, withTensors } from './batch.js'
import { engineFor } from './choose.js'
import type { CompiledLater } from './later.js'
import {
  type CompileOptions,
  type OnnxRuntimeOptions,
  isForSession,
  readOptions,
} from './options.js'
import { secondsOf, timesOf } from './profile.js'
import { type CompiledOp, type Report, reportOf } from './report.js'
import { forget, remember } from './save.js'
import { type NetWithWeights, type Source, sourceOf } from './source.js'

/** A compiled net of signature S, with the taps N. */
export interface Compiled<S extends AnySig, N extends string = never> {
  /**
   * The output for a batch of any size, as `built.predict` gives it: a tensor, or a record of
   * tensors where there are several outputs, which the caller disposes of. Takes tensors or typed
   * arrays. More than 32 examples are computed in parts, as in predict. It computes before it
   * returns, so calls never overlap.
   * @throws TypeError for anything but tensors and typed arrays
   * @throws Error that names what it expected and what it got, when the batch does not fit, or the
   *   program is disposed
   */
  (x: BatchOf<S>): OutputOf<S>
  /**
   * The tensors at the taps that were asked for, by their names; it computes no more than these
   * need.
   */
  features(x: BatchOf<S>): {
    readonly [K in N]: K extends keyof FeaturesOf<S> ? FeaturesOf<S>[K] : tf.Tensor
  }
  /**
   * Times each operation on a batch, and gives the operations with their milliseconds for the whole
   * batch: medians of many runs, for `seconds`, 1 by default. `report` has them too from then on.
   * @throws Error on backends whose calls return before they have computed (webgpu, webgl)
   */
  profile(x: BatchOf<S>, options?: { seconds?: number | undefined }): readonly CompiledOp[]
  /** What was folded, fused and left alone, and the operations that run. */
  readonly report: Report
  /** Frees everything that the program holds. A second call does nothing. */
  dispose(): void
}

/** The names of the taps of a net of signature S. */
type TapName<S extends AnySig> = keyof TapsOf<S> & string

/**
 * Compiles a net for inference: batch normalizations, scales and activations are folded into the
 * layers around them, dropout disappears, and the rest runs as few operations as possible, on
 * kernels of its own or on TensorFlow.js, whichever is faster here. Apart from rounding, it
 * computes what `predict` does.
 *
 * The weights are copied: neither training the model nor disposing of it changes the program.
 * @param net what `toModel` made, a net with its weights by name, or a tf.LayersModel that
 *   `fromModel` can read
 * @throws TypeError for anything else, and for wrong options
 * @throws BuildError with the problems of a net, of weights or of a model
 * @example
 * import { input, toModel } from 'layersmith'
 * import { compile } from '@layersmith/compile'
 * const built = toModel(input([28, 28, 1]).conv(8, 3).bn().relu().globalPool().dense(10))
 * const run = await compile(built)
 * built.dispose()
 * const y = run(new Float32Array(2 * 28 * 28)) // two images
 * y.shape // [2, 10]
 * run.report.ops.map(({ op }) => op) // ['convolution', 'global average pooling', 'dense']
 * y.dispose()
 * run.dispose()
 */
export function compile<S extends AnySig, const N extends readonly TapName<S>[] = readonly never[]>(
  net: Built<S>,
  options?: CompileOptions<N>,
): Promise<Compiled<S, N[number]>>
export function compile<
  S extends AnySig,
  H extends Trait,
  const N extends readonly TapName<S>[] = readonly never[],
>(net: NetWithWeights<S, H>, options?: CompileOptions<N>): Promise<Compiled<S, N[number]>>
/** Someone else's model: `S` is the assumed signature, by default one input and one output. */
export function compile<S extends AnySig = Fixed<number[], number[]>>(
  model: tf.LayersModel,
  options?: CompileOptions<readonly never[]>,
): Promise<Compiled<S>>
/** With ONNX Runtime, which is asynchronous. */
export function compile<S extends AnySig, const N extends readonly TapName<S>[] = readonly never[]>(
  net: Built<S>,
  options: OnnxRuntimeOptions<N>,
): Promise<CompiledLater<S, N[number]>>
export function compile<
  S extends AnySig,
  H extends Trait,
  const N extends readonly TapName<S>[] = readonly never[],
>(net: NetWithWeights<S, H>, options: OnnxRuntimeOptions<N>): Promise<CompiledLater<S, N[number]>>
export function compile<S extends AnySig = Fixed<number[], number[]>>(
  model: tf.LayersModel,
  options: OnnxRuntimeOptions<readonly never[]>,
): Promise<CompiledLater<S>>
export async function compile(
  given: unknown,
  options: CompileOptions<readonly string[]> | OnnxRuntimeOptions<readonly string[]> = {},
): Promise<unknown> {
  // loaded here, since only this engine needs what writes models of ONNX
  if (isForSession(options)) return (await import('./later.js')).compileLater(given, options)
  const source = await sourceOf(given)
  const { engine: asked, exact, threads, taps } = readOptions(options, source.plan)
  const graph = lower(source.plan, source.weights, { outputs: source.plan.outputs, taps })
  const rewritten = rewriteAll(graph, rewrites)
  const ends = [graph.outputs, graph.taps]
  const { name, engine, why } = await engineFor(asked, {
    graph,
    ends,
    exact,
    threads,
  })
  const [outputs, features] = engine.programs as readonly [Program, Program] // of two lists
  const names = taps.map((tap) => tap.name)
  const times = new Map<string, number>()
  const { kernels } = engine
  const report = reportOf(graph, {
    ...rewritten,
    ...engine.threads,
    engine: name,
    why,
    kernels,
    times,
  })
  const run = new Running(source, engine, { outputs, taps: features, names }).callable(
    report,
    times,
  )
  remember(run, { engine, plan: source.plan, taps, outputs, features })
  return run
}

interface Programs {
  readonly outputs: Program
  readonly taps: Program
  /** Those of the taps. */
  readonly names: readonly string[]
}

class Running {
  readonly #plan: Plan
  readonly #read: ReadBatch
  readonly #engine: Engine
  readonly #programs: Programs
  #disposed = false

  // not all of the source, which has the weights
  constructor({ plan, read }: Source, engine: Engine, programs: Programs) {
    this.#plan = plan
    this.#read = read
    this.#engine = engine
    this.#programs = programs
  }

  /** The program as a function with members. */
  callable(report: Report, times: Map<string, number>): object {
    const { outputs, taps, names } = this.#programs
    const results = resultsOf(this.#plan.outputs)
    const callable = Object.assign((x: unknown) => results(this.#compute('run', outputs, x)), {
      features: (x: unknown) => named(names, this.#compute('features', taps, x)),
      profile: (x: unknown, options?: unknown) => {
        const settings = { seconds: secondsOf(options), onTfjs: report.engine === 'tfjs' }
        tf.tidy(() => {
          const inputs = this.#inputs('profile', x)
          for (const [key, ms] of timesOf(outputs, inputs, settings)) times.set(key, ms)
        })
        return report.ops
      },
      report,
      dispose: () => {
        if (!this.#disposed) this.#engine.dispose()
        this.#disposed = true
        forget(callable)
      },
    })
    return callable
  }

  #compute(where: string, program: Program, x: unknown): readonly tf.Tensor[] {
    return tf.tidy(() => program(this.#inputs(where, x)))
  }

  /** The floats of a batch; the caller is in a tidy. */
  #inputs(where: string, x: unknown): readonly tf.Tensor[] {
    if (this.#disposed) throw new Error(`${where}: the compiled program is disposed`)
    const batch = withTensors(where, this.#plan.inputs, x)
    const inputs = this.#read(where, batch)
    return inputs.map((x) => (x.dtype === 'float32' ? x : tf.cast(x, 'float32')))
  }
}
