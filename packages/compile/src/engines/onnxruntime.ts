// The engine `onnxruntime`: a session of ONNX Runtime, whose packages are loaded when somebody asks
// for them. It answers later, so it is no engine of a graph as the others are.
import type * as tf from '@tensorflow/tfjs'
import { resultOf } from './results.js'

/** A tensor of ONNX Runtime. */
export interface OnnxTensor {
  readonly data: unknown
  readonly dims: readonly number[]
}

/** A session of ONNX Runtime, as far as it is used. */
export interface OnnxSession {
  /** The outputs that are asked for, by their names. */
  run(
    feeds: Readonly<Record<string, OnnxTensor>>,
    fetches: readonly string[],
  ): Promise<Readonly<Record<string, OnnxTensor>>>
  /** Frees the session. */
  release(): Promise<void>
}

/** The module `onnxruntime-node` or `onnxruntime-web`, as far as it is used. */
export interface OnnxRuntime {
  readonly InferenceSession: {
    /** A session of a model's bytes. */
    create(model: Uint8Array, options?: object): Promise<OnnxSession>
  }
  readonly Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => OnnxTensor
}

/** How a session is made. */
export interface SessionOptions {
  readonly runtime: OnnxRuntime
  /** Execution providers in the order in which they are tried; null for those of the runtime. */
  readonly providers: readonly (string | object)[] | null
  /** All other options of `InferenceSession.create`. */
  readonly session: object
}

/** The numbers of an input, one example after another. */
export interface Numbers {
  readonly name: string
  readonly data: Float32Array
  readonly shape: readonly number[]
}

/** The numbers of all inputs, which may come later. */
export type Inputs = readonly Numbers[] | Promise<readonly Numbers[]>

/** A session that computes one call after another. */
export class OnnxEngine {
  readonly #session: OnnxSession
  readonly #runtime: OnnxRuntime
  /** Calls that have not ended, and the last one of them. */
  #calls = 0
  #last: Promise<unknown> | null = null

  private constructor(session: OnnxSession, runtime: OnnxRuntime) {
    this.#session = session
    this.#runtime = runtime
  }

  static async make(
    model: Uint8Array,
    { runtime, providers, session }: SessionOptions,
  ): Promise<OnnxEngine> {
    const options = providers === null ? session : { ...session, executionProviders: providers }
    return new OnnxEngine(await runtime.InferenceSession.create(model, options), runtime)
  }

  /**
   * What `finish` makes of new tensors with the outputs of these names, once the inputs are there
   * and the calls before have ended. Where there is nothing to wait for, the session starts at
   * once: small nets compute in less time than a few promises take.
   */
  run<T>(
    inputs: Inputs,
    outputs: readonly string[],
    finish: (made: readonly tf.Tensor[]) => T,
  ): Promise<T> {
    const before = this.#calls++ === 0 ? null : this.#last
    const result = this.#compute(before, inputs, outputs, finish)
    this.#last = result
    return result
  }

  async #compute<T>(
    before: Promise<unknown> | null,
    inputs: Inputs,
    outputs: readonly string[],
    finish: (made: readonly tf.Tensor[]) => T,
  ): Promise<T> {
    // who called has the error
    if (before !== null) await Promise.allSettled([before, inputs])
    try {
      const feeds: Record<string, OnnxTensor> = {}
      for (const { name, data, shape } of inputs instanceof Promise ? await inputs : inputs)
        feeds[name] = new this.#runtime.Tensor('float32', data, shape)
      const made = await this.#session.run(feeds, outputs)
      return finish(
        outputs.map((name) => {
          const { data, dims } = made[name] as OnnxTensor // it was asked for
          // all outputs are float32; they are nobody else's, so there is no need of a copy
          return resultOf(data as Float32Array, dims)
        }),
      )
    } finally {
      if (--this.#calls === 0) this.#last = null // with its results
    }
  }

  /** Frees the session, once all calls have ended. */
  async release(): Promise<void> {
    await Promise.allSettled([this.#last])
    await this.#session.release()
  }
}

const PACKAGES = ['onnxruntime-node', 'onnxruntime-web']

export const isRuntime = (x: unknown): x is OnnxRuntime =>
  typeof x === 'object' && x !== null && 'InferenceSession' in x && 'Tensor' in x

/**
 * The runtime that is installed: the native one, or that of WebAssembly.
 * @throws Error that says how to install one
 */
export const installedRuntime = async (): Promise<OnnxRuntime> => {
  for (const name of PACKAGES) {
    const found = await imported(name)
    if (isRuntime(found)) return found
  }
  throw new Error(
    'compile: the engine onnxruntime needs ONNX Runtime, which is not installed; ' +
      'run npm install onnxruntime-node (or onnxruntime-web), or give it: ' +
      "import * as runtime from 'onnxruntime-web', then { engine: 'onnxruntime', runtime }",
  )
}

/** A package's exports; null if it is not there. */
const imported = async (name: string): Promise<unknown> => {
  try {
    // no literal name, so that bundlers do not look for it
    const found = (await import(/* @vite-ignore */ /* webpackIgnore: true */ name)) as object
    return isRuntime(found) ? found : 'default' in found ? found.default : null
  } catch (e) {
    if (isMissing(name, e)) return null
    throw new Error(`compile: ${name} is installed and cannot be loaded: ${String(e)}`, {
      cause: e,
    })
  }
}

/** Whether the package itself is missing; pages say that they cannot resolve its name. */
const isMissing = (name: string, e: unknown): boolean =>
  String(e).includes(name) && /find (package|module)|resolve/i.test(String(e))
