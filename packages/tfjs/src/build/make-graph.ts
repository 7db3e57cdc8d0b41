// From a plan to layers of TensorFlow.js and the symbolic tensors between them. Layers are made
// only here.
import * as tf from '@tensorflow/tfjs'
import type { Plan } from '@layersmith/core'
import { mend } from '../mends/mend.js'
import { mendOwnMasks } from '../mends/own-mask.js'
import { spare, writesItsInput } from '../mends/output-shape.js'
import { applyLayer } from './apply-layer.js'
import { inputsOf } from './distinct-tensors.js'
import { type Graph, found } from './graph.js'
import { makeCustom } from './make-custom.js'
import { makeLayer } from './make-layer.js'

export interface GraphOptions {
  /** Precedes the names of all layers. */
  prefix?: string
  /** Start with zeros, not with costly initial weights: weights are loaded next. */
  skipInitializers?: boolean
}

/**
 * Makes the layers of a plan and applies them in its order.
 * @throws BuildError with the path that TensorFlow.js refused; the caller frees the tensors made so
 *   far
 */
export const makeGraph = (
  plan: Plan,
  { prefix = '', skipInitializers = false }: GraphOptions = {},
): Graph => {
  const at = new Map(
    plan.inputs.map(({ name, shape }) => [
      name,
      tf.input({ shape: [...shape], name: prefix + name }),
    ]),
  )
  const inputs = [...at.values()]
  const instances = new Map(plan.instances.map((i) => [i.id, i]))
  const layers = new Map<string, tf.layers.Layer>()
  const customs = new Map<tf.layers.Layer, string>()
  const initializers = new Map<string, tf.serialization.Serializable>()
  for (const position of plan.positions) {
    const inputs = inputsOf(plan, position, at, prefix)
    let layer = layers.get(position.instance)
    if (layer === undefined) {
      const instance = found(instances, position.instance)
      layer =
        instance.layer === null
          ? makeCustom(plan, instance.id, String(position.config['name']), customs)
          : makeLayer(instance.id, instance.layer, initializers)
      layer.name = prefix + instance.id
      if (instance.frozen) layer.trainable = false
      if (skipInitializers) layer.setFastWeightInitDuringBuild(true)
      mend(layer)
      layers.set(instance.id, layer)
    }
    const given = writesItsInput(layer)
      ? inputs.map((x, i) => spare(x, `${prefix}${position.path}.in${i + 1}`))
      : inputs
    at.set(position.path, applyLayer(layer, given, position))
  }
  mendOwnMasks([...layers.values()])
  return { inputs, at, layers }
}
