import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { chain, fromEither, map, type TaskEither } from 'fp-ts/lib/TaskEither.js'
import { BackendError, type BackendFailure } from '../base/backend-error.js'
import { backendNames } from '../base/backend-names.js'
import { readOptions, type StartOptions } from '../base/start-options.js'
import { startFirst, type StartedBackend } from './first-that-starts.js'
import { warnOfCpu } from './warn-of-cpu.js'
import { oneAtATime } from './one-at-a-time.js'
import { starts } from './starts.js'

/**
 * {@link startBackend} as a TaskEither: call it to get a promise of an Either. The promise never
 * rejects.
 */
export const startBackendE = (
  options: StartOptions = {},
): TaskEither<BackendFailure, StartedBackend> =>
  pipe(
    fromEither(readOptions(options)),
    map(({ prefer, require, ...request }) => {
      if (require !== undefined) return startFirst(starts, [require], [require], request)
      const names = [...new Set([...prefer, ...backendNames])]
      return pipe(
        startFirst(starts, names, prefer, request),
        map((started) => {
          if (!prefer.includes('cpu')) warnOfCpu(started)
          return started
        }),
      )
    }),
    chain(oneAtATime),
  )

/**
 * Starts a TensorFlow.js backend and verifies that TensorFlow.js computes on it.
 *
 * Without options it uses the first of `node-gpu`, `webgpu`, `wasm`, `node`, `webgl`, `cpu` that
 * starts. It chooses nothing silently: `refused` in the result says why each better backend is not
 * in use and what would change that, and where only `cpu` starts, unasked, a warning on the console
 * says the same. A GPU that is emulated in software (SwiftShader, llvmpipe)
 * starts only when its backend is named, and is never called a GPU. You may call it again: it
 * verifies the backend again and returns the same, or restarts a backend whose device was lost. On
 * wasm it also registers the kernels that training needs (see `wasmKernels`).
 *
 * @throws BackendError when no backend starts, or when the options make no sense. TensorFlow.js is
 *   then on the backend it was on before the call, or on none.
 *
 * @example
 * import { startBackend } from '@layersmith/backends'
 *
 * const running = await startBackend({ require: 'wasm' }) // this one or an error
 * running.backend // 'wasm'
 * running.device // 'cpu'
 * const best = await startBackend() // the best that starts here
 * best.refused.map(({ backend, got, fix }) => `not ${backend}: ${got}. ${fix}.`)
 */
export const startBackend = async (options: StartOptions = {}): Promise<StartedBackend> => {
  const started = await startBackendE(options)()
  if (isLeft(started)) throw new BackendError(started.left)
  return started.right
}
