/** The command line of the benchmark. */
import { optional, readFlags, UsageError, wholeNumber } from '@layersmith/example-shared'
import { type NetName, type NetSet, nets } from './nets.js'
import type { Settings } from './result.js'

export interface Options extends Settings {
  readonly set: NetSet
  readonly nets: readonly NetName[]
  readonly batches: readonly number[]
  /** Numbers of threads; each net gets a process for each. */
  readonly threads: readonly number[]
  /** Whether pages in Chromium measure, and not processes of Node.js. */
  readonly browser: boolean
  /** Whether only the memory is measured, and no time. */
  readonly onlyMemory: boolean
  /** Where the result goes; benchmarks/results/inference if undefined. */
  readonly out: string | undefined
  readonly help: boolean
}

/** A prediction of a large net takes a hundred times as long. */
const defaults = {
  small: { batches: '1,8,32', rounds: 20 },
  large: { batches: '1,8', rounds: 6 },
  threads: '1',
  seed: 1,
} as const
const namesOf = (set: NetSet): readonly string[] => Object.keys(nets[set])

export const usage = `Usage: npm run bench -- inference [options]

Times predictions, in turns: operations of TensorFlow.js by hand, predict, compiled programs on each
engine, sessions of ONNX Runtime, and tfjs-node if npm run test:native has built it. Then measures
the memory of predict and of compiled programs.

  --large             the nets of the zoo at 224x224 instead of the small ones
  --nets <names>      only these: ${namesOf('small').join(', ')};
                      with --large: ${namesOf('large').join(', ')}
  --batches <numbers> sizes of batches (default: ${defaults.small.batches};
                      with --large: ${defaults.large.batches})
  --threads <numbers> threads to compute on, one process for each number and net
                      (default: ${defaults.threads})
  --browser           pages in headless Chromium instead of processes of Node, with the contestants
                      that a page can load; installs Debian's Chromium if there is none
  --rounds <n>        rounds that count (default: ${defaults.small.rounds};
                      with --large: ${defaults.large.rounds})
  --seed <n>          seed of the order within a round (default: ${defaults.seed})
  --memory            measure the memory only, which needs no quiet machine
  --out <folder>      where the result goes (default: benchmarks/results/inference)
  --help              show this text`

const names = ['nets', 'batches', 'threads', 'rounds', 'seed', 'out'] as const

/** @throws UsageError for options that do not exist, and values that do not fit */
export const parseOptions = (args: readonly string[]): Options => {
  const flags = readFlags(args, names, ['large', 'browser', 'memory'])
  const set = flags.large === true ? 'large' : 'small'
  const number = (name: 'rounds' | 'seed', least: number): number | undefined =>
    optional(flags[name], (text) => wholeNumber(`--${name}`, text, least))
  const numbers = (name: 'batches' | 'threads', fallback: string): readonly number[] =>
    listed(flags[name] ?? fallback).map((text) => wholeNumber(`--${name}`, text, 1))
  return {
    set,
    nets: listed(flags.nets ?? namesOf(set).join(',')).map((name) => netOf(set, name)),
    batches: numbers('batches', defaults[set].batches),
    threads: numbers('threads', defaults.threads),
    browser: flags.browser ?? false,
    rounds: number('rounds', 2) ?? defaults[set].rounds,
    seed: number('seed', 0) ?? defaults.seed,
    onlyMemory: flags.memory ?? false,
    out: flags.out,
    help: flags.help ?? false,
  }
}

const listed = (text: string): readonly string[] => [
  ...new Set(text.split(',').map((part) => part.trim())),
]

const netOf = (set: NetSet, name: string): NetName => {
  if (Object.hasOwn(nets[set], name)) return name as NetName // it is one of its names
  throw new UsageError(`--nets: expected some of ${namesOf(set).join(', ')}, got "${name}"`)
}
