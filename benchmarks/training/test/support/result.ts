// A result as a run would leave it, with numbers that are easy to check.
import type { Measured, Result } from '../../src/report/result.js'

const measured = (
  contestant: Measured['contestant'],
  median: number,
  ratio: number,
  runs = 30,
): Measured => ({
  net: 'lenet',
  contestant,
  median,
  quartiles: [median - 1, median + 1],
  best: median - 2,
  runs,
  cores: 1.04,
  toReference: { ratio, interval: [ratio - 0.1, ratio + 0.1] },
})
const versions = { tfjs: '4.22.0', node: '24.1.0', backend: '4.22.0', library: null }
const cpu = { device: 'cpu', deviceName: 'Some CPU @ 2.0 GHz', threads: 1 } as const

export const result: Result = {
  benchmark: 'training',
  format: 1,
  environment: {
    date: '2026-01-02T03:04:05.678Z',
    provenance: {
      commit: '0123456789abcdef0123456789abcdef01234567',
      changed: true,
      packages: { '@layersmith/backends': '1.2.3' },
    },
    platform: 'linux-x64',
    cpu: 'Some CPU @ 2.0 GHz',
    cores: 2,
    memory: 8.1,
    load: [0.1, 1],
    node: '24.1.0',
  },
  settings: { nets: ['lenet'], rounds: 30, slowRounds: 1, warmUp: 6, seed: 1 },
  runs: [
    {
      threads: 1,
      ran: {
        own: {
          ...cpu,
          backend: 'wasm',
          simd: true,
          versions,
          fastKernels: { on: true, build: 'baseline', because: null },
        },
        node: {
          ...cpu,
          backend: 'node',
          simd: null,
          versions: { ...versions, library: 'libtensorflow 2.21.0' },
        },
        keras: { keras: '3.15.1', tensorflow: '2.21.0', threads: 1 },
      },
      leftOut: { composed: 'it had enough' },
      measurements: [
        measured('own', 8, 1),
        measured('node', 32, 4),
        measured('keras', 16, 2),
        measured('cpu', 2400, 300, 1),
      ],
    },
  ],
}

const [inNode] = result.runs
const { own } = inNode!.ran

/** What a page would leave: no processor time, and no contestants that need more than a page. */
export const inChromium: Result = {
  ...result,
  environment: {
    ...result.environment,
    browser: { name: 'Chromium', version: '142.0.7444.59' },
  },
  runs: [
    {
      threads: 1,
      ran: { ...(own !== undefined && { own }) },
      leftOut: { keras: 'it needs Python' },
      measurements: [{ ...measured('own', 8, 1), cores: null }],
    },
  ],
}
