// CenterCrop samples the image at places between its pixels: the right ones, but one too far to the
// right where a single column goes (with zeros at the end for some sizes), and without a gradient.
import * as tf from '@tensorflow/tfjs'
import { centerCrop, replaceCall } from '../tf/internals.js'

/** Lets the layer take the middle as it is. */
export const mendCenterCrop = (layer: tf.layers.Layer): void => {
  const members = centerCrop(layer)
  if (members === null) return
  const { height, width } = members
  replaceCall(layer, (call) => (inputs, kwargs) => {
    const [x] = [inputs].flat()
    const [, rows = 0, columns = 0] = x?.shape ?? []
    // what is smaller, TensorFlow.js enlarges
    if (x === undefined || rows < height || columns < width) return call(x ?? inputs, kwargs)
    return tf.slice(
      x,
      [0, Math.floor((rows - height) / 2), Math.floor((columns - width) / 2), 0],
      [-1, height, width, -1],
    )
  })
}
