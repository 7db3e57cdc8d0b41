import { chain, fromEither, left, map, matchE, right, type TaskEither } from 'fp-ts/lib/TaskEither.js'
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { backendNames, type BackendName, type Request, type Running, type Start } from './backend.js'
import { startCpu } from './backends/cpu.js'
import { planned } from './backends/planned.js'
import { startWasm } from './backends/wasm.js'
import { readOptions, type StartOptions } from './options.js'
import { BackendError, type BackendFailure, type Refusal } from './refusal.js'

/** What `startBackend` resolves to: what runs, and why nothing better does. Plain data. */
export interface StartedBackend extends Running {
  /** The backends that were tried before this one, best first, with the reason why each did not start. */
  readonly refused: readonly Refusal[]
}

const starts: { readonly [Name in BackendName]: Start } = {
  'node-gpu': planned('node-gpu'),
  webgpu: planned('webgpu'),
  wasm: startWasm,
  node: planned('node'),
  webgl: planned('webgl'),
  cpu: startCpu,
}

/** Starts the first of `names` that starts, collecting why the ones before it did not. */
const startFirst = (
  names: readonly BackendName[], asked: readonly BackendName[], request: Request, refused: readonly Refusal[] = [],
): TaskEither<BackendFailure, StartedBackend> => {
  const [name, ...rest] = names
  if (name === undefined) return left({ code: 'none-started', refusals: refused })
  return pipe(
    starts[name](request),
    matchE(
      (refusal) => {
        const refusals = [...refused, refusal]
        // Going on to another backend would hide that the one asked for cannot work in this version at all.
        const hopeless = refusal.code === 'not-implemented' && asked.includes(name)
        return hopeless ? left({ code: 'none-started', refusals }) : startFirst(rest, asked, request, refusals)
      },
      (running) => right({ ...running, refused }),
    ),
  )
}

// TensorFlow.js has one current backend for the whole process, so two starts at a time would disturb each other.
let last: Promise<unknown> = Promise.resolve()

const afterTheLast = <E, A>(start: TaskEither<E, A>): TaskEither<E, A> => () => {
  const mine = last.then(start)
  // Whoever called gets the rejection from `mine`; the queue only waits for its end.
  last = mine.catch(() => undefined)
  return mine
}

/** {@link startBackend} as a TaskEither: call it to get a promise of an Either, which is never rejected. */
export const startBackendE = (options: StartOptions = {}): TaskEither<BackendFailure, StartedBackend> =>
  pipe(
    fromEither(readOptions(options)),
    map(({ prefer, require, ...request }) => {
      if (require !== undefined) return startFirst([require], [require], request)
      return startFirst([...new Set([...prefer, ...backendNames])], prefer, request)
    }),
    chain(afterTheLast),
  )

/**
 * Starts a TensorFlow.js backend and makes sure that TensorFlow.js computes on it.
 *
 * Without options the first of `node-gpu`, `webgpu`, `wasm`, `node`, `webgl`, `cpu` that starts is used. This version
 * starts `wasm` and `cpu`; the others are refused with that reason. Nothing is chosen in silence: `refused` of the
 * result says why each better backend is not in use. A second call is fine: it verifies again and gives the same.
 * On wasm the kernels that training needs are registered too (see `wasmKernels`).
 *
 * @throws BackendError when no backend starts, or when the options make no sense. TensorFlow.js then is on the backend
 * on which it was before the call, or on none.
 *
 * @example
 * import { startBackend } from '@layersmith/backends'
 *
 * const running = await startBackend()
 * running.backend // 'wasm'
 * running.refused.map(({ backend, got }) => `${backend}: ${got}`) // why neither node-gpu nor webgpu
 * await startBackend({ require: 'wasm' }) // this one or an error
 */
export const startBackend = async (options: StartOptions = {}): Promise<StartedBackend> => {
  const started = await startBackendE(options)()
  if (isLeft(started)) throw new BackendError(started.left)
  return started.right
}
