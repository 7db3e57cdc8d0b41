import { pipe } from 'fp-ts/lib/function.js'
import { left, matchE, right, type TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Request, Running } from '../base/backend-contract.js'
import type { BackendFailure } from '../base/backend-error.js'
import type { BackendName } from '../base/backend-names.js'
import type { Refusal } from '../base/refusal.js'
import type { Starts } from './starts.js'

/** What `startBackend` resolves to: what runs, and why nothing better does. Plain data. */
export interface StartedBackend extends Running {
  /** The backends that were tried before this one, best first, and why each did not start. */
  readonly refused: readonly Refusal[]
}

/** Starts the first of `names` that starts, and collects why the ones before it did not. */
export const startFirst = (
  from: Starts,
  names: readonly BackendName[],
  asked: readonly BackendName[],
  request: Omit<Request, 'named'>,
  refused: readonly Refusal[] = [],
): TaskEither<BackendFailure, StartedBackend> => {
  const [name, ...rest] = names
  if (name === undefined) return left({ code: 'none-started', refusals: refused })
  return pipe(
    from[name]({ ...request, named: asked.includes(name) }),
    matchE(
      (refusal) => startFirst(from, rest, asked, request, [...refused, refusal]),
      (running) => right({ ...running, refused }),
    ),
  )
}
