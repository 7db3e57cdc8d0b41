// Freezes and thaws what was built.
import type * as tf from '@tensorflow/tfjs'
import type { AnySig, Instance } from '@layersmith/core'
import { inWords } from '../base/wording.js'
import { isCompiled, isDisposed } from '../tf/internals.js'
import { Build, type Built } from './built.js'

/**
 * Freezes and thaws the layers of one build, by the paths of their positions, as the option
 * `trainable` of `toModel` does; it also thaws what `.frozen()` froze. A frozen BatchNormalization
 * uses and keeps its moving statistics. Values of weights stay as they are, and so does the plan,
 * which tells what was built.
 *
 * TensorFlow.js decides in `compile` what trains, and its optimizers number what they keep by that.
 * So if anything changes, a compiled model has to be compiled again, with a new optimizer: until
 * then `fit` and `evaluate` throw. An optimizer that `compile` made from a name is freed.
 * @param trainable whether the layer at a path trains; asked for every position
 * @returns the names of the weights that train now
 * @throws TypeError for anything but what `toModel` made and a function that returns true or false,
 *   the same for all positions of a tie
 * @throws Error when the model is disposed
 * @example
 * import { block, input, setTrainable, toModel } from 'layersmith'
 * const stem = block().dense(8).bn().as('stem')
 * const built = toModel(input([4]).pipe(stem).dense(2), { trainable: (path) => path === 'dense1' })
 * built.model.compile({ optimizer: 'adam', loss: 'meanSquaredError' })
 * // train the head, then all of it
 * setTrainable(built, () => true).slice(0, 2) // ['stem.dense1/kernel', 'stem.dense1/bias']
 * built.model.compile({ optimizer: 'adam', loss: 'meanSquaredError' })
 * built.dispose()
 */
export const setTrainable = (
  built: Pick<Built<AnySig>, 'model' | 'plan'>,
  trainable: (path: string) => boolean,
): readonly string[] => {
  // a caller may not use the types
  if (!((built as unknown) instanceof Build))
    throw new TypeError(`setTrainable: needs what toModel made, got ${inWords(built)}`)
  if (typeof trainable !== 'function')
    throw new TypeError(
      `setTrainable: needs a function from a path to true or false, got ${inWords(trainable)}`,
    )
  const { model, plan } = built
  if (isDisposed(model)) throw new Error(`setTrainable: the model "${model.name}" is disposed`)
  // all are asked before the first change
  const answers = plan.instances.map(
    (instance) => [model.getLayer(instance.id), answerOf(instance, trainable)] as const,
  )
  const before = String(trainedBy(model))
  for (const [layer, answer] of answers) layer.trainable = answer
  const now = trainedBy(model)
  if (String(now) !== before) uncompile(model)
  return now
}

/** Undoes `compile`, and frees an optimizer that it made. */
const uncompile = (model: tf.LayersModel): void => {
  if (isCompiled(model) && Reflect.get(model, 'isOptimizerOwned') === true)
    model.optimizer.dispose()
  Reflect.set(model, 'optimizer', undefined)
}

const trainedBy = (model: tf.LayersModel): readonly string[] =>
  model.trainableWeights.map(({ originalName }) => originalName)

/** The answer for an instance, which all of its positions must share if it has weights. */
const answerOf = (
  { id, held, positions }: Instance,
  trainable: (path: string) => boolean,
): boolean => {
  const answers = positions.map((path) => {
    const answer: unknown = trainable(path)
    if (typeof answer !== 'boolean')
      throw new TypeError(
        `setTrainable: ${path}: the function must return true or false, got ${inWords(answer)}`,
      )
    return answer
  })
  const other = answers.findIndex((answer) => answer !== answers[0])
  if (other >= 0 && held !== 'nothing')
    throw new TypeError(
      `setTrainable: ${positions[other]}: its weights are those of ${id}, got another answer; ` +
        'return the same for all places of a tie',
    )
  return answers[0] ?? true
}
