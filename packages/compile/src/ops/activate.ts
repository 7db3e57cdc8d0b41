import type * as tf from '@tensorflow/tfjs'
import type { Activation } from '../graph/activation.js'
import type { Op } from '../graph/op.js'
import { identity } from './moves.js'
import { activateForm } from './wasm/elementwise.js'

/** An activation as an operation; the linear one does nothing. */
export const activate = (activation: Activation | null): Op =>
  activation === null
    ? identity
    : {
        name: activation.name,
        activation,
        bytes: 0,
        wasm: activateForm(activation),
        tfjs:
          () =>
          ([x]) =>
            activation.apply(x as tf.Tensor), // one input
      }
