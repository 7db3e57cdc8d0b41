// How a model trains, in Keras's form: its optimizer with its state, and its loss.
import type * as tf from '@tensorflow/tfjs'
import type { Data } from '../base/config.js'
import { formOfOptimizer } from '../optimizer/classes.js'
import type { NewLayer } from './model-config.js'
import { type Tree, datasetOf32 } from './weights-file.js'

/**
 * Adds the state of the model's optimizer to a file.
 * @returns the compile_config
 * @throws Error when the model is not compiled, or Keras does not compute the same
 */
export const addOptimizer = async (
  model: tf.LayersModel,
  layers: readonly NewLayer[],
  tree: Tree,
): Promise<Data> => {
  // its type hides that a model may not be compiled
  const optimizer = model.optimizer as tf.Optimizer | undefined
  if (optimizer === undefined)
    throw new Error('the model has no optimizer; compile it, or leave out { optimizer: true }')
  const form = formOfOptimizer(optimizer)
  if (form === null)
    throw new Error(
      `the optimizer ${optimizer.getClassName()} cannot be written; ` +
        'sgd, momentum and adam can: leave out { optimizer: true }, or train with one of them',
    )
  const { slots, keras } = form
  const config = form.config(optimizer.getConfig())
  const rate = Number(config['learning_rate'])
  const factor = form.factor(rate)
  const [steps, ...state] = await optimizer.getWeights()
  // made for us, unlike the others
  steps?.tensor.dispose()
  const trained = model.trainableWeights
  const places = new Map(trained.map((weight, i) => [weight.read(), i]))
  const vars = tree.at('optimizer', 'vars')
  const add = (shape: readonly number[], values: Float32Array | Int32Array): void => {
    const type = values instanceof Int32Array ? 'int32' : 'float32'
    vars.set(
      String(vars.size),
      datasetOf32(shape, type, () => Promise.resolve(values)),
    )
  }
  add([], Int32Array.of(optimizer.iterations))
  add([], Float32Array.of(rate))
  for (const weight of layers.flatMap(({ layer }) => layer?.trainableWeights ?? []))
    for (let slot = 0; slot < slots; slot++) {
      // before the first step there is none
      const found = state[slot * trained.length + (places.get(weight.read()) ?? 0)]?.tensor
      const numbers = found === undefined ? null : await found.data()
      const shape = weight.shape.map(Number) // a weight's sizes are known
      const length = shape.reduce((n, size) => n * size, 1)
      add(
        shape,
        Float32Array.from({ length }, (_, i) => factor * (numbers?.[i] ?? 0)),
      )
    }
  return {
    optimizer: {
      module: 'keras.optimizers',
      class_name: keras,
      config: { name: keras.toLowerCase(), ...config },
      registered_name: null,
    },
    loss: lossOf(model.loss),
    loss_weights: null,
    metrics: null,
    weighted_metrics: null,
    run_eagerly: false,
    steps_per_execution: 1,
    jit_compile: false,
  }
}

/** Losses by Keras's names: one, or one for each output. */
const lossOf = (loss: unknown): unknown => {
  if (typeof loss === 'string')
    return loss.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  if (Array.isArray(loss)) return loss.map(lossOf)
  if (typeof loss === 'object' && loss !== null)
    return Object.fromEntries(Object.entries(loss).map(([name, one]) => [name, lossOf(one)]))
  throw new Error(
    'the loss of the model is a function, which a file cannot hold; compile it with the name ' +
      'of a loss, or leave out { optimizer: true }',
  )
}
