/** The command line of the benchmark. */
import { backendNames, type BackendName } from '@layersmith/backends'
import { optional, readFlags, UsageError, wholeNumber } from '@layersmith/example-shared'
import { netNames } from './nets/index.js'
import type { Settings } from './report/result.js'

export interface Options extends Settings {
  /**
   * Only these, including software adapters; if undefined, every backend that starts, without
   * software adapters.
   */
  readonly backends: readonly BackendName[] | undefined
  /**
   * Where results go; if undefined, benchmarks/results/feature-extractor, or results/ next to a
   * bundle.
   */
  readonly out: string | undefined
  /** The command that starts Python; null to leave PyTorch out. */
  readonly python: string | null
  readonly help: boolean
}

export const defaults = { seconds: 10, seed: 1, batches: [1, 32, 256], python: 'python3' } as const

export const usage = `Usage: npm run bench -- feature-extractor [options]

Times feature extractors built with layersmith, as a hand-written layer and as hand-written
functional code: building, forward passes and training steps, on every backend that starts here.

  --backend <names>   only these, separated by commas: ${backendNames.join(', ')}.
                      A GPU emulated in software runs only if it is named here, and is labeled so
  --net <names>       only these nets: ${netNames.join(', ')}
  --batch <numbers>   images in one forward pass (default: ${defaults.batches.join(',')})
  --seconds <n>       time for one measurement (default: ${defaults.seconds})
  --seed <n>          seed of weights, images and the order in a round (default: ${defaults.seed})
  --python <command>  a Python with PyTorch, which is timed too; none to leave it out
                      (default: ${defaults.python})
  --out <folder>      where the results go
  --help              show this text`

export const parseOptions = (args: readonly string[]): Options => {
  const flags = readFlags(args, ['backend', 'net', 'batch', 'seconds', 'seed', 'python', 'out'])
  const python = flags.python ?? defaults.python
  return {
    backends: optional(flags.backend, (text) =>
      list(text).map((name) => oneOf('--backend', name, backendNames)),
    ),
    nets:
      optional(flags.net, (text) => list(text).map((name) => oneOf('--net', name, netNames))) ??
      netNames,
    batches:
      optional(flags.batch, (text) => list(text).map((n) => wholeNumber('--batch', n, 1))) ??
      defaults.batches,
    seconds: optional(flags.seconds, (text) => positive('--seconds', text)) ?? defaults.seconds,
    seed: optional(flags.seed, (text) => wholeNumber('--seed', text, 0)) ?? defaults.seed,
    python: python === 'none' ? null : python,
    out: flags.out,
    help: flags.help ?? false,
  }
}

const list = (text: string): readonly string[] => [
  ...new Set(text.split(',').map((part) => part.trim())),
]

const oneOf = <T extends string>(option: string, text: string, known: readonly T[]): T => {
  const found = known.find((name) => name === text)
  if (found === undefined)
    throw new UsageError(`${option}: expected one of ${known.join(', ')}, got "${text}"`)
  return found
}

const positive = (option: string, text: string): number => {
  const value = Number(text)
  if (text.trim() === '' || !(value > 0 && Number.isFinite(value)))
    throw new UsageError(`${option}: expected a number above 0, got "${text}"`)
  return value
}
