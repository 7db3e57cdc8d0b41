// Problems are data; rendering them is separate.
import type { NonEmptyArray } from 'fp-ts/lib/NonEmptyArray.js'
import { type Code, say } from './sentences.js'

/** Where a builder call was written. */
export interface Place {
  /** As the JavaScript engine names it: a path or a URL. */
  readonly file: string
  readonly line: number
  readonly column: number
}

/** A problem without its place: what a kind knows about it. */
export interface Complaint {
  readonly code: Code
  /** What would have been right, or what the part has to fit to. */
  readonly expected: string
  readonly got: string
  /** What to change. */
  readonly fix: string
}

/** One mistake in a net. `code` is a closed union: a `switch` over it can be exhaustive. */
export interface Problem extends Complaint {
  /**
   * The position's path (`stem.conv1`), or the place in JSON (`nodes[2].config`); '' for the net as
   * a whole.
   */
  readonly path: string
  /**
   * The call that made the part; null when it was not made by a call, or the engine does not tell.
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

/**
 * A problem as one line: path, what is wrong, how to mend it, where it was written.
 * @example
 * import { check, input, render } from 'layersmith'
 * const checked = check(input([4, 4, 1]).loose().conv(8, 9))
 * if (checked._tag === 'Left') console.log(checked.left.map(render).join('\n'))
 */
export const render = (p: Problem): string => {
  const head = p.path === '' ? '' : `${p.path}: `
  const tail =
    p.where === null
      ? ''
      : `${p.fix.endsWith('?') ? '' : '.'} Written at ${p.where.file.split(/[\\/]/).at(-1)}:${p.where.line}`
  return `${head}${say(p.code, p.expected, p.got)}; ${p.fix}${tail}`
}

/** A mistake of this library, never of its user. */
export const ownBug = (what: string): never => {
  throw new Error(`layersmith: ${what}; please report this net`)
}

/** Thrown at the door (`plan`, `toModel`, `.shape`) with all problems of a net. */
export class BuildError extends Error {
  override readonly name = 'BuildError'
  readonly problems: NonEmptyArray<Problem>
  constructor(problems: NonEmptyArray<Problem>) {
    super(
      problems.length === 1
        ? render(problems[0])
        : `${problems.length} problems:\n${problems.map((p) => `  ${render(p)}`).join('\n')}`,
    )
    this.problems = problems
  }
}
