// A layer from the factory of a custom block, which may return anything.
import * as tf from '@tensorflow/tfjs'
import { type Plan, messageOf } from '@layersmith/core'
import { fail } from '../base/problem.js'
import { isDisposed } from '../tf/internals.js'
import { TWO_COPIES_FIX } from '../tf/one-copy.js'
import { found } from './graph.js'

export const makeCustom = (
  plan: Plan,
  id: string,
  name: string,
  customs: Map<tf.layers.Layer, string>,
): tf.layers.Layer => {
  let layer: unknown
  try {
    layer = found(plan.customs, name).make()
  } catch (e) {
    return fail(
      id,
      'customFactory',
      'a layer',
      `the error "${messageOf(e)}"`,
      `fix the factory of custom "${name}"`,
    )
  }
  if (!(layer instanceof tf.layers.Layer)) {
    return looksLikeLayer(layer)
      ? fail(
          id,
          'twoCopies',
          'one copy of @tensorflow/tfjs in the program',
          `a layer of another copy from the factory of custom "${name}"`,
          TWO_COPIES_FIX,
        )
      : fail(
          id,
          'customFactory',
          'a layer',
          layer === null ? 'null' : `a ${typeof layer}`,
          `return a tf.layers.Layer from the factory of custom "${name}"`,
        )
  }
  const before = customs.get(layer)
  if (before !== undefined) {
    return fail(
      id,
      'customInstanceTwice',
      'a new layer at every call',
      `the instance of ${before} again`,
      `make it inside the factory, so that ${before} and ${id} get layers of their own`,
    )
  }
  // a model has one node from the start
  if (layer.inboundNodes.length > (layer instanceof tf.LayersModel ? 1 : 0) || isDisposed(layer)) {
    return fail(
      id,
      'customInstanceTwice',
      'a new layer at every call',
      'one that is already in use, or disposed',
      `make it inside the factory of custom "${name}", so that each build owns its layers`,
    )
  }
  customs.set(layer, id)
  return layer
}

const looksLikeLayer = (x: unknown): boolean =>
  typeof x === 'object' && x !== null && 'getClassName' in x && 'apply' in x
