/** The command line of the benchmark. */
import { optional, readFlags, UsageError, wholeNumber } from '@layersmith/example-shared'
import { type NetName, netNames } from './nets/index.js'
import type { Settings } from './report/result.js'

export interface Options extends Settings {
  /** Numbers of threads; each gets its own run. */
  readonly threads: readonly number[]
  /** Whether pages in Chromium measure, and not processes of Node.js. */
  readonly browser: boolean
  /** The command that starts Python; null to leave Keras out. */
  readonly python: string | null
  /** Where the result goes; benchmarks/results/training if undefined. */
  readonly out: string | undefined
  readonly help: boolean
}

export const defaults = {
  rounds: 30,
  slowRounds: 1,
  warmUp: 6,
  threads: [1],
  seed: 1,
  python: 'python3',
} as const

export const usage = `Usage: npm run bench -- training [options]

Times training steps (Adam, batch normalization) in turn: on TensorFlow.js's wasm backend with our
kernels and with compositions of stock kernels, on its cpu backend, by compileTraining, on jax-js
and, if they are available, on tfjs-node and on Keras in graph mode.

  --oracles           downloads and builds what tfjs-node and Keras need, in .cache/native (once,
                      some 300 MB, from the Python package registry); without it, they take part
                      only if that was done before
  --net <names>       only these nets: ${netNames.join(', ')}
  --rounds <n>        rounds that count, each with one step per contestant
                      (default: ${defaults.rounds})
  --slow <n>          rounds that jax-js and the cpu backend take part in; one of their steps can
                      take a minute (default: ${defaults.slowRounds})
  --warm-up <seconds> how long to run rounds before those that count, at least five of them
                      (default: ${defaults.warmUp})
  --threads <numbers> threads to compute on, with one run for each number
                      (default: ${defaults.threads.join(',')})
  --browser           pages in headless Chromium instead of processes of Node, with the contestants
                      that a page can load; installs Debian's Chromium if there is none
  --seed <n>          seed of the order within a round (default: ${defaults.seed})
  --python <command>  a Python with Keras, or none to leave Keras out
                      (default: the one from --oracles, else ${defaults.python})
  --out <folder>      where the result goes (default: benchmarks/results/training)
  --help              show this text`

const names = ['net', 'rounds', 'slow', 'warm-up', 'threads', 'seed', 'python', 'out'] as const

export const parseOptions = (args: readonly string[]): Options => {
  const flags = readFlags(args, names, ['browser'])
  const python = flags.python ?? defaults.python
  return {
    nets: optional(flags.net, (text) => list(text).map(netName)) ?? netNames,
    rounds: optional(flags.rounds, (text) => wholeNumber('--rounds', text, 1)) ?? defaults.rounds,
    slowRounds:
      optional(flags.slow, (text) => wholeNumber('--slow', text, 0)) ?? defaults.slowRounds,
    warmUp:
      optional(flags['warm-up'], (text) => wholeNumber('--warm-up', text, 0)) ?? defaults.warmUp,
    threads:
      optional(flags.threads, (text) => list(text).map((n) => wholeNumber('--threads', n, 1))) ??
      defaults.threads,
    browser: flags.browser ?? false,
    seed: optional(flags.seed, (text) => wholeNumber('--seed', text, 0)) ?? defaults.seed,
    python: python === 'none' ? null : python,
    out: flags.out,
    help: flags.help ?? false,
  }
}

const list = (text: string): readonly string[] => [
  ...new Set(text.split(',').map((part) => part.trim())),
]

const netName = (text: string): NetName => {
  const found = netNames.find((name) => name === text)
  if (found === undefined)
    throw new UsageError(`--net: expected one of ${netNames.join(', ')}, got "${text}"`)
  return found
}
