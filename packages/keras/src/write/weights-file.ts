// The weights of a model, filed as Keras 3 files them.
import type * as tf from '@tensorflow/tfjs'
import type { NewDataset } from '../hdf5/write.js'
import { numbered } from '../weights/numbering.js'
import { formOf } from './forms.js'
import type { NewLayer } from './model-config.js'

/** Groups in groups, which grow. */
export class Tree extends Map<string, NewDataset | Tree> {
  /** The group at a path, made if it is not there. */
  at(...path: readonly string[]): Tree {
    return path.reduce<Tree>((group, name) => {
      const inner = group.get(name)
      if (inner instanceof Tree) return inner
      const made = new Tree()
      group.set(name, made)
      return made
    }, this)
  }
}

/** The file's groups, with the weights of all layers. */
export const weightsTree = (layers: readonly NewLayer[]): Tree => {
  const root = new Tree()
  const names = numbered(layers.map(({ form }) => form.class_name))
  layers.forEach(({ layer }, i) => {
    if (layer !== null && layer.weights.length > 0)
      fill(root.at('layers', names[i] ?? ''), layer.getClassName(), layer.weights, layer)
  })
  return root
}

const fill = (
  group: Tree,
  className: string,
  weights: readonly tf.LayerVariable[],
  layer: object,
): void => {
  const { parts, counts = [] } = formOf(className) ?? {}
  if (parts === undefined) {
    const own = group.at('vars')
    weights.forEach((weight, i) => own.set(String(i), datasetOf(weight, counts)))
    return
  }
  const share = weights.length / parts.length
  // the layer in a wrapper, of which both directions are of the same class
  const { layer: one, forwardLayer: inner = one } = layer as {
    readonly layer?: tf.layers.Layer
    readonly forwardLayer?: tf.layers.Layer
  }
  parts.forEach((part, i) => {
    const own = weights.slice(i * share, (i + 1) * share)
    if (inner === undefined) fill(group.at(part), '', own, {})
    else fill(group.at(part), inner.getClassName(), own, inner)
  })
}

const datasetOf = (weight: tf.LayerVariable, counts: readonly string[]): NewDataset => {
  const shape = weight.shape.map(Number) // a weight's sizes are known
  const isCount = counts.includes(weight.originalName.split('/').at(-1) ?? '')
  const values = async (): Promise<ArrayLike<number>> => weight.read().data()
  return isCount
    ? datasetOf32(shape, 'int32', async () => Int32Array.from(await values()))
    : datasetOf32(shape, 'float32', async () => {
        const found = await values()
        return found instanceof Float32Array ? found : Float32Array.from(found)
      })
}

/** A dataset whose numbers are asked for when they are written. */
export const datasetOf32 = (
  shape: readonly number[],
  type: 'float32' | 'int32',
  read: () => Promise<Float32Array | Int32Array>,
): NewDataset => ({
  shape,
  type,
  bytes: async () => {
    const values = await read()
    return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  },
})
