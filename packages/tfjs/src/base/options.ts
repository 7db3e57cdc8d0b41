// Checks the options of this package's functions, for callers without types. Core checks those of a
// plan.
import { type Problem, render } from '@layersmith/core'
import { problemAt } from './problem.js'
import { inWords } from './wording.js'

const isRecord = (x: unknown): x is object =>
  typeof x === 'object' && x !== null && !Array.isArray(x)

/** What to do instead, by names that people know from elsewhere. */
export type Hints = Readonly<Record<string, string>>

/** Problems with the names of options, or with a value that is not an object. */
export const optionProblems = (
  options: unknown,
  known: readonly string[],
  hints: Hints = {},
): readonly Problem[] => {
  if (!isRecord(options)) {
    return [
      problemAt(
        '',
        'invalidOption',
        'the options must be an object',
        inWords(options),
        `write { name: value }, with these names: ${known.join(', ')}`,
      ),
    ]
  }
  return Object.keys(options)
    .filter((key) => !known.includes(key))
    .map((key) =>
      problemAt(
        '',
        'unknownOption',
        known.join(', '),
        JSON.stringify(key),
        new Map(Object.entries(hints)).get(key) ?? `remove it, or use one of ${known.join(', ')}`,
      ),
    )
}

/**
 * Refuses wrong options, in a function that builds nothing.
 * @throws TypeError
 */
export const knownOptions = (
  where: string,
  options: unknown,
  known: readonly string[],
  hints: Hints = {},
): void => {
  // runs for every batch: the common case allocates nothing
  if (isRecord(options) && Object.keys(options).every((key) => known.includes(key))) return
  const [first] = optionProblems(options, known, hints)
  if (first !== undefined) throw new TypeError(`${where}: ${render(first)}`)
}

/** Problems with the name of a model or layer. */
export const nameProblems = (name: unknown): readonly Problem[] =>
  typeof name === 'string' && NAME.test(name)
    ? []
    : [
        problemAt(
          '',
          'invalidOption',
          'name must be letters, digits, -, ., _ and /, beginning with a letter or digit',
          inWords(name),
          'choose another name',
        ),
      ]

/** The names that TensorFlow.js accepts. */
const NAME = /^[A-Za-z0-9][-A-Za-z0-9._/]*$/
