/** How numbers and names of results are written. */
import type { Running } from '@layersmith/backends'
import type { Ratio } from '../measure/statistics.js'
import type { Cell } from '../result.js'

/** "lenet forward 32" */
export const cellName = ({ net, task, batch }: Cell): string => [net, task, batch].filter((part) => part !== null).join(' ')

/** Three digits that count: 0.0123, 1.23, 123. */
export const milliseconds = (value: number): string => (value >= 1000 ? value.toFixed(0) : value.toPrecision(3).replace(/e.*/, ''))

/** "0.98 [0.97, 1.01]" */
export const ratio = ({ ratio: value, interval: [low, high] }: Ratio): string => `${value.toFixed(2)} [${low.toFixed(2)}, ${high.toFixed(2)}]`

/** What computes: "Some CPU, 1 thread"; a GPU that is emulated is said to be. */
export const deviceOf = ({ device, deviceName, threads }: Pick<Running, 'device' | 'deviceName' | 'threads'>): string => {
  const name = deviceName ?? 'a device without a name'
  switch (device) {
    case 'cpu': return `${name}, ${threads ?? 'an unknown number of'} ${threads === 1 ? 'thread' : 'threads'}`
    case 'gpu': return `${name} (GPU)`
    case 'software-gpu': return `${name} (emulated in software, no GPU)`
    default: return device satisfies never
  }
}
