import { engine } from '@tensorflow/tfjs-core'
import { isRight } from 'fp-ts/lib/Either.js'
import { restore } from '../verify/activate.js'
import type { Running } from '../base/backend-contract.js'
import { backendNames, type BackendName } from '../base/backend-names.js'
import type { StartOptions } from '../base/start-options.js'
import type { Refusal } from '../base/refusal.js'
import { current, neverChosen, release } from '../base/tfjs-registry.js'
import { afterTheLast, starts, type Starts } from '../choose/start-backend.js'

/** One backend on this machine: what would run, or why it does not. Plain data. */
export type BackendDescription =
  | { readonly backend: BackendName; readonly starts: true; readonly running: Running }
  | { readonly backend: BackendName; readonly starts: false; readonly refusal: Refusal }

/** Options of `describeBackends`. */
export type DescribeOptions = Pick<StartOptions, 'wasmDir'>

/** Starts one backend, notes what ran and lets go of it again where it did not run before. */
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
  if (!ran.has(tfName)) release(tfName, priorities.get(tfName) ?? neverChosen)
  return { backend, starts: true, running: started.right }
}

/** {@link describeBackends} over any backends. */
export const describe = (from: Starts, options: DescribeOptions = {}) =>
  afterTheLast(async (): Promise<readonly BackendDescription[]> => {
    const before = current()
    const found: BackendDescription[] = []
    for (const name of backendNames) found.push(await probe(from, name, options))
    await restore(before)
    return found
  })

/**
 * Tries every backend in the order of `startBackend`, and says what each would run on or why it
 * does not start. GPUs that are emulated in software are tried too and labelled so. Afterwards
 * TensorFlow.js is on the backend on which it was before, or on none; native libraries that were
 * loaded stay in the process.
 *
 * @param options `wasmDir` as in `startBackend`
 * @returns one entry for each backend, best first, as plain data; `renderBackends` makes a table of
 *   them
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

const devices = {
  cpu: 'processor',
  gpu: 'GPU',
  'software-gpu': 'software',
} as const satisfies Record<Running['device'], string>

const heads: readonly string[] = [
  'backend',
  'runs on',
  'device',
  'threads',
  'with what, or why not',
]

const rowOf = (description: BackendDescription): readonly string[] => {
  if (!description.starts) {
    const { backend, got, fix } = description.refusal
    return [backend, 'no', '', '', `${got}. ${fix}.`]
  }
  const { backend, device, deviceName, threads, versions } = description.running
  const library = versions.library === null ? [] : [versions.library]
  const parts = [
    `TensorFlow.js ${versions.tfjs}`,
    ...library,
    ...(device === 'software-gpu' ? ['only when named'] : []),
  ]
  return [
    backend,
    devices[device],
    deviceName ?? '',
    threads === null ? '' : String(threads),
    parts.join(', '),
  ]
}

/**
 * The descriptions of `describeBackends` as a table in text, one line for each backend.
 *
 * @example
 * import { renderBackends } from '@layersmith/backends'
 *
 * const refusal = { backend: 'webgl', code: 'platform', tried: 'looked for a browser', got: 'there is none here', fix: 'Use webgpu' } as const
 * renderBackends([{ backend: 'webgl', starts: false, refusal }]).includes('there is none here. Use webgpu.') // true
 */
export const renderBackends = (descriptions: readonly BackendDescription[]): string => {
  const rows = [heads, ...descriptions.map(rowOf)]
  const widths = heads.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
