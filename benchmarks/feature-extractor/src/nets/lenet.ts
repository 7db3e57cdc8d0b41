import * as tf from '@tensorflow/tfjs'
import { block, input } from 'layersmith'
import { chain, Composite, type Flow, type Kwargs } from './composite.js'
import { net } from './net.js'

const features = block()
  .conv(6, 4, { activation: 'relu' })
  .bn()
  .pool(2)
  .conv(16, 4, { activation: 'relu' })
  .bn()
  .pool(2)

class LenetFeatures extends Composite {
  static readonly className = 'LenetFeatures'
  private readonly conv1 = tf.layers.conv2d({
    name: 'conv1',
    filters: 6,
    kernelSize: 4,
    activation: 'relu',
  })
  private readonly bn1 = tf.layers.batchNormalization({ name: 'bn1' })
  private readonly conv2 = tf.layers.conv2d({
    name: 'conv2',
    filters: 16,
    kernelSize: 4,
    activation: 'relu',
  })
  private readonly bn2 = tf.layers.batchNormalization({ name: 'bn2' })
  /** Holds no state, so one is enough for both places. */
  private readonly pool = tf.layers.maxPooling2d({ name: 'pool', poolSize: 2 })
  protected readonly parts = [this.conv1, this.bn1, this.conv2, this.bn2]

  protected flow(x: Flow, kwargs?: Kwargs): Flow {
    return chain(x, kwargs, this.conv1, this.bn1, this.pool, this.conv2, this.bn2, this.pool)
  }
}
tf.serialization.registerClass(LenetFeatures)

const functional = (x: tf.SymbolicTensor): tf.SymbolicTensor => {
  const pool = tf.layers.maxPooling2d({ name: 'pool', poolSize: 2 })
  let y = tf.layers
    .conv2d({ name: 'conv1', filters: 6, kernelSize: 4, activation: 'relu' })
    .apply(x)
  y = tf.layers.batchNormalization({ name: 'bn1' }).apply(y)
  y = pool.apply(y)
  y = tf.layers.conv2d({ name: 'conv2', filters: 16, kernelSize: 4, activation: 'relu' }).apply(y)
  y = tf.layers.batchNormalization({ name: 'bn2' }).apply(y)
  // apply() of a symbolic tensor returns a symbolic tensor; its type also allows concrete ones
  return pool.apply(y) as tf.SymbolicTensor
}

export const lenet = net({
  name: 'lenet',
  title:
    'The extractor that layersmith was made for: LeNet with batch normalization, two convolutions',
  input: [28, 28, 1],
  describe: () => input([28, 28, 1]).pipe(features),
  subclass: () => new LenetFeatures({ name: 'features' }),
  functional,
})
