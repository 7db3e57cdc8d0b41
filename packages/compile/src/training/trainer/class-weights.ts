// How much each example counts, by its class: what TensorFlow.js does with `classWeight`.
import { isObject, words } from '../../compile/given.js'
import type { TypedArray } from '../../compile/batch.js'
import type { Place } from './examples.js'

/** An output, with the targets of all examples. */
export interface Classified {
  /** Its name in the model. */
  readonly output: string
  readonly place: Place
  readonly targets: TypedArray
}

const WHERE = 'fit: classWeight'

/** The weights of the first `count` examples at each output; null where all count the same. */
export const classWeights = (
  given: unknown,
  outputs: readonly Classified[],
  count: number,
): readonly (Float32Array | null)[] => {
  const each = given === undefined || given === null ? [] : byOutput(given, outputs)
  return outputs.map((output, i) => {
    const weights = each[i] ?? null
    return weights === null ? null : weightsOf(weights, output, count)
  })
}

/** An option for each output: a list, or a record by the names of outputs. */
const byOutput = (given: unknown, outputs: readonly Classified[]): readonly unknown[] => {
  const names = outputs.map(({ output }) => output)
  if (Array.isArray(given) && given.length === outputs.length) return given
  if (isObject(given)) {
    const record = new Map<string, unknown>(Object.entries(given))
    const isNamed = [...record.values()].some((one) => typeof one === 'object')
    if (isNamed && [...record.keys()].every((name) => names.includes(name)))
      return names.map((name) => record.get(name))
    if (!isNamed && outputs.length === 1) return [given]
  }
  throw new TypeError(
    outputs.length === 1
      ? `${WHERE}: expected a number for each class, as in { 0: 1, 1: 3 }, got ${words(given)}`
      : `${WHERE}: expected a record by output, as in { ${names[0] ?? ''}: { 0: 1, 1: 3 } }, for ` +
          `${names.join(', ')}, got ${words(given)}`,
  )
}

const weightsOf = (
  given: unknown,
  { output, place: { shape }, targets }: Classified,
  count: number,
): Float32Array => {
  const [size = 1, ...more] = shape
  if (more.length > 0)
    throw new TypeError(
      `${WHERE}: the output ${output} has the sizes ${shape.join(', ')}; expected one class for ` +
        'each example, so leave this output out',
    )
  const byClass = new Map<string, unknown>(isObject(given) ? Object.entries(given) : [])
  return Float32Array.from({ length: count }, (_, i) => {
    const name = size === 1 ? (targets[i] ?? NaN) : largest(targets, i * size, size)
    const weight = byClass.get(String(name))
    if (typeof weight === 'number' && Number.isFinite(weight)) return weight
    throw new TypeError(
      `${WHERE}: expected a number for each class of the examples, got ${words(weight)} for the ` +
        `class ${name} of the output ${output}; add it`,
    )
  })
}

/** The index of the largest of some numbers; of equal ones, the first. */
const largest = (numbers: TypedArray, from: number, count: number): number => {
  let found = 0
  for (let i = 1; i < count; i++)
    if ((numbers[from + i] ?? 0) > (numbers[from + found] ?? 0)) found = i
  return found
}
