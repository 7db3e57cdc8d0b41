// What a package that trains nets by other means needs of a build: its variables, the memory of its
// optimizer, the masks that its dropouts have drawn, and what `fit` was asked for.
import type * as tf from '@tensorflow/tfjs'
import type { AnySig } from '@layersmith/core'
import { inWords } from '../base/wording.js'
import { masksDrawn, setMasksDrawn } from '../mends/dropout-mask.js'
import { assignAsIs } from '../mends/constraints.js'
import { Build, type Built } from '../model/built.js'
import { isDisposed, variableOf } from '../tf/internals.js'
import { learningRateOf, memoryOf, setLearningRate, setMemory } from '../tf/optimizers.js'

/** A weight of a build with its name in files. */
export interface BuiltWeight {
  readonly name: string
  readonly variable: tf.Variable
  /** Whether its layer trains it at the moment. */
  readonly trains: boolean
}

/** The training of a build, for packages that compute it by other means. */
export interface TrainingOf {
  /** In the order of the model. */
  readonly weights: () => readonly BuiltWeight[]
  /** Writes a weight as it is: constraints are not applied again. */
  readonly write: (variable: tf.Variable, value: tf.Tensor) => void
  /** The ids of instances that are frozen at the moment. */
  readonly frozen: () => ReadonlySet<string>
  /** Whether `dispose` has freed the model. */
  readonly isDisposed: () => boolean
  /** How many masks each seeded dropout has drawn, by the id of its instance. */
  readonly masks: () => ReadonlyMap<string, number>
  /** Sets how many masks each of them has drawn. */
  readonly setMasks: (masks: ReadonlyMap<string, number>) => void
}

/**
 * What trains a build by other means, such as a compiled program, reads and writes of it. For
 * packages; `built.fit` does it all.
 * @throws TypeError for anything that `toModel` did not make
 * @example
 * import { input, toModel, trainingOf } from 'layersmith'
 * const built = toModel(input([4]).dense(2).dropout(0.5), { seed: 1 })
 * trainingOf(built).weights().map(({ name }) => name) // ['dense1/kernel', 'dense1/bias']
 * trainingOf(built).masks().get('dropout1') // 0
 * built.dispose()
 */
export const trainingOf = (built: Pick<Built<AnySig>, 'model' | 'plan'>): TrainingOf => {
  // a caller may not use the types
  if (!((built as unknown) instanceof Build))
    throw new TypeError(`trainingOf: needs what toModel made, got ${inWords(built)}`)
  const { model, plan } = built
  const layers = plan.instances.map(({ id }) => [id, model.getLayer(id)] as const)
  return {
    weights: () => {
      const trains = new Set(model.trainableWeights)
      return model.weights.map((weight) => ({
        name: weight.originalName,
        variable: variableOf(weight),
        trains: trains.has(weight),
      }))
    },
    write: assignAsIs,
    frozen: () => new Set(layers.flatMap(([id, layer]) => (layer.trainable ? [] : [id]))),
    isDisposed: () => isDisposed(model),
    masks: () =>
      new Map(
        layers.flatMap(([id, layer]) => {
          const drawn = masksDrawn(layer)
          return drawn === null ? [] : [[id, drawn] as const]
        }),
      ),
    setMasks: (masks) => {
      for (const [id, drawn] of masks) setMasksDrawn(model.getLayer(id), drawn)
    },
  }
}

/** The state of an optimizer, for packages that compute its steps by other means. */
export const optimizerState = {
  /** All that it remembers of earlier steps besides their number, by name. */
  memoryOf,
  /** Lets it go on after so many steps, with the memory that it had then. */
  setMemory,
  learningRateOf,
  setLearningRate,
  /** Sets the number of its steps, and leaves its memory as it is. */
  setIterations: (optimizer: tf.Optimizer, iterations: number): void => {
    Reflect.set(optimizer, 'iterations_', iterations) // protected in its type
  },
} as const
