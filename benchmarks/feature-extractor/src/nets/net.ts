/** What all nets of the benchmark have in common: three ways to write the same one. */
import * as tf from '@tensorflow/tfjs'
import { type AnyNet, type Plan, plan, toModel } from 'layersmith'

/**
 * Who is compared: layersmith, the layer that people write by hand, and the functional code that
 * they write by hand.
 */
export const forms = ['layersmith', 'subclass', 'functional'] as const
export type Form = (typeof forms)[number]

/** What everybody else is measured against. */
export const reference: Form = 'subclass'

export type Sizes = readonly [height: number, width: number, channels: number]

/**
 * One net, written three times. Layers with weights are named by layersmith's paths, so weights
 * move by name.
 */
export interface NetForms {
  readonly name: string
  /** What it is and where it is from. */
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
  /** Features of a whole batch at once, the way users of the form ask for them. */
  readonly predict: (x: tf.Tensor4D) => tf.Tensor
  readonly dispose: () => void
}

export interface Net extends NetForms {
  readonly plan: () => Plan
  /** Builds a model anew, from the description to the initial weights. */
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
        // apply() of a symbolic tensor gives a symbolic tensor; its type also allows concrete ones
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
