import type { BackendName } from './backend.js'

/** Why a backend did not start, one code per cause. */
export type RefusalCode =
  | 'not-implemented' // this version of layersmith cannot start it
  | 'threads' // it cannot run on as many threads as asked
  | 'platform' // it does not start in this environment
  | 'package' // its package could not be imported
  | 'files' // its files were not found, or are broken
  | 'not-registered' // TensorFlow.js does not know its name
  | 'initialisation' // TensorFlow.js could not initialise it
  | 'name' // TensorFlow.js reports another backend's name after the start
  | 'operation' // the first operation failed or gave wrong numbers
  | 'data' // results live in another backend

/** One backend that did not start: what was tried, what came instead and what to do about it. Plain data. */
export interface Refusal {
  readonly backend: BackendName
  readonly code: RefusalCode
  readonly tried: string
  readonly got: string
  readonly fix: string
}

/** Why `startBackend` gave up: its options make no sense, or no backend started. Plain data. */
export type BackendFailure =
  | { readonly code: 'options', readonly option: string, readonly expected: string, readonly got: string, readonly fix: string }
  | { readonly code: 'none-started', readonly refusals: readonly Refusal[] }

const renderRefusal = ({ backend, tried, got, fix }: Refusal): string => `  ${backend}: ${tried}; ${got}. ${fix}.`

/** The failure in words, for people. */
export const renderFailure = (failure: BackendFailure): string => {
  switch (failure.code) {
    case 'options':
      return `startBackend: ${failure.option} must be ${failure.expected}, got ${failure.got}. ${failure.fix}.`
    case 'none-started':
      return ['startBackend: no backend started.', ...failure.refusals.map(renderRefusal)].join('\n')
    default:
      return failure satisfies never
  }
}

/** What `startBackend` throws; `failure` is the same as data. */
export class BackendError extends Error {
  override readonly name = 'BackendError'
  readonly failure: BackendFailure

  constructor(failure: BackendFailure) {
    super(renderFailure(failure))
    this.failure = failure
  }
}

/** The words of whatever was thrown: TensorFlow.js and Emscripten also reject with plain objects and strings. */
export const wordsOf = (thrown: unknown): string => {
  if (thrown instanceof Error) return thrown.message
  if (typeof thrown === 'object' && thrown !== null && 'message' in thrown) return String(thrown.message)
  return String(thrown)
}
