/** What all nets of the benchmark have in common: three ways to write the same one. */
import * as tf from '@tensorflow/tfjs'
import type { AnyNet } from 'layersmith'

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

export interface Net extends Omit<NetForms, 'describe' | 'subclass' | 'functional'> {
  /** Describes the net, or builds a new model with its initial weights. */
  readonly forms: {
    readonly layersmith: () => AnyNet
    readonly subclass: () => tf.LayersModel
    readonly functional: () => tf.LayersModel
  }
}

export const net = ({ describe, subclass, functional, ...about }: NetForms): Net => {
  const image = () => tf.input({ shape: [...about.input], name: 'input' })
  return {
    ...about,
    forms: {
      layersmith: describe,
      subclass: () => {
        const x = image()
        // apply() of a symbolic tensor returns a symbolic one; its type also allows concrete ones
        return tf.model({ inputs: x, outputs: subclass().apply(x) as tf.SymbolicTensor })
      },
      functional: () => {
        const x = image()
        return tf.model({ inputs: x, outputs: functional(x) })
      },
    },
  }
}
