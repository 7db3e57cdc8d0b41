import {
  chain,
  fromEither,
  left,
  map,
  matchE,
  right,
  type TaskEither,
} from 'fp-ts/lib/TaskEither.js'
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Request, Running, Start } from '../base/backend-contract.js'
import { backendNames, type BackendName } from '../base/backend-names.js'
import { startCpu } from '../backends/cpu.js'
import { startNodeGpu } from '../backends/tfjs-node-gpu.js'
import { startNode } from '../backends/tfjs-node.js'
import { startWasm } from '../backends/wasm.js'
import { startWebgl } from '../backends/webgl.js'
import { startWebgpu } from '../backends/webgpu.js'
import { readOptions, type StartOptions } from '../base/start-options.js'
import { BackendError, type BackendFailure, type Refusal } from '../base/refusal.js'

/** What `startBackend` resolves to: what runs, and why nothing better does. Plain data. */
export interface StartedBackend extends Running {
  /**
   * The backends that were tried before this one, best first, with the reason why each did not
   * start.
   */
  readonly refused: readonly Refusal[]
}

/** How each backend starts. */
export type Starts = { readonly [Name in BackendName]: Start }

export const starts: Starts = {
  'node-gpu': startNodeGpu,
  webgpu: startWebgpu,
  wasm: startWasm,
  node: startNode,
  webgl: startWebgl,
  cpu: startCpu,
}

/** Starts the first of `names` that starts, collecting why the ones before it did not. */
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

// TensorFlow.js has one current backend for the whole process, so two starts at a time would
// disturb each other.
let last: Promise<unknown> = Promise.resolve()

/** Runs a task once those before it have ended. */
export const afterTheLast =
  <A>(task: () => Promise<A>): (() => Promise<A>) =>
  () => {
    const mine = last.then(task)
    // Whoever called gets the rejection from `mine`; the queue only waits for its end.
    last = mine.catch(() => undefined)
    return mine
  }

/**
 * {@link startBackend} as a TaskEither: call it to get a promise of an Either, which is never
 * rejected.
 */
export const startBackendE = (
  options: StartOptions = {},
): TaskEither<BackendFailure, StartedBackend> =>
  pipe(
    fromEither(readOptions(options)),
    map(({ prefer, require, ...request }) => {
      if (require !== undefined) return startFirst(starts, [require], [require], request)
      return startFirst(starts, [...new Set([...prefer, ...backendNames])], prefer, request)
    }),
    chain(afterTheLast),
  )

/**
 * Starts a TensorFlow.js backend and makes sure that TensorFlow.js computes on it.
 *
 * Without options the first of `node-gpu`, `webgpu`, `wasm`, `node`, `webgl`, `cpu` that starts is
 * used. Nothing is chosen in silence: `refused` of the result says why each better backend is not
 * in use and what would change that. A GPU that is emulated in software (SwiftShader, llvmpipe)
 * starts only when its backend is named, and is never called
 * a GPU. A second call is fine: it verifies again and gives the same, or starts anew a backend
 * whose device was lost. On wasm the kernels that training needs are registered too (see
 * `wasmKernels`).
 *
 * @throws BackendError when no backend starts, or when the options make no sense. TensorFlow.js
 *   then is on the backend on which it was before the call, or on none.
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
