import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Reason } from '../kernels/run/define-kernel.js'
import type { BackendName } from './backend-names.js'
import type { Refusal } from './refusal.js'

/** What a backend is asked for. */
export interface Request {
  /**
   * Threads to compute on; undefined leaves it to the backend, 'auto' to a measurement where it has
   * one.
   */
  readonly threads?: number | 'auto' | undefined
  /** Folder or address of the `.wasm` files; undefined looks for the installed package. */
  readonly wasmDir?: string | undefined
  /**
   * Whether the SIMD kernels of @layersmith/wasm-kernels are to be used on wasm; undefined means
   * yes.
   */
  readonly fastKernels?: boolean | undefined
  /**
   * Whether the caller named this backend: only then one starts that is a GPU emulated in software.
   */
  readonly named: boolean
}

/**
 * What runs once a backend has started: measured or asked of the backend, never assumed. Plain
 * data.
 */
export interface Running {
  readonly backend: BackendName
  /** TensorFlow.js's own name for it: what `tf.getBackend()` says. */
  readonly tfName: string
  /** What computes. A GPU that is emulated in software is never called a GPU. */
  readonly device: 'cpu' | 'gpu' | 'software-gpu'
  /**
   * What the device calls itself: the adapter or the model of the processor. Null where the
   * environment does not tell.
   */
  readonly deviceName: string | null
  /** Threads of the processor that kernels run on; null where they run on a GPU. */
  readonly threads: number | null
  /** On wasm: why as many threads. Not there on other backends. */
  readonly threadsBecause?: string
  /** Whether kernels use SIMD instructions; null where nothing tells. */
  readonly simd: boolean | null
  readonly versions: {
    readonly tfjs: string
    /** Null in a browser. */
    readonly node: string | null
    /** Version of the package that the backend comes from; null where nothing tells. */
    readonly backend: string | null
    /**
     * The native library below it with its version, such as `libtensorflow 2.9.1`; null where there
     * is none.
     */
    readonly library: string | null
  }
  /** Kernels of ours that TensorFlow.js lacks or has wrong here. */
  readonly kernels: readonly { readonly name: string; readonly reason: Reason }[]
  /**
   * On wasm: which build of the SIMD kernels of @layersmith/wasm-kernels computes there (`relaxed`
   * multiplies and adds in one instruction), or why none does. Not there on other backends.
   */
  readonly fastKernels?:
    | { readonly on: true; readonly build: 'relaxed' | 'baseline'; readonly because: null }
    | { readonly on: false; readonly build: null; readonly because: string }
}

/**
 * What a backend's file exports: how to start it. It resolves to a `Running` only after
 * TensorFlow.js was seen to compute on it (see `activate`), and to the reason otherwise; then
 * TensorFlow.js is as it was before.
 */
export type Start = (request: Request) => TaskEither<Refusal, Running>
