// Whether a batch fits a model, before TensorFlow.js computes it: sizes that were null in the plan meet the net for the
// first time here, and a net that they do not fit crashes backends (wasm: memory access out of bounds) or gives zeros (cpu).
import * as tf from '@tensorflow/tfjs'
import { type AnyDescription, BuildError, type PlanOptions, type PlannedInput, type Sizes, check, showSizes } from '@layersmith/core'
import { isLeft } from 'fp-ts/lib/Either.js'
import { tell } from './options.js'

/** The tensors of a batch in the plan's order; throws when it does not fit. `where` is the function it was given to. */
export type Fit = (where: string, x: unknown) => tf.Tensor[]

/** Shapes that are remembered; a net that sees more distinct ones checks some again. */
const REMEMBERED = 256

/** The check for the batches of a net whose plan has these inputs. */
export const makeFit = (net: AnyDescription, options: PlanOptions, planned: readonly PlannedInput[]): Fit => {
  const isKnown = planned.every(({ shape }) => shape.every((n) => n !== null))
  const fitting = new Set<string>()
  const meet = (shapes: readonly Sizes[]): void => {
    const key = shapes.join(';')
    if (fitting.has(key)) return
    const [only] = shapes
    const inputShape = isSingle(planned) && only !== undefined ? only : Object.fromEntries(planned.map(({ name }, i) => [name, shapes[i] ?? []]))
    const checked = check(net, { ...options, inputShape })
    if (isLeft(checked)) throw new BuildError(checked.left)
    if (fitting.size >= REMEMBERED) fitting.clear()
    fitting.add(key)
  }
  return (where, x) => {
    const tensors = isSingle(planned) ? planned.map(({ shape }) => tensorOf(where, x, shape)) : tensorsOf(where, x, planned)
    if (!isKnown) meet(tensors.map((t) => t.shape.slice(1)))
    return tensors
  }
}

const isSingle = (planned: readonly PlannedInput[]): boolean => planned.length === 1

const tensorsOf = (where: string, x: unknown, planned: readonly PlannedInput[]): tf.Tensor[] => {
  const names = planned.map(({ name }) => name)
  const needs = `needs a record of tensors, { ${names.join(', ')} }`
  if (typeof x !== 'object' || x === null || isTensor(x) || Array.isArray(x)) throw new TypeError(`${where}: ${needs}, got ${isTensor(x) ? 'one tensor' : tell(x)}`)
  const given = x as Readonly<Record<string, unknown>> // an object that is no array and no tensor
  const unknown = Object.keys(given).find((name) => !names.includes(name))
  if (unknown !== undefined) throw new TypeError(`${where}: there is no input ${JSON.stringify(unknown)}; it ${needs}`)
  const tensors = planned.map(({ name, shape }) => tensorOf(`${where}: ${name}`, Object.hasOwn(given, name) ? given[name] : undefined, shape))
  const batches = tensors.map((t) => t.shape[0])
  if (new Set(batches).size > 1) throw new Error(`${where}: all inputs need as many examples, got ${names.map((name, i) => `${batches[i] ?? 0} of ${name}`).join(', ')}`)
  return tensors
}

const tensorOf = (where: string, x: unknown, planned: Sizes): tf.Tensor => {
  if (!isTensor(x)) throw new TypeError(`${where}: needs a tf.Tensor, a batch of ${showSizes(planned)}, got ${Array.isArray(x) ? 'an array; use tf.tensor or tf.stack' : tell(x)}`)
  if (!agree(x.shape.length === 0 ? null : x.shape.slice(1), planned)) throw new Error(`${where}: expected ${batchOf(planned)}, got ${misfit(x.shape, planned)}`)
  return x
}

/** Tensors of other copies of TensorFlow.js too. */
export const isTensor = (x: unknown): x is tf.Tensor => x instanceof tf.Tensor

const agree = (shape: Sizes | null, planned: Sizes): boolean => shape?.length === planned.length && planned.every((n, i) => n === null || n === shape[i])

/** What came, and what to do about it. */
const misfit = (given: readonly number[], planned: Sizes): string => {
  if (agree(given, planned)) return `${showSizes(given)}: add the batch dimension with x.expandDims()`
  return given.length === planned.length + 1 ? batchOf(given.slice(1)) : `a tensor of shape [${given.join(', ')}]`
}

const batchOf = (sizes: Sizes): string => `a batch of ${sizes.length === 0 ? 'scalars' : showSizes(sizes)}`
