import { left, type Either } from 'fp-ts/lib/Either.js'
import type { BackendName } from './backend-names.js'

/** Why a backend did not start, one code per cause. */
export type RefusalCode =
  | 'platform' // this environment has no such backend
  | 'threads' // it cannot run on as many threads as asked
  | 'package' // its package is not installed, or could not be imported
  // its package is installed without its native part, or that part does not fit this system
  | 'addon'
  | 'library' // a native library that it needs was not found
  | 'device' // there is no such device, or it is not visible
  | 'software' // its device is emulated in software, and the caller did not name it
  | 'process' // something that this process has already loaded rules it out
  | 'files' // its files were not found, or are broken
  | 'not-registered' // TensorFlow.js does not know its name
  | 'initialisation' // TensorFlow.js could not initialize it
  | 'name' // TensorFlow.js reports another backend's name after the start
  | 'operation' // the first operation failed or gave wrong numbers
  | 'data' // another backend holds the results

/**
 * One backend that did not start: what was tried, what happened instead, and what to do about it.
 * Plain data.
 */
export interface Refusal {
  readonly backend: BackendName
  readonly code: RefusalCode
  readonly tried: string
  readonly got: string
  readonly fix: string
}

/** How a backend refuses: `refusing('wasm')('files', …)`. */
export const refusing =
  (backend: BackendName) =>
  (code: RefusalCode, tried: string, got: string, fix: string): Either<Refusal, never> =>
    left({ backend, code, tried, got, fix })
