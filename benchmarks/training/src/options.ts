/** The command line of the benchmark. */
import { optional, readFlags, UsageError, wholeNumber } from '@layersmith/example-shared'
import { type NetName, netNames } from './nets.js'
import type { Settings } from './result.js'

export interface Options extends Settings {
  /** Numbers of threads, each of which gets a run of its own. */
  readonly threads: readonly number[]
  /** The command that starts Python; null to leave Keras out. */
  readonly python: string | null
  /** Where the result goes; undefined: benchmarks/results/training. */
  readonly out: string | undefined
  readonly help: boolean
}

export const defaults = {
  rounds: 30,
  cpuRounds: 1,
  warmUp: 6,
  threads: [1],
  seed: 1,
  python: 'python3',
} as const

export const usage = `Usage: npm run bench -- training [options]

Times training steps (Adam, batch normalisation) step by step in turn: TensorFlow.js's wasm backend with our kernels and with
compositions of stock ones, its cpu backend, and where they are there tfjs-node and Keras in graph mode.

  --oracles           fetches and builds what tfjs-node and Keras need, in .cache/native (some 300 MB once, from the
                      registry of Python packages); without it they take part where that was done before
  --net <names>       only these: ${netNames.join(', ')}
  --rounds <n>        rounds that count, each with a step of everybody (default: ${defaults.rounds})
  --cpu <n>           rounds that the cpu backend takes part in, where a step can take a minute (default: ${defaults.cpuRounds})
  --warm-up <seconds> of rounds before those that count, five rounds or more (default: ${defaults.warmUp})
  --threads <numbers> threads to compute on, a run for each (default: ${defaults.threads.join(',')})
  --seed <n>          seed of the order within rounds (default: ${defaults.seed})
  --python <command>  a Python with Keras; none to leave it out (default: the one of --oracles, else ${defaults.python})
  --out <folder>      where the result goes (default: benchmarks/results/training)
  --help              show this text`

export const parseOptions = (args: readonly string[]): Options => {
  const flags = readFlags(args, [
    'net',
    'rounds',
    'cpu',
    'warm-up',
    'threads',
    'seed',
    'python',
    'out',
  ])
  const python = flags.python ?? defaults.python
  return {
    nets: optional(flags.net, (text) => list(text).map(netName)) ?? netNames,
    rounds: optional(flags.rounds, (text) => wholeNumber('--rounds', text, 1)) ?? defaults.rounds,
    cpuRounds: optional(flags.cpu, (text) => wholeNumber('--cpu', text, 0)) ?? defaults.cpuRounds,
    warmUp:
      optional(flags['warm-up'], (text) => wholeNumber('--warm-up', text, 0)) ?? defaults.warmUp,
    threads:
      optional(flags.threads, (text) => list(text).map((n) => wholeNumber('--threads', n, 1))) ??
      defaults.threads,
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
