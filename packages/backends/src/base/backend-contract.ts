import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { BackendName } from './backend-names.js'
import type { Reason } from './kernel-reason.js'
import type { Refusal } from './refusal.js'

/** What the caller asks of a backend. */
export interface Request {
  /**
   * Threads to compute on. Undefined leaves the number to the backend, 'auto' to a measurement
   * where the backend has one.
   */
  readonly threads?: number | 'auto' | undefined
  /** Folder or address of the `.wasm` files. Undefined looks for the installed package. */
  readonly wasmDir?: string | undefined
  /** Whether to use the SIMD kernels of @layersmith/wasm-kernels on wasm. Undefined means yes. */
  readonly fastKernels?: boolean | undefined
  /** Whether the caller named this backend. A GPU emulated in software starts only then. */
  readonly named: boolean
}

/**
 * What a started backend runs on, measured or asked of the backend and never assumed. Plain data.
 */
export interface Running {
  readonly backend: BackendName
  /** TensorFlow.js's own name for it: what `tf.getBackend()` returns. */
  readonly tfName: string
  /** What computes. A GPU that is emulated in software is never called a GPU. */
  readonly device: 'cpu' | 'gpu' | 'software-gpu'
  /**
   * What the device calls itself: the adapter, or the model of the processor. Null where the
   * environment does not tell.
   */
  readonly deviceName: string | null
  /** Threads of the processor that the kernels run on; null where they run on a GPU. */
  readonly threads: number | null
  /** On wasm: why it runs on this many threads. Absent on other backends. */
  readonly threadsBecause?: string
  /** Whether the kernels use SIMD instructions; null where nothing tells. */
  readonly simd: boolean | null
  readonly versions: {
    readonly tfjs: string
    /** Version of Node.js; null in a browser. */
    readonly node: string | null
    /** Version of the package that the backend comes from; null where nothing tells. */
    readonly backend: string | null
    /**
     * The native library below the backend, with its version, such as `libtensorflow 2.9.1`; null
     * where there is none.
     */
    readonly library: string | null
  }
  /** The kernels of ours that stand in for what TensorFlow.js lacks or gets wrong here. */
  readonly kernels: readonly { readonly name: string; readonly reason: Reason }[]
  /**
   * On wasm: which build of the SIMD kernels of @layersmith/wasm-kernels computes (`relaxed`
   * multiplies and adds in one instruction), or why none does. Absent on other backends.
   */
  readonly fastKernels?:
    | { readonly on: true; readonly build: 'relaxed' | 'baseline'; readonly because: null }
    | { readonly on: false; readonly build: null; readonly because: string }
}

/**
 * How a backend starts. It resolves to a `Running` only after it has seen TensorFlow.js compute on
 * the backend (see `activate`). Otherwise it resolves to the reason and leaves TensorFlow.js as it
 * was before.
 */
export type Start = (request: Request) => TaskEither<Refusal, Running>
