/** Batches of examples. */
import { type Plan, showSizes, type Sizes } from '@layersmith/core'
import * as tf from '@tensorflow/tfjs'
import type { Batch, Outputs } from './contestant.js'

/** An input of a net, with its sizes for one example. */
export interface Input {
  readonly name: string
  readonly shape: Sizes
}

/** The tensors of a batch, in the order of the inputs. */
export type Tensors = readonly (readonly [name: string, tensor: tf.Tensor])[]

export const inputsOfPlan = ({ inputs }: Plan): readonly Input[] =>
  inputs.map(({ name, shape }) => ({ name, shape }))

export const inputsOfModel = (model: tf.LayersModel): readonly Input[] =>
  model.inputs.map(({ shape }, i) => ({
    name: model.inputNames[i] ?? '',
    shape: shape.slice(1),
  }))

/** Whether a contestant takes batches of these inputs: as many, of the same sizes where known. */
export const takes = (own: readonly Input[], given: readonly Input[]): boolean =>
  own.length === given.length &&
  inOrderOf(own, given).every(
    ({ shape }, i) =>
      shape.length === own[i]?.shape.length &&
      shape.every((size, axis) => {
        const known = own[i]?.shape[axis]
        return known === null || size === known
      }),
  )

/** "[28, 28, 1]", "image [28, 28, 1], scale [1]" */
export const showInputs = (inputs: readonly Input[]): string =>
  inputs
    .map(({ name, shape }) => (inputs.length === 1 ? '' : `${name} `) + showSizes(shape))
    .join(', ')

/** What is given, by the names of a contestant's inputs if it knows them, otherwise in order. */
const inOrderOf = <T extends { readonly name: string }>(
  own: readonly { readonly name: string }[],
  given: readonly T[],
): readonly T[] => {
  const byName = own.map(({ name }) => given.find((one) => one.name === name))
  return byName.every((one) => one !== undefined) ? byName : given
}

/** The tensors of a batch, as a contestant orders and calls its inputs. */
export const forInputs = (own: readonly Input[], batch: Tensors): Tensors => {
  const ordered = inOrderOf(
    own,
    batch.map(([name, tensor]) => ({ name, tensor })),
  )
  return ordered.map(({ name, tensor }, i) => [own[i]?.name ?? name, tensor])
}

/** One tensor alone, or several by name. */
export const batchOf = (tensors: Tensors): Batch => {
  const [[, only] = []] = tensors
  return only !== undefined && tensors.length === 1 ? only : Object.fromEntries(tensors)
}

export const outputsOf = (outputs: Outputs): readonly tf.Tensor[] => {
  if (outputs instanceof tf.Tensor) return [outputs]
  return Array.isArray(outputs)
    ? (outputs as readonly tf.Tensor[])
    : Object.values(outputs as Readonly<Record<string, tf.Tensor>>)
}

/** Normally distributed numbers for each input; the same seed gives the same numbers. */
export const randomBatch = (inputs: readonly Input[], size: number, seed: number): Tensors =>
  inputs.map(({ name, shape }, i) => [name, randomOf([size, ...shape], seed + 2 * i)])

/** Normally distributed targets for outputs of these sizes. */
export const randomTargets = (
  shapes: readonly (readonly number[])[],
  size: number,
  seed: number,
): readonly tf.Tensor[] => shapes.map((shape, i) => randomOf([size, ...shape], seed + 1 + 2 * i))

const randomOf = (shape: readonly (number | null)[], seed: number): tf.Tensor =>
  tf.randomNormal(
    shape.map((size) => size ?? 1),
    0,
    1,
    'float32',
    seed,
  )
