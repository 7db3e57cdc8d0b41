// Whether a batch fits a model, before TensorFlow.js computes it: sizes that were null in the plan meet the net for the
// first time here, and a net that they do not fit crashes backends (wasm: memory access out of bounds) or gives zeros (cpu).
import * as tf from '@tensorflow/tfjs'
import { type AnyBlock, BuildError, type PlanOptions, type Sizes, check, showSizes } from '@layersmith/core'
import { isLeft } from 'fp-ts/lib/Either.js'
import { tell } from './options.js'

/** Throws when a batch does not fit; `where` is the function it was given to. */
export type Fit = (where: string, x: unknown) => void

/** Shapes that are remembered; a net that sees more distinct ones checks some again. */
const REMEMBERED = 256

/** The check for the batches of a net whose plan has these sizes as its input. */
export const makeFit = (net: AnyBlock, options: PlanOptions, planned: Sizes): Fit => {
  const isKnown = planned.every((n) => n !== null)
  const fitting = new Set<string>()
  return (where, x) => {
    if (!isTensor(x)) throw new TypeError(`${where}: needs a tf.Tensor, a batch of ${showSizes(planned)}, got ${Array.isArray(x) ? 'an array; use tf.tensor or tf.stack' : tell(x)}`)
    const shape = x.shape.slice(1)
    if (!agree(x.shape.length === 0 ? null : shape, planned)) throw new Error(`${where}: expected ${batchOf(planned)}, got ${misfit(x.shape, planned)}`)
    if (isKnown) return
    const key = shape.join()
    if (fitting.has(key)) return
    const checked = check(net, { ...options, inputShape: shape })
    if (isLeft(checked)) throw new BuildError(checked.left)
    if (fitting.size >= REMEMBERED) fitting.clear()
    fitting.add(key)
  }
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
