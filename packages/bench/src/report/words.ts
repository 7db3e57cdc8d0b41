/** How to write the numbers and names in results. */
import type { Running } from '@layersmith/backends'
import type { Environment } from '../environment/environment.js'
import type { Machine } from '../environment/machine.js'
import type { Provenance } from '../environment/provenance.js'
import type { Ceilings } from '../measure/ceilings.js'
import type { Ratio } from '../statistics/statistics.js'

/** Three significant digits: 0.0123, 1.23, 123. */
export const milliseconds = (value: number): string =>
  value >= 1000 ? value.toFixed(0) : value.toPrecision(3).replace(/e.*/, '')

/** "0.98 [0.97, 1.01]" */
export const ratio = ({ ratio: value, interval: [low, high] }: Ratio): string =>
  `${value.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`

/** "1 thread" */
export const threadsOf = (threads: number | null): string =>
  `${threads ?? 'an unknown number of'} ${threads === 1 ? 'thread' : 'threads'}`

/** What computes: "Some CPU, 1 thread". Says so if a GPU is emulated. */
export const deviceOf = ({
  device,
  deviceName,
  threads,
}: Pick<Running, 'device' | 'deviceName' | 'threads'>): string => {
  const name = deviceName ?? 'a device without a name'
  switch (device) {
    case 'cpu':
      return `${name}, ${threadsOf(threads)}`
    case 'gpu':
      return `${name} (GPU)`
    case 'software-gpu':
      return `${name} (emulated in software, no GPU)`
    default:
      return device satisfies never
  }
}

/** "commit 0123456789ab with changes" */
export const commitOf = ({ commit, changed }: Pick<Provenance, 'commit' | 'changed'>): string =>
  commit === null
    ? 'commit unknown'
    : `commit ${commit.slice(0, 12)}${changed ? ' with changes' : ''}`

/** "layersmith 1.2.3", "@tensorflow/tfjs 4.22.0", … */
export const packagesOf = ({ packages }: Pick<Provenance, 'packages'>): readonly string[] =>
  Object.entries(packages).map(([name, version]) => `${name} ${version}`)

/** "linux-x64, Some CPU, 2 cores, 8.1 GB" */
export const machineOf = ({
  platform,
  cpu,
  cores,
  memory,
}: Pick<Machine, 'platform' | 'cpu' | 'cores' | 'memory'>): string =>
  [
    platform,
    cpu ?? 'an unknown processor',
    `${cores} ${cores === 1 ? 'core' : 'cores'}`,
    `${memory} GB`,
  ].join(', ')

/** "load 0.1 before, 1 after" */
export const loadOf = ({ load }: Pick<Machine, 'load'>): string =>
  `load ${load.join(' before, ')} after`

const kernelsOf = ({ fastKernels }: Environment['backend']): readonly string[] => {
  if (fastKernels === undefined) return []
  const { on, build, because } = fastKernels
  if (!on) return [`without @layersmith/wasm-kernels: ${because}`]
  const simd = build === 'relaxed' ? 'relaxed SIMD' : 'without relaxed SIMD'
  return [`with @layersmith/wasm-kernels, ${simd}`]
}

/** When, where and with what a result was measured, in one line. */
export const environment = (
  { backend, provenance, date, ...machine }: Environment,
  settings: readonly string[],
): string =>
  [
    date.slice(0, 10),
    commitOf(provenance),
    `Node ${backend.versions.node}`,
    ...packagesOf(provenance),
    ...(backend.versions.library === null ? [] : [backend.versions.library]),
    ...(backend.simd === true ? ['SIMD'] : []),
    ...kernelsOf(backend),
    machineOf(machine),
    loadOf(machine),
    ...settings,
  ].join(' · ')

/** What a device can do at best, in one line. */
export const ceilings = ({ bandwidth, arithmetic }: Ceilings): string =>
  `Ceilings of the device on this backend: ${bandwidth.rate.toFixed(1)} GB/s ` +
  `(adding ${bandwidth.size.toLocaleString('en')} numbers), ` +
  `${arithmetic.rate.toFixed(1)} GFLOP/s ` +
  `(multiplying ${arithmetic.size}x${arithmetic.size} matrices).`
