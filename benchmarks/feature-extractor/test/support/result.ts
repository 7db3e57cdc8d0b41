// A result as a run would leave it, with numbers that are easy to check.
import type { Running, StartedBackend } from '@layersmith/backends'
import type { Measured, Result } from '../../src/report/result.js'

const running: Running = {
  backend: 'wasm',
  tfName: 'wasm',
  device: 'cpu',
  deviceName: 'Some CPU @ 2.0 GHz',
  threads: 1,
  simd: true,
  versions: { tfjs: '4.22.0', node: '20.0.0', backend: '4.22.0', library: null },
  kernels: [],
}
const { kernels: _, ...backend } = running
/** As startBackend returns it. */
export const started: StartedBackend = {
  ...running,
  refused: [
    {
      backend: 'node',
      code: 'package',
      tried: 'import',
      got: 'not found in /home/someone',
      fix: 'Install it',
    },
  ],
}

const measured = (median: number, ratio: number, gflops: number | null = null): Measured => ({
  median,
  quartiles: [median - 0.1, median + 0.1],
  runs: 31,
  toReference: { ratio, interval: [ratio - 0.01, ratio + 0.02] },
  gflops,
  ofLimit: gflops === null ? null : 0.25,
})
const memory = { model: { tensors: 12, bytes: 6968 }, training: { tensors: 26, bytes: 13_000 } }

export const result: Result = {
  benchmark: 'feature-extractor',
  format: 1,
  environment: {
    date: '2026-01-02T03:04:05.678Z',
    provenance: {
      commit: '0123456789abcdef0123456789abcdef01234567',
      changed: false,
      packages: { layersmith: '1.2.3' },
    },
    platform: 'linux-x64',
    cpu: 'Some CPU @ 2.0 GHz',
    cores: 2,
    memory: 8.1,
    load: [0.1, 1],
    backend,
  },
  settings: { seconds: 10, seed: 1, nets: ['lenet'], batches: [32] },
  ceilings: { bandwidth: { rate: 20, size: 1_048_576 }, arithmetic: { rate: 55.55, size: 512 } },
  nets: [
    {
      name: 'lenet',
      title: 'A small one',
      input: [28, 28, 1],
      params: 1742,
      flops: 383_404,
      difference: { forward: 0, train: 0 },
      memory: { layersmith: memory, subclass: memory, functional: memory },
    },
  ],
  measurements: [
    {
      net: 'lenet',
      task: 'build',
      batch: null,
      repeats: 4,
      forms: {
        layersmith: measured(1.05, 1.05),
        subclass: measured(1, 1),
        functional: measured(0.9, 0.9),
      },
    },
    {
      net: 'lenet',
      task: 'forward',
      batch: 32,
      repeats: 1,
      forms: {
        layersmith: measured(3.25, 0.99, 3.78),
        subclass: measured(3.3, 1, 3.7),
        functional: measured(1234.5, 374, 0.01),
      },
    },
  ],
  leftOut: [{ net: 'lenet', task: 'train', batch: 32, reason: 'one run takes up to 90.0 s' }],
  torch: {
    program: 'PyTorch 2.9.0',
    device: 'cpu',
    threads: 1,
    measurements: [
      { net: 'lenet', mode: 'forward', batch: 32, median: 2, quartiles: [2, 2], runs: 9 },
    ],
  },
}

/** The same result on another backend and device. */
export const on = (changes: Partial<Running>): Result => ({
  ...result,
  environment: { ...result.environment, backend: { ...backend, ...changes } },
})
