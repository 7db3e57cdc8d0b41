/** What a position computes: its layer alone, on the values that flow there. */
import type { Plan } from '@layersmith/core'
import * as tf from '@tensorflow/tfjs'
import type { AnyBuilt } from '../contestants/contestant.js'
import type { Tensors } from '../contestants/inputs.js'

/** The computations of one position; each frees what it makes. */
export interface Passes {
  readonly path: string
  readonly inference: () => void
  /** The layer in training mode and its gradients, as a training step takes them. */
  readonly training: () => void
}

export interface Flow {
  readonly passes: readonly Passes[]
  readonly dispose: () => void
}

/** Runs the net once, layer by layer, and keeps the values that flow. */
export const flowOf = ({ plan, model }: AnyBuilt, batch: Tensors): Flow => {
  const values = new Map(batch)
  const made: tf.Tensor[] = []
  const learns = learning(plan, model)
  try {
    const passes = plan.positions.map(({ path, inputs, instance }): Passes => {
      const layer = model.getLayer(instance)
      const given = inputs.map((from) => {
        const value = values.get(from)
        if (value === undefined) throw new Error(`profile: nothing flows from ${from} to ${path}`)
        return value
      })
      const output = apply(layer, given, false)
      values.set(path, output)
      // of the shape of what comes back in training
      const back = tf.onesLike(output)
      made.push(output, back)
      return {
        path,
        inference: () => tf.dispose(apply(layer, given, false)),
        training: gradientsOf(
          layer,
          given,
          inputs.map((from) => learns.has(from)),
          back,
        ),
      }
    })
    return { passes, dispose: () => tf.dispose(made) }
  } catch (error) {
    tf.dispose(made)
    throw error
  }
}

/** The positions behind which something trains: gradients flow into their outputs. */
const learning = ({ positions }: Plan, model: tf.LayersModel): ReadonlySet<string> => {
  const found = new Set<string>()
  for (const { path, inputs, instance } of positions)
    if (
      inputs.some((from) => found.has(from)) ||
      model.getLayer(instance).trainableWeights.length > 0
    )
      found.add(path)
  return found
}

const apply = (
  layer: tf.layers.Layer,
  given: readonly tf.Tensor[],
  training: boolean,
): tf.Tensor => {
  const [only] = given
  const input = only !== undefined && given.length === 1 ? only : [...given]
  // concrete in, concrete out; every layer of a plan has one output
  return tf.tidy(() => layer.apply(input, { training }) as tf.Tensor)
}

/**
 * The forward pass and its gradients: with respect to those inputs behind which something trains,
 * and to the weights that train.
 */
const gradientsOf = (
  layer: tf.layers.Layer,
  given: readonly tf.Tensor[],
  wanted: readonly boolean[],
  back: tf.Tensor,
): (() => void) => {
  const inputs = given.filter((_, i) => wanted[i] === true)
  const weights = layer.trainableWeights.map((weight) => weight.read())
  const sources = [...inputs, ...weights]
  if (sources.length === 0) return () => tf.dispose(apply(layer, given, true))
  const gradients = tf.grads((...args) => {
    const flowing = args.slice(0, inputs.length)
    return apply(
      layer,
      given.map((value, i) => (wanted[i] === true ? (flowing.shift() ?? value) : value)),
      true,
    )
  })
  return () => tf.dispose(gradients(sources, back))
}
