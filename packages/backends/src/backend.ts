import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Reason } from './kernels/kernel.js'
import type { Refusal } from './refusal.js'

/**
 * Every backend this package knows, best first. `wasm` stands before `node` because, with the training kernels that are
 * planned for it, it is the faster of the two; today `node` cannot be started yet.
 */
export const backendNames = ['node-gpu', 'webgpu', 'wasm', 'node', 'webgl', 'cpu'] as const

export type BackendName = (typeof backendNames)[number]

/** What a backend is asked for. */
export interface Request {
  /** Threads to compute on; undefined leaves it to the backend. */
  readonly threads?: number | undefined
  /** Folder with the `.wasm` files; undefined looks for the installed package. */
  readonly wasmDir?: string | undefined
}

/** What runs once a backend has started: measured or asked of the backend, never assumed. Plain data. */
export interface Running {
  readonly backend: BackendName
  /** TensorFlow.js's own name for it: what `tf.getBackend()` says. */
  readonly tfName: string
  /** What computes. A GPU that is emulated in software is never called a GPU. */
  readonly device: 'cpu' | 'gpu' | 'software-gpu'
  /** Threads that kernels run on. */
  readonly threads: number
  /** Whether kernels use SIMD instructions. */
  readonly simd: boolean
  readonly versions: {
    readonly tfjs: string
    readonly node: string
    /** Version of the package that the backend comes from. */
    readonly backend: string
  }
  /** Kernels of ours that TensorFlow.js lacks or has wrong here. */
  readonly kernels: readonly { readonly name: string, readonly reason: Reason }[]
}

/**
 * What a backend's file exports: how to start it. It resolves to a `Running` only after TensorFlow.js was seen to
 * compute on it (see `activate`), and to the reason otherwise; then TensorFlow.js is as it was before.
 */
export type Start = (request: Request) => TaskEither<Refusal, Running>
