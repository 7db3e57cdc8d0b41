// The layers and activations that Keras has and TensorFlow.js lacks, under Keras's names. They are
// registered as soon as this module is loaded, so plain TensorFlow.js loads models with them, too.
import * as tf from '@tensorflow/tfjs'
import { registerActivations } from '../dropped/activations.js'
import { GroupNormalization } from './group-normalization.js'
import { GRUResetAfter } from './gru-reset-after.js'
import { LayerScale } from './layer-scale.js'
import { Normalization } from './normalization.js'
import { StochasticDepth } from './stochastic-depth.js'
import { UnitNormalization } from './unit-normalization.js'

const { classNameMap } = tf.serialization.SerializationMap.getMap()
for (const own of [
  GroupNormalization,
  GRUResetAfter,
  LayerScale,
  Normalization,
  StochasticDepth,
  UnitNormalization,
])
  // somebody may have registered a class of their own, or another copy of layersmith this one
  if (!Object.hasOwn(classNameMap, own.className)) tf.serialization.registerClass(own)
registerActivations()
