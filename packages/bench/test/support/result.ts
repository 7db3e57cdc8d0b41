// A result as `save` writes it, with numbers that are easy to check.
import type { BenchResult, Environment, Timed } from '../../src/index.js'

const backend: Environment['backend'] = {
  backend: 'wasm',
  tfName: 'wasm',
  device: 'cpu',
  deviceName: 'Some CPU @ 2.0 GHz',
  threads: 1,
  simd: true,
  versions: { tfjs: '4.22.0', node: '20.0.0', backend: '4.22.0', library: null },
}

const timed = (
  contestant: string,
  median: number,
  ratio: number | null,
  gflops: number | null = null,
): Timed => ({
  contestant,
  median,
  quartiles: [Math.round(1000 * (median - 0.1)) / 1000, Math.round(1000 * (median + 0.1)) / 1000],
  runs: ratio === null ? 9 : 31,
  ratio: ratio === null ? null : { ratio, interval: [ratio - 0.01, ratio + 0.02] },
  gflops,
  ofLimit: gflops === null || ratio === null ? null : 0.25,
})

const memory = { model: { tensors: 12, bytes: 6968 }, training: { tensors: 26, bytes: 13_000 } }
const facts = { about: null, params: 1742, flops: 383_404, memory, difference: null, error: null }
const nothing = { about: null, params: null, flops: null, memory: null, difference: null }

export const result: BenchResult = {
  benchmark: 'layersmith',
  format: 1,
  settings: { seconds: 10, seed: 1, reference: 'theirs', compared: true },
  runs: [
    {
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
      ceilings: { bandwidth: { rate: 20, size: 1_048_576 }, arithmetic: { rate: 55.5, size: 512 } },
      contestants: [
        { name: 'ours', kind: 'net', ...facts },
        { name: 'theirs', kind: 'model', ...facts, difference: { forward: 0, train: 1e-7 } },
        {
          name: 'pytorch',
          kind: 'timings',
          ...nothing,
          about: 'PyTorch 2.9.0 on cpu, 1 thread, timed alone',
          error: null,
        },
        { name: 'broken', kind: null, ...nothing, error: 'no memory left' },
      ],
      measurements: [
        {
          mode: 'build',
          batch: null,
          repeats: 4,
          rows: [timed('ours', 1.05, 1.05), timed('theirs', 1, 1)],
          fastest: 'theirs',
        },
        {
          mode: 'forward',
          batch: 32,
          repeats: 1,
          rows: [
            timed('ours', 3.25, 0.99, 3.78),
            timed('theirs', 3.3, 1, 3.7),
            timed('pytorch', 2, null, 6.1),
            { contestant: 'broken', error: 'no memory left' },
          ],
          fastest: null,
        },
      ],
    },
  ],
  withoutRun: [
    { backend: 'webgpu', refused: true, reason: 'there is no adapter' },
    { backend: 'node', refused: false, reason: 'its process ended with SIGSEGV' },
  ],
}

/** The same result on another backend and device. */
export const on = (changes: Partial<Environment['backend']>): BenchResult => ({
  ...result,
  runs: result.runs.map((run) => ({
    ...run,
    environment: { ...run.environment, backend: { ...backend, ...changes } },
  })),
})
