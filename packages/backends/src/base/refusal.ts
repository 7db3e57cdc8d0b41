import { left, type Either } from 'fp-ts/lib/Either.js'
import type { BackendName } from './backend-names.js'

/** Why a backend did not start, one code per cause. */
export type RefusalCode =
  | 'platform' // there is no such backend in this environment
  | 'threads' // it cannot run on as many threads as asked
  | 'package' // its package is not installed, or could not be imported
  // its package is installed without its native part, or that part does not fit this system
  | 'addon'
  | 'library' // a native library that it needs was not found
  | 'device' // there is no such device, or it is not visible
  | 'software' // its device is emulated in software, and it was not named
  | 'process' // something that this process has already loaded rules it out
  | 'files' // its files were not found, or are broken
  | 'not-registered' // TensorFlow.js does not know its name
  | 'initialisation' // TensorFlow.js could not initialise it
  | 'name' // TensorFlow.js reports another backend's name after the start
  | 'operation' // the first operation failed or gave wrong numbers
  | 'data' // results live in another backend

/**
 * One backend that did not start: what was tried, what came instead and what to do about it. Plain
 * data.
 */
export interface Refusal {
  readonly backend: BackendName
  readonly code: RefusalCode
  readonly tried: string
  readonly got: string
  readonly fix: string
}

/** How a backend's file refuses: `refusing('wasm')('files', …)`. */
export const refusing =
  (backend: BackendName) =>
  (code: RefusalCode, tried: string, got: string, fix: string): Either<Refusal, never> =>
    left({ backend, code, tried, got, fix })

/**
 * Why a call failed: its options make no sense, no backend started; the device of one that ran is
 * lost, or a tensor cannot be read at once where it lives. Plain data.
 */
export type BackendFailure =
  | {
      readonly code: 'options'
      readonly option: string
      readonly expected: string
      readonly got: string
      readonly fix: string
    }
  | { readonly code: 'none-started'; readonly refusals: readonly Refusal[] }
  | {
      readonly code: 'lost' | 'read-at-once'
      readonly backend: BackendName
      readonly got: string
      readonly fix: string
    }

const renderRefusal = ({ backend, tried, got, fix }: Refusal): string =>
  `  ${backend}: ${tried}; ${got}. ${fix}.`

/** The failure in words, for people. */
export const renderFailure = (failure: BackendFailure): string => {
  switch (failure.code) {
    case 'options':
      return `startBackend: ${failure.option} must be ${failure.expected}, got ${failure.got}. ${failure.fix}.`
    case 'none-started':
      return ['startBackend: no backend started.', ...failure.refusals.map(renderRefusal)].join(
        '\n',
      )
    case 'lost':
    case 'read-at-once':
      return `${failure.backend}: ${failure.got}. ${failure.fix}.`
    default:
      return failure satisfies never
  }
}

/**
 * What `startBackend` throws, and a backend that it started and that cannot do what is asked;
 * `failure` is the same as data.
 */
export class BackendError extends Error {
  override readonly name = 'BackendError'
  readonly failure: BackendFailure

  constructor(failure: BackendFailure) {
    super(renderFailure(failure))
    this.failure = failure
  }
}

/**
 * The words of whatever was thrown: TensorFlow.js and Emscripten also reject with plain objects and
 * strings.
 */
export const wordsOf = (thrown: unknown): string => {
  if (thrown instanceof Error) return thrown.message
  if (typeof thrown === 'object' && thrown !== null && 'message' in thrown)
    return String(thrown.message)
  return String(thrown)
}
