/** How to write the numbers and names in results. */
import type { Running } from '@layersmith/backends'
import type { Environment } from '../environment/environment.js'
import type { Provenance } from '../environment/provenance.js'
import type { Ratio } from './statistics.js'

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

/** When, where and with what a result was measured, in one line. */
export const environmentLine = (
  { date, provenance, node, platform, cpu, cores, memory, load }: Environment,
  settings: readonly string[],
): string =>
  [
    date.slice(0, 10),
    commitOf(provenance),
    `Node ${node}`,
    ...Object.entries(provenance.packages).map(([name, version]) => `${name} ${version}`),
    platform +
      `, ${cpu ?? 'an unknown processor'}` +
      `, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${memory} GB`,
    `load ${load.join(' before, ')} after`,
    ...settings,
  ].join(' · ')
