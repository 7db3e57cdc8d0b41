// Names that callers give to parts, taps, inputs and outputs.
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import { callSiteOf } from './call-site.js'
import { type Json, describe, foreign, snapshot } from './json.js'
import { BuildError, type Complaint, complain, problem } from './problem.js'

const NAME = /^[A-Za-z][A-Za-z0-9_-]*$/
/** Longer than anybody's, and short enough for paths, which repeat the names around a position. */
const MAX_LENGTH = 256

/**
 * A caller's name, which can be a segment of a path, or why it cannot be one. `fix` says where to
 * choose another.
 */
export const readName = (name: Json, fix: string): Either<Complaint, string> => {
  const wrong = (expected: string): Either<Complaint, never> =>
    left(complain('invalidName', { expected, got: describe(name), fix }))
  if (typeof name !== 'string' || !NAME.test(name))
    return wrong('letters, digits, _ and -, beginning with a letter')
  if (name.length > MAX_LENGTH) return wrong(`at most ${MAX_LENGTH} characters long`)
  // TensorFlow.js looks up tensors by name in plain objects, and finds what all objects inherit
  return name in {} ? wrong('one that objects do not have anyway') : right(name)
}

/** A name as a node keeps it, even if it is none: `check` reads it. null stands for no name. */
export const givenName = (name: unknown): Json => (name === null ? foreign('null') : snapshot(name))

/**
 * The name of a part that is to be written as TypeScript.
 * @throws BuildError for a name that no call accepts
 */
export const nameFor = (part: { readonly name: Json }, fix: string): string => {
  const read = readName(part.name, fix)
  if (isLeft(read)) throw new BuildError([problem('', callSiteOf(part), read.left)])
  return read.right
}

const MAX_LISTED = 10
/** The first names, and how many more there are. */
export const listed = (names: Iterable<string>, count: number): string => {
  const first: string[] = []
  for (const name of names) {
    if (first.length === MAX_LISTED) return `${first.join(', ')} and ${count - MAX_LISTED} more`
    first.push(name)
  }
  return first.join(', ')
}
