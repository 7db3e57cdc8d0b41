// The options of `compile`.
import { type Plan, type PlannedTap, nearest } from '@layersmith/core'
import { type ThreadsOption, isThreads, mostThreads } from '@layersmith/wasm-kernels/threads'
import { type EngineName, engines } from '../engines/all.js'
import { type OnnxRuntime, isRuntime } from '../engines/onnxruntime.js'
import { isObject, known, words } from './given.js'

/** The options of `compile`; `N` are the names of taps. */
export interface CompileOptions<N extends readonly string[]> {
  /**
   * What computes: 'tfjs' calls TensorFlow.js, on whatever backend runs; 'wasm' runs kernels of its
   * own, and refuses what it has none for. 'auto', the default, times both on an example, some 200
   * ms, and takes the faster one; 'tfjs' where wasm refuses or sizes are open. The report says why.
   */
  engine?: 'auto' | EngineName | undefined
  /**
   * Keeps the engine 'wasm' to kernels whose errors are those of plain sums, at most 2e-6 of the
   * largest number for a convolution: it leaves out Winograd's F(4x4, 3x3), whose errors reach
   * 2e-5, and takes F(2x2, 3x3) or the direct kernel, which are slower. False by default. The other
   * engines have no such choice, and refuse it; 'auto' takes wasm for it.
   */
  exact?: boolean | undefined
  /**
   * Threads of the engine 'wasm' that share the images of a batch, 1 to 32, in Node and on
   * cross-origin isolated pages; 1 by default. `'auto'` measures once how many pay off here. A
   * single image stays on the calling thread. Results are the same bit for bit on any number. The
   * other engines refuse it; 'auto' takes wasm for it. `dispose` ends the threads.
   */
  threads?: number | 'auto' | undefined
  /** The taps that `features` gives; none by default. Their values are computed as they are. */
  taps?: N | undefined
}

/** The options of `compile` for the engine `onnxruntime`; `N` are the names of taps. */
export interface OnnxRuntimeOptions<N extends readonly string[]> {
  /** ONNX Runtime computes, native or in WebAssembly; the program answers later, by promises. */
  engine: 'onnxruntime'
  /**
   * The module `onnxruntime-node` or `onnxruntime-web`. By default the one that is installed, the
   * native one first; on a page, give it.
   */
  runtime?: OnnxRuntime | undefined
  /**
   * Execution providers in the order in which they are tried: `['cuda', 'cpu']`, `['webgpu']`,
   * `['wasm']`. By default those of the runtime.
   */
  providers?: readonly (string | object)[] | undefined
  /** Other options of the session, such as `{ intraOpNumThreads: 1 }`. */
  session?: object | undefined
  /** The taps that `features` gives; none by default. They become outputs of the model. */
  taps?: N | undefined
}

/** The options as they were read. */
interface Read {
  readonly engine: 'auto' | EngineName
  readonly exact: boolean
  readonly threads: ThreadsOption
  /** In the order of their names. */
  readonly taps: readonly PlannedTap[]
}

interface ReadSession {
  /** null for the one that is installed. */
  readonly runtime: OnnxRuntime | null
  readonly providers: readonly (string | object)[] | null
  readonly session: object
  readonly taps: readonly PlannedTap[]
}

/** Whether a session of ONNX Runtime is asked for. */
export const isForSession = (options: unknown): boolean =>
  isObject(options) && 'engine' in options && options.engine === 'onnxruntime'

/** Checks the options of a session, for callers without types. */
export const readSessionOptions = (options: unknown, plan: Plan): ReadSession => {
  if (isObject(options) && 'exact' in options && options.exact === true)
    throw new TypeError(
      'compile: exact is for the engine wasm, and onnxruntime was asked for; it rounds as it likes',
    )
  if (isObject(options) && 'threads' in options && options.threads !== undefined)
    throw new TypeError(
      'compile: threads is for the engine wasm, and onnxruntime was asked for, which takes ' +
        'session: { intraOpNumThreads }',
    )
  const given = known(options, ['engine', 'providers', 'runtime', 'session', 'taps'])
  const { runtime, providers = null, session = {}, taps = [] } = given
  if (runtime !== undefined && !isRuntime(runtime))
    throw new TypeError(
      'compile: runtime must be the module onnxruntime-node or onnxruntime-web ' +
        `(import * as runtime from 'onnxruntime-web'), got ${words(runtime)}`,
    )
  if (providers !== null && !isProviders(providers))
    throw new TypeError(
      `compile: providers must be a list like ['cuda', 'cpu'], got ${words(providers)}`,
    )
  if (!isObject(session))
    throw new TypeError(`compile: session must be an object, got ${words(session)}`)
  return { runtime: runtime ?? null, providers, session, taps: tapsOf(taps, plan) }
}

const isProviders = (x: unknown): x is readonly (string | object)[] =>
  Array.isArray(x) &&
  x.length > 0 &&
  x.every((one: unknown) => typeof one === 'string' || isObject(one))

/** Checks the options, for callers without types. */
export const readOptions = (options: unknown, plan: Plan): Read => {
  const names = ['engine', 'exact', 'threads', 'taps']
  const { engine = 'auto', exact = false, threads = 1, taps = [] } = known(options, names)
  if (!isEngine(engine))
    throw new TypeError(
      `compile: engine must be one of auto, ${Object.keys(engines).join(', ')}, onnxruntime, ` +
        `got ${words(engine)}`,
    )
  if (typeof exact !== 'boolean')
    throw new TypeError(`compile: exact must be true or false, got ${words(exact)}`)
  if (exact && engine === 'tfjs')
    throw new TypeError(
      'compile: exact is for the engine wasm, and tfjs was asked for, which rounds as its ' +
        "backend's kernels do (on wasm: installKernels({ exact: true }) of " +
        '@layersmith/wasm-kernels)',
    )
  if (!isThreads(threads))
    throw new TypeError(
      `compile: threads must be a whole number from 1 to ${mostThreads} or 'auto', ` +
        `got ${words(threads)}; leave it out for one thread`,
    )
  if (threads !== 1 && engine === 'tfjs')
    throw new TypeError(
      'compile: threads is for the engine wasm, and tfjs was asked for, whose backend has its ' +
        "own (on wasm: installKernels({ threads: 'auto' }) of @layersmith/wasm-kernels)",
    )
  return { engine, exact, threads, taps: tapsOf(taps, plan) }
}

const isEngine = (x: unknown): x is Read['engine'] =>
  x === 'auto' || (typeof x === 'string' && Object.hasOwn(engines, x))

const isList = (x: unknown): x is readonly unknown[] => Array.isArray(x)

const tapsOf = (asked: unknown, plan: Plan): readonly PlannedTap[] => {
  if (!isList(asked))
    throw new TypeError(`compile: taps must be a list of names, got ${words(asked)}`)
  const names = plan.taps.map(({ name }) => name)
  return asked.map((name, i) => {
    const tap = plan.taps.find((one) => one.name === name)
    if (tap !== undefined && asked.indexOf(name) === i) return tap
    const meant = typeof name === 'string' ? nearest(name, names) : undefined
    throw new TypeError(
      tap !== undefined
        ? `compile: the tap ${tap.name} is named twice; name it once`
        : `compile: there is no tap ${words(name)}; the taps are ${names.join(', ') || 'none'}` +
            (meant === undefined ? '' : `; did you mean ${meant}?`),
    )
  })
}
