// Problems are data; rendering them is separate.
import type { NonEmptyArray } from 'fp-ts/lib/NonEmptyArray.js'
import { type Code, say } from './sentences.js'

/** Where a builder call is in the caller's source. */
export interface Place {
  /** As the JavaScript engine names it: a path or a URL. */
  readonly file: string
  readonly line: number
  readonly column: number
}

/** A problem without its place: the part that a kind can tell. */
export interface Complaint {
  readonly code: Code
  /** What would have been right, or what the part has to fit. */
  readonly expected: string
  readonly got: string
  /** What to change. */
  readonly fix: string
}

/** One mistake in a net. `code` is a closed union: a `switch` over it can be exhaustive. */
export interface Problem extends Complaint {
  /**
   * The position's path (`stem.conv1`), or the place in the JSON (`nodes[2].config`); '' for the
   * whole net.
   */
  readonly path: string
  /**
   * The call that made the part; null when no call made it, or the engine does not say which.
   */
  readonly where: Place | null
}

export const complain = (code: Code, rest: Omit<Complaint, 'code'>): Complaint => ({
  code,
  ...rest,
})
export const problem = (path: string, where: Place | null, c: Complaint): Problem => ({
  code: c.code,
  path,
  where,
  expected: c.expected,
  got: c.got,
  fix: c.fix,
})

/** The most characters of a message: more helps nobody, and data of others can make it endless. */
const LONGEST = 2000
/** Those of the problems in it: there may be the name of a function before them. */
const PROBLEMS = LONGEST - 100

/**
 * A text of a readable length, for a message: a longer one is cut in its middle.
 * @param most the most characters of the result, by default 2,000
 * @example
 * import { shortened } from 'layersmith'
 * shortened('a'.repeat(100), 18) // 'aaaaaaaaaa … aaaaa'
 */
export const shortened = (text: string, most = LONGEST): string => {
  const end = Math.floor(most / 3) - 1
  return text.length > most ? `${text.slice(0, 2 * end)} … ${text.slice(-end)}` : text
}

/**
 * A problem as one line: its path, what is wrong, how to fix it, and where the call is; at most
 * 2,000 characters.
 * @example
 * import { check, input, render } from 'layersmith'
 * const checked = check(input([4, 4, 1]).loose().conv(8, 9))
 * if (checked._tag === 'Left') console.log(checked.left.map(render).join('\n'))
 */
export const render = (p: Problem): string => {
  const head = p.path === '' ? '' : `${p.path}: `
  const file = p.where?.file.split(/[\\/]/).at(-1)
  const tail =
    p.where === null ? '' : `${p.fix.endsWith('?') ? '' : '.'} Written at ${file}:${p.where.line}`
  return shortened(`${head}${say(p.code, p.expected, p.got)}; ${p.fix}${tail}`, PROBLEMS)
}

/**
 * The message of anything thrown; an error from another realm is not an instance of our Error.
 * @example
 * import { messageOf } from 'layersmith'
 * messageOf(new TypeError('no')) // 'no'
 * messageOf('no') // 'no'
 */
export const messageOf = (e: unknown): string =>
  typeof e === 'object' && e !== null && 'message' in e && typeof e.message === 'string'
    ? e.message
    : String(e)

/** Throws for a mistake of this library's, never of its user's. */
export const ownBug = (what: string): never => {
  throw new Error(`layersmith: ${what}; please report this net`)
}

/** The most problems in a message: a longer one helps nobody. */
const MOST = 10

const listed = (problems: readonly Problem[]): string => {
  const first = problems.slice(0, MOST)
  const lines = first.map((p) => `  ${shortened(render(p), PROBLEMS / first.length)}`)
  const more = problems.length - MOST
  if (more > 0) lines.push(`  … ${more} more, in the error's problems`)
  return `${problems.length} problems:\n${lines.join('\n')}`
}

/**
 * Thrown by `plan`, `toModel` and `.shape`, with all of a net's problems; the message has the first
 * ten.
 */
export class BuildError extends Error {
  override readonly name = 'BuildError'
  readonly problems: NonEmptyArray<Problem>
  constructor(problems: NonEmptyArray<Problem>) {
    super(problems.length === 1 ? render(problems[0]) : listed(problems))
    this.problems = problems
  }
}

/**
 * An error that begins with the name of the function that threw it, of at most 2,000 characters. A
 * `BuildError` stays as it is, since its problems say where they are; a `TypeError` stays one.
 * @param where the name of the function
 * @param e whatever was thrown
 * @example
 * import { messageOf, thrownBy } from 'layersmith'
 * messageOf(thrownBy('readNet', new Error('it is damaged'))) // 'readNet: it is damaged'
 */
export const thrownBy = (where: string, e: unknown): unknown => {
  if (e instanceof BuildError) return e
  const message = shortened(`${where}: ${messageOf(e)}`)
  return e instanceof TypeError
    ? new TypeError(message, { cause: e })
    : new Error(message, { cause: e })
}
