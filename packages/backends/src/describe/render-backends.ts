import type { Running } from '../base/backend-contract.js'
import type { BackendDescription } from './backend-description.js'

const devices = {
  cpu: 'processor',
  gpu: 'GPU',
  'software-gpu': 'software',
} as const satisfies Record<Running['device'], string>

const heads: readonly string[] = ['backend', 'runs on', 'device', 'threads', 'versions, or why not']

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
 * const refusal = {
 *   backend: 'webgl',
 *   code: 'platform',
 *   tried: 'looked for a browser',
 *   got: 'this is not a browser',
 *   fix: 'Use webgpu',
 * } as const
 * const table = renderBackends([{ backend: 'webgl', starts: false, refusal }])
 * table.includes('this is not a browser. Use webgpu.') // true
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
