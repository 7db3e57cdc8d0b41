// CenterCrop samples the image between its pixels. The places are right, except that when it
// removes a single column they lie one too far to the right (with zeros at the end for some sizes).
// It has no gradient either.
import * as tf from '@tensorflow/tfjs'
import { centerCrop, replaceCall } from '../tf/internals.js'

/** Lets the layer cut out the middle. */
export const mendCenterCrop = (layer: tf.layers.Layer): void => {
  const members = centerCrop(layer)
  if (members === null) return
  const { height, width } = members
  replaceCall(layer, (call) => (inputs, kwargs) => {
    const [x] = [inputs].flat()
    const [, rows = 0, columns = 0] = x?.shape ?? []
    // TensorFlow.js enlarges smaller images
    if (x === undefined || rows < height || columns < width) return call(x ?? inputs, kwargs)
    return tf.slice(
      x,
      [0, Math.floor((rows - height) / 2), Math.floor((columns - width) / 2), 0],
      [-1, height, width, -1],
    )
  })
}
