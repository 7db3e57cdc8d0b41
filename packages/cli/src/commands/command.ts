// The declaration of a command: its arguments, options, help and action. Each command is one file
// and a line in all.ts; shell completion and help come from these declarations.
import type { ExitCode } from '../base/failure.js'
import type { Terminal } from '../base/terminal.js'

/** An option with one value or none. */
export interface Option<T> {
  /** The value's name in help; null for an option without a value. */
  readonly value: string | null
  readonly does: string
  /** The allowed values; undefined for any. */
  readonly choices?: readonly string[]
  /** Reads the value; throws an Error that says what is expected. */
  readonly read: (text: string) => T
  /** The value when the option is not given. */
  readonly otherwise: T
}

export const flag = (does: string): Option<boolean> => ({
  value: null,
  does,
  read: () => true,
  otherwise: false,
})
export const text = (value: string, does: string): Option<string | undefined> => ({
  value,
  does,
  read: (given) => given,
  otherwise: undefined,
})
export const choice = <C extends string>(
  choices: readonly C[],
  does: string,
): Option<C | undefined> => ({
  value: 'which',
  does: `${does}: ${choices.join(', ')}`,
  choices,
  read: (given) => {
    const found = choices.find((c) => c === given)
    if (found === undefined) throw new Error(`must be one of ${choices.join(', ')}`)
    return found
  },
  otherwise: undefined,
})
/** Some of these values, separated by commas. */
export const several = <C extends string>(
  choices: readonly C[],
  does: string,
): Option<readonly C[] | undefined> => {
  const one = choice(choices, does)
  return {
    value: 'which,...',
    does: one.does,
    choices,
    read: (given) => [...new Set(given.split(',').flatMap((name) => one.read(name) ?? []))],
    otherwise: undefined,
  }
}
export const count = (does: string, least: number): Option<number | undefined> => ({
  value: 'n',
  does,
  read: (given) => {
    const n = Number(given)
    if (!/^\d+$/.test(given) || !Number.isSafeInteger(n) || n < least)
      throw new Error(`must be a whole number of at least ${least}`)
    return n
  },
  otherwise: undefined,
})
/** Sizes as in 224x224x3, with ? for one known only at run time. */
export const sizes = (does: string): Option<readonly (number | null)[] | undefined> => ({
  value: 'sizes',
  does,
  read: (given) =>
    given.split('x').map((size) => {
      if (size === '?') return null
      if (!/^[1-9]\d{0,8}$/.test(size)) throw new Error('must be sizes such as 224x224x3')
      return Number(size)
    }),
  otherwise: undefined,
})

export interface Argument {
  /** In capitals, as help shows it. */
  readonly name: string
  readonly does: string
  /** Whether there may be several. */
  readonly variadic?: true
  /** The allowed values; undefined for any. */
  readonly choices?: readonly string[]
}

type Options = Readonly<Record<string, Option<unknown>>>
type Values<O extends Options> = {
  readonly [K in keyof O]: ReturnType<O[K]['read']> | O[K]['otherwise']
}

/** What a command gets besides its options. */
export interface Call<O extends Options> {
  readonly args: readonly string[]
  readonly options: Values<O>
  /** Whether to print JSON for programs instead of text for people. */
  readonly json: boolean
  readonly terminal: Terminal
}

export interface Command<O extends Options = Options> {
  readonly name: string
  /** Its line in the help. */
  readonly does: string
  /** More text for its own help. */
  readonly more?: string
  readonly args: readonly Argument[]
  readonly options: O
  readonly examples: readonly string[]
  readonly run: (call: Call<O>) => Promise<ExitCode>
}

/** Declares a command whose `run` knows the types of its options; from outside, all look alike. */
export const command = <O extends Options>(declared: Command<O>): Command =>
  // the program passes `run` the values that these options have read
  declared as unknown as Command
