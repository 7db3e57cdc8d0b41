import { engine } from '@tensorflow/tfjs-core'
import { isRight } from 'fp-ts/lib/Either.js'
import { backendNames, type BackendName } from '../base/backend-names.js'
import type { StartOptions } from '../base/start-options.js'
import {
  currentBackend,
  lowestPriority,
  releaseBackend,
  restoreBackend,
} from '../base/tfjs-registry.js'
import { oneAtATime } from '../choose/one-at-a-time.js'
import { starts, type Starts } from '../choose/starts.js'
import type { BackendDescription } from './backend-description.js'

/** Options of `describeBackends`. */
export type DescribeOptions = Pick<StartOptions, 'wasmDir'>

/** Starts one backend, notes what it runs on, and releases it again unless it ran before. */
const probe = async (
  from: Starts,
  backend: BackendName,
  { wasmDir }: DescribeOptions,
): Promise<BackendDescription> => {
  const { registry, registryFactory } = engine()
  const ran = new Set(Object.keys(registry))
  const priorities = new Map(
    Object.entries(registryFactory).map(([tfName, { priority }]) => [tfName, priority]),
  )
  const started = await from[backend]({ named: true, wasmDir })()
  if (!isRight(started)) return { backend, starts: false, refusal: started.left }
  const { tfName } = started.right
  if (!ran.has(tfName)) releaseBackend(tfName, priorities.get(tfName) ?? lowestPriority)
  return { backend, starts: true, running: started.right }
}

/** {@link describeBackends} for any set of backends. */
export const describe = (from: Starts, options: DescribeOptions = {}) =>
  oneAtATime(async (): Promise<readonly BackendDescription[]> => {
    const before = currentBackend()
    const found: BackendDescription[] = []
    for (const name of backendNames) found.push(await probe(from, name, options))
    await restoreBackend(before)
    return found
  })

/**
 * Tries every backend in the order of `startBackend`, and says what each would run on or why it
 * does not start. It tries GPUs that are emulated in software too, and labels them so. Afterwards
 * TensorFlow.js is on the backend it was on before, or on none; native libraries that were loaded
 * stay in the process.
 *
 * @param options `wasmDir` as in `startBackend`
 * @returns one entry for each backend, best first, as plain data; `renderBackends` turns them into
 *   a table
 *
 * @example
 * import { describeBackends, renderBackends } from '@layersmith/backends'
 *
 * const backends = await describeBackends()
 * backends.map(({ backend }) => backend) // ['node-gpu', 'webgpu', 'wasm', 'node', 'webgl', 'cpu']
 * renderBackends(backends) // a table in text
 */
export const describeBackends = (
  options: DescribeOptions = {},
): Promise<readonly BackendDescription[]> => describe(starts, options)()
