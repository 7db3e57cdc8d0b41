// The options of this package's functions: what callers without types get wrong. Core reads those
// of a plan.
import { type Problem, render } from '@layersmith/core'
import { problemAt } from './problem.js'
import { tell } from './wording.js'

const isRecord = (x: unknown): x is object =>
  typeof x === 'object' && x !== null && !Array.isArray(x)

/** What is wrong with the names of options; a value that is no object has none of them. */
export const optionProblems = (options: unknown, known: readonly string[]): readonly Problem[] => {
  if (!isRecord(options)) {
    return [
      problemAt(
        '',
        'invalidOption',
        'the options must be an object',
        tell(options),
        `write { name: value }, with names of ${known.join(', ')}`,
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
        `remove it, or use one of ${known.join(', ')}`,
      ),
    )
}

/**
 * Refuses options of a function that builds nothing.
 * @throws TypeError
 */
export const knownOptions = (where: string, options: unknown, known: readonly string[]): void => {
  // called for every batch: the common case makes nothing
  if (isRecord(options) && Object.keys(options).every((key) => known.includes(key))) return
  const [first] = optionProblems(options, known)
  if (first !== undefined) throw new TypeError(`${where}: ${render(first)}`)
}

/** What is wrong with the name of a model or layer. */
export const nameProblems = (name: unknown): readonly Problem[] =>
  typeof name === 'string' && NAME.test(name)
    ? []
    : [
        problemAt(
          '',
          'invalidOption',
          'name must be letters, digits, -, ., _ and /, beginning with a letter or digit',
          tell(name),
          'choose another name',
        ),
      ]

/** What TensorFlow.js takes as a name. */
const NAME = /^[A-Za-z0-9][-A-Za-z0-9._/]*$/
