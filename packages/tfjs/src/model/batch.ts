// Checks that a batch fits a model before TensorFlow.js computes it. Sizes that are null in the
// plan meet the net for the first time here, and sizes that do not fit crash backends (wasm: memory
// access out of bounds) or give zeros (cpu).
import type * as tf from '@tensorflow/tfjs'
import {
  type PlanOptions,
  type PlannedInput,
  type Sizes,
  showSizes,
  shortened,
} from '@layersmith/core'
import { inWords } from '../base/wording.js'
import { isGone } from '../tf/internals.js'
import { isTensor } from '../tf/tensors.js'

/**
 * The tensors of a batch, in the plan's order; throws when the batch does not fit. `where` names
 * the function that got it, and `needed` the inputs that this function computes with, by default
 * all: others may be missing, and are left out.
 */
export type ReadBatch = (where: string, x: unknown, needed?: readonly string[]) => tf.Tensor[]

/** How many shapes are remembered; a net that sees more checks some again. */
const REMEMBERED = 256

/**
 * What reads the batches of a net.
 * @param planned the inputs of its plan
 * @param fit throws if the net does not take these sizes; only asked where the plan does not know
 *   the sizes, and once for each shape
 */
export const readerFor = (
  planned: readonly PlannedInput[],
  fit: (inputShape: PlanOptions['inputShape']) => void,
): ReadBatch => {
  const isKnown = planned.every(({ shape }) => shape.every((n) => n !== null))
  const fitting = new Set<string>()
  const meet = (shapes: readonly Sizes[]): void => {
    const key = shapes.join(';')
    if (fitting.has(key)) return
    const [only] = shapes
    const inputShape =
      isSingle(planned) && only !== undefined
        ? only
        : Object.fromEntries(planned.map(({ name }, i) => [name, shapes[i] ?? []]))
    fit(inputShape)
    if (fitting.size >= REMEMBERED) fitting.clear()
    fitting.add(key)
  }
  const all = planned.map(({ name }) => name)
  const [only] = planned
  // runs for every batch: the common case allocates next to nothing
  if (only !== undefined && isSingle(planned)) {
    return (where, x) => {
      const tensor = tensorOf(where, x, only.shape)
      if (!isKnown) meet([tensor.shape.slice(1)])
      return [tensor]
    }
  }
  return (where, x, needed = all) => {
    const tensors = tensorsOf(where, x, planned, needed)
    if (!isKnown) meet(planned.map(({ shape }, i) => tensors[i]?.shape.slice(1) ?? shape))
    return tensors.flatMap((t, i) => (t !== null && needed.includes(all[i] ?? '') ? [t] : []))
  }
}

const isSingle = (planned: readonly PlannedInput[]): boolean => planned.length === 1

/** An input, or an output: then TensorFlow.js knows which shape its loss needs. */
interface Place {
  readonly name: string
  readonly shape: Sizes | null
}

/** The targets in a batch, in the order of the outputs; throws when the batch has others. */
export const targetsOf = (
  where: string,
  y: unknown,
  names: readonly (string | null)[],
): tf.Tensor[] => {
  const [only] = names
  if (names.length === 1 && only === null) return [tensorOf(where, y, null)]
  const planned = names.map((name) => ({ name: name ?? '', shape: null }))
  const all = planned.map(({ name }) => name)
  return tensorsOf(where, y, planned, all, 'output').filter((t) => t !== null)
}

/** null for an input that is neither needed nor given. */
const tensorsOf = (
  where: string,
  x: unknown,
  planned: readonly Place[],
  needed: readonly string[],
  noun = 'input',
): (tf.Tensor | null)[] => {
  const needs = `needs a record of tensors, { ${needed.join(', ')} }`
  if (typeof x !== 'object' || x === null || isTensor(x) || Array.isArray(x))
    throw new TypeError(
      shortened(`${where}: ${needs}, got ${isTensor(x) ? 'one tensor' : inWords(x)}`),
    )
  const given = x as Readonly<Record<string, unknown>> // an object, and neither array nor tensor
  const unknown = Object.keys(given).find((name) => !planned.some((input) => input.name === name))
  if (unknown !== undefined)
    throw new TypeError(shortened(`${where}: there is no ${noun} ${inWords(unknown)}; it ${needs}`))
  const tensors = planned.map(({ name, shape }) => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined
    return value === undefined && !needed.includes(name)
      ? null
      : tensorOf(`${where}: ${name}`, value, shape)
  })
  const batches = planned.flatMap(({ name }, i) =>
    tensors[i] ? [{ name, size: tensors[i].shape[0] ?? 0 }] : [],
  )
  if (new Set(batches.map(({ size }) => size)).size > 1)
    throw new Error(
      shortened(
        `${where}: all ${noun}s need the same number of examples, ` +
          `got ${batches.map(({ name, size }) => `${size} of ${name}`).join(', ')}`,
      ),
    )
  return tensors
}

const tensorOf = (where: string, x: unknown, planned: Sizes | null): tf.Tensor => {
  const expected = planned === null ? 'a batch' : batchOf(planned)
  if (!isTensor(x))
    throw new TypeError(
      `${where}: needs a tf.Tensor, ${expected}, ` +
        `got ${Array.isArray(x) ? 'an array; use tf.tensor or tf.stack' : inWords(x)}`,
    )
  if (planned !== null && !agree(x.shape, 1, planned))
    throw new Error(`${where}: expected ${expected}, got ${misfit(x.shape, planned)}`)
  if (isGone(x)) throw new Error(`${where}: expected ${expected}, got a disposed tensor`)
  if (x.shape[0] === 0)
    throw new Error(`${where}: expected at least one example, got none: [${x.shape.join(', ')}]`)
  return x
}

/** Whether the sizes after the first few are the planned ones. */
const agree = (shape: Sizes, leftOut: number, planned: Sizes): boolean =>
  shape.length === planned.length + leftOut &&
  planned.every((n, i) => n === null || n === shape[i + leftOut])

/** What came instead, and what to do about it. */
const misfit = (given: readonly number[], planned: Sizes): string => {
  if (agree(given, 0, planned))
    return `${showSizes(given)}: add the batch dimension with x.expandDims()`
  return given.length === planned.length + 1
    ? batchOf(given.slice(1))
    : `a tensor of shape [${given.join(', ')}]`
}

const batchOf = (sizes: Sizes): string =>
  sizes.length === 0
    ? 'a batch of scalars'
    : `a batch of ${sizes.length === 1 ? 'vectors of size ' : ''}${showSizes(sizes)}`
