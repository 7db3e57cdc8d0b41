// The optimizer of a model and its state, for going on with a training that Keras began.
import * as tf from '@tensorflow/tfjs'
import { thrownBy } from '@layersmith/core'
import { type Data, isData } from '../base/config.js'
import { type OptimizerForm, formOfKeras } from '../optimizer/classes.js'
import type { StateOf, StoredState } from '../weights/state.js'

/** The optimizer that a model was trained with. */
export interface SavedOptimizer {
  /** Its class in Keras. */
  readonly name: string
  /** How many steps it has made. */
  readonly iterations: number
  /** A new optimizer of TensorFlow.js with the same settings, to compile a model with. */
  make(): tf.Optimizer
  /**
   * Gives the state of this optimizer to that of a model, which is compiled with what `make` made.
   * @param built what `toModel` made of the net that was read
   * @throws Error when the model is not compiled so, or trains other weights
   */
  restore(built: { readonly model: tf.LayersModel }): Promise<void>
}

/** What a file has of an optimizer. */
interface Found {
  readonly optimizer: SavedOptimizer | null
  /** Why there is none, if the model had one. */
  readonly note: string | null
}

/**
 * The optimizer in a file.
 * @param saved its class and config, if there is one
 * @param trained the names of the weights that train, in Keras's order
 */
export const optimizerIn = (
  saved: Data | null,
  stateOf: StateOf,
  trained: readonly string[],
): Found => {
  if (saved === null || !isData(saved['config'])) return { optimizer: null, note: null }
  const { class_name, config } = saved
  const name = String(class_name)
  const form = formOfKeras(name, config)
  if (form === null)
    return nothing(
      `TensorFlow.js has no optimizer that computes what ${name} does with its settings`,
    )
  if (form.factor(Number(config['learning_rate'])) === 0)
    return nothing(`the state of ${name} at learning rate 0 has no counterpart in TensorFlow.js`)
  const { steps, slots } = stateOf(form.slots, trained.length)
  if (steps === undefined || slots.some(({ length }) => length !== trained.length))
    return nothing(`the file has no state of the optimizer ${name} for the weights that train`)
  const [iterations = 0] = steps.dataset.read()
  return {
    optimizer: optimizerOf(name, form, config, iterations, slotsByName(slots, trained)),
    note: null,
  }
}

const nothing = (why: string): Found => ({
  optimizer: null,
  note: `${why}, so training begins anew`,
})

type Slots = ReadonlyMap<string, StoredState['slots'][number]>
const slotsByName = (slots: StoredState['slots'], trained: readonly string[]): Slots =>
  new Map(trained.map((name, i) => [name, slots.flatMap((slot) => slot[i] ?? [])] as const))

const optimizerOf = (
  name: string,
  form: OptimizerForm,
  config: Data,
  iterations: number,
  slots: Slots,
): SavedOptimizer =>
  Object.freeze({
    name,
    iterations,
    make: () => form.make(config),
    restore: async ({ model }: { readonly model: tf.LayersModel }) => {
      try {
        await restored(model, form, config, iterations, slots)
      } catch (e) {
        throw thrownBy('restore', e)
      }
    },
  })

const restored = async (
  model: tf.LayersModel,
  form: OptimizerForm,
  config: Data,
  iterations: number,
  slots: Slots,
): Promise<void> => {
  // its type hides that a model may not be compiled
  const optimizer = model.optimizer as tf.Optimizer | undefined
  if (optimizer?.getClassName() !== form.className)
    throw new Error(
      `the model is compiled with ${optimizer?.getClassName() ?? 'nothing'}, ` +
        `and the file has the state of ${form.className}; ` +
        'compile it with the optimizer that make() gives',
    )
  const factor = form.factor(Number(config['learning_rate']))
  const tensors = [{ name: 'iter', tensor: tf.scalar(iterations, 'int32') as tf.Tensor }]
  try {
    for (let slot = 0; slot < form.slots; slot++)
      for (const { originalName, shape } of model.trainableWeights) {
        const stored = slots.get(originalName)?.[slot]
        if (stored === undefined || String(stored.dataset.shape) !== String(shape))
          throw new Error(
            `the file has no state for the weight ${originalName}; ` +
              'restore it in the net that was read, with the same parts frozen',
          )
        const values = Float32Array.from(stored.dataset.read(), (n) => n / factor)
        const sizes = shape.map(Number) // a weight's sizes are known
        tensors.push({ name: `${originalName}/${slot}`, tensor: tf.tensor(values, sizes) })
      }
    await optimizer.setWeights(tensors)
  } finally {
    // the optimizer has variables of its own
    tf.dispose(tensors.map(({ tensor }) => tensor))
  }
}
