import { left, right, type Either } from 'fp-ts/lib/Either.js'
import type { BackendName, Request } from './backend.js'
import type { Refusal } from './refusal.js'

/** For a backend that runs one thread: a request for more is refused, never answered with fewer in silence. */
export const oneThread = (backend: BackendName, { threads = 1 }: Request): Either<Refusal, void> =>
  threads === 1
    ? right(undefined)
    : left({ backend, code: 'threads', tried: `asked for ${threads} threads`, got: 'it runs on one thread here', fix: 'Leave threads out or set it to 1' })
