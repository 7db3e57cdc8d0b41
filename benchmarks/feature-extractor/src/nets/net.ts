/** What all nets of the benchmark have in common: three ways to write the same one. */
import * as tf from '@tensorflow/tfjs'
import { type AnyNet, type Plan, plan, toModel } from 'layersmith'

/**
 * What is compared: layersmith, a layer written by hand, and functional code written by hand.
 */
export const forms = ['layersmith', 'subclass', 'functional'] as const
export type Form = (typeof forms)[number]

/** The form that the others are compared with. */
export const reference: Form = 'subclass'

export type Sizes = readonly [height: number, width: number, channels: number]

/**
 * One net, written in three ways. Layers with weights have layersmith's paths as names, so weights
 * can move by name.
 */
export interface NetForms {
  readonly name: string
  /** What it is and where it comes from. */
  readonly title: string
  readonly input: Sizes
  readonly describe: () => AnyNet
  readonly subclass: () => tf.layers.Layer
  readonly functional: (x: tf.SymbolicTensor) => tf.SymbolicTensor
}

/** A model in one of the forms. */
export interface Contestant {
  readonly form: Form
  readonly model: tf.LayersModel
  /** The features of a whole batch at once, requested the way users of this form do it. */
  readonly predict: (x: tf.Tensor4D) => tf.Tensor
  readonly dispose: () => void
}

export interface Net extends NetForms {
  readonly plan: () => Plan
  /** Builds a new model, from the description to the initial weights. */
  readonly build: { readonly [F in Form]: () => Contestant }
}

export const net = (written: NetForms): Net => {
  const { input, describe, subclass, functional } = written
  const image = () => tf.input({ shape: [...input], name: 'input' })
  return {
    ...written,
    plan: () => plan(describe()),
    build: {
      layersmith: () => {
        const built = toModel(describe())
        return {
          form: 'layersmith',
          model: built.model,
          predict: (x) => built.predict(x, { batchSize: x.shape[0] }),
          dispose: () => built.dispose(),
        }
      },
      subclass: () => {
        const x = image()
        // apply() of a symbolic tensor returns a symbolic one; its type also allows concrete ones
        return byHand(
          'subclass',
          tf.model({ inputs: x, outputs: subclass().apply(x) as tf.SymbolicTensor }),
        )
      },
      functional: () => {
        const x = image()
        return byHand('functional', tf.model({ inputs: x, outputs: functional(x) }))
      },
    },
  }
}

const byHand = (form: Form, model: tf.LayersModel): Contestant => ({
  form,
  model,
  // one output, so one tensor
  predict: (x) => model.predict(x, { batchSize: x.shape[0] }) as tf.Tensor,
  dispose: () => void model.dispose(),
})
