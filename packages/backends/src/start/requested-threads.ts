import { right, type Either } from 'fp-ts/lib/Either.js'
import type { Request } from '../base/backend-contract.js'
import type { BackendName } from '../base/backend-names.js'
import { refusing, type Refusal } from '../base/refusal.js'

/** The number of threads that the caller asked for, or undefined. */
export const fixedThreads = ({ threads }: Request): number | undefined =>
  threads === 'auto' ? undefined : threads

/** The fix where there cannot be as many threads as asked. */
export const leaveThreadsOut = 'Leave threads out or set it to 1'

const onlyOne = (backend: BackendName, request: Request, got: string): Either<Refusal, void> => {
  const threads = fixedThreads(request) ?? 1
  return threads === 1
    ? right(undefined)
    : refusing(backend)('threads', `asked for ${threads} threads`, got, leaveThreadsOut)
}

/**
 * For a backend that runs on one thread: it refuses a request for more and never silently gives
 * fewer.
 */
export const oneThread = (backend: BackendName, request: Request): Either<Refusal, void> =>
  onlyOne(backend, request, 'it runs on one thread here')

/** For a backend on a GPU, which has no threads to count. */
export const noThreads = (backend: BackendName, request: Request): Either<Refusal, void> =>
  onlyOne(backend, request, 'it would compute on a GPU, which has no threads to count')
