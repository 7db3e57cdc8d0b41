import type { BackendName } from './backend-names.js'
import type { Refusal } from './refusal.js'

/**
 * Why a call failed: its options make no sense, no backend started, a running backend lost its
 * device, or a tensor cannot be read synchronously where it lives. Plain data.
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

/** A refusal in words, on a line of its own. */
export const renderRefusal = ({ backend, tried, got, fix }: Refusal): string =>
  `  ${backend}: ${tried}; ${got}. ${fix}.`

/** The failure in words, for people. */
export const renderFailure = (failure: BackendFailure): string => {
  switch (failure.code) {
    case 'options': {
      const { option, expected, got, fix } = failure
      return `startBackend: ${option} must be ${expected}, got ${got}. ${fix}.`
    }
    case 'none-started': {
      const refusals = failure.refusals.map(renderRefusal)
      return ['startBackend: no backend started.', ...refusals].join('\n')
    }
    case 'lost':
    case 'read-at-once':
      return `${failure.backend}: ${failure.got}. ${failure.fix}.`
    default:
      return failure satisfies never
  }
}

/**
 * The error that `startBackend` throws, and that a started backend throws when it cannot do what it
 * is asked. `failure` says the same as data.
 */
export class BackendError extends Error {
  override readonly name = 'BackendError'
  readonly failure: BackendFailure

  constructor(failure: BackendFailure) {
    super(renderFailure(failure))
    this.failure = failure
  }
}
