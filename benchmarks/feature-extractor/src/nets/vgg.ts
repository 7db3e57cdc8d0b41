import * as tf from '@tensorflow/tfjs'
import { block, input } from 'layersmith'
import { chain, Composite, type Flow, type Kwargs } from './composite.js'
import { net } from './net.js'

const step = <F extends number>(filters: F) =>
  block().conv(filters, 3, { padding: 'same' }).bn().relu()
const stage = <F extends number>(filters: F) => step(filters).pipe(step(filters)).pool(2)

const filters = [32, 32, 64, 64, 128, 128]
const conv = (n: number, i: number) =>
  tf.layers.conv2d({ name: `conv${i + 1}`, filters: n, kernelSize: 3, padding: 'same' })
const bn = (i: number) => tf.layers.batchNormalization({ name: `bn${i + 1}` })
/** A pool follows every second convolution. */
const isLast = (i: number) => i % 2 === 1

class VggFeatures extends Composite {
  static readonly className = 'VggFeatures'
  private readonly convs = filters.map(conv)
  private readonly bns = filters.map((_, i) => bn(i))
  private readonly relu = tf.layers.reLU({ name: 'relu' })
  private readonly pool = tf.layers.maxPooling2d({ name: 'pool', poolSize: 2 })
  protected readonly parts = this.convs.flatMap((layer, i) => [layer, ...this.bns.slice(i, i + 1)])

  private readonly steps = this.convs.flatMap((layer, i) => [
    layer,
    ...this.bns.slice(i, i + 1),
    this.relu,
    ...(isLast(i) ? [this.pool] : []),
  ])

  protected flow(x: Flow, kwargs?: Kwargs): Flow {
    return chain(x, kwargs, ...this.steps)
  }
}
tf.serialization.registerClass(VggFeatures)

const functional = (x: tf.SymbolicTensor): tf.SymbolicTensor => {
  const relu = tf.layers.reLU({ name: 'relu' })
  const pool = tf.layers.maxPooling2d({ name: 'pool', poolSize: 2 })
  let y: ReturnType<tf.layers.Layer['apply']> = x
  for (const [i, n] of filters.entries()) {
    y = relu.apply(bn(i).apply(conv(n, i).apply(y)))
    if (isLast(i)) y = pool.apply(y)
  }
  // apply() of a symbolic tensor returns a symbolic tensor; its type also allows concrete ones
  return y as tf.SymbolicTensor
}

export const vgg = net({
  name: 'vgg',
  title: 'VGG-like: six 3x3 convolutions with batch normalization in three stages, 32-64-128',
  input: [32, 32, 3],
  describe: () => input([32, 32, 3]).pipe(stage(32)).pipe(stage(64)).pipe(stage(128)),
  subclass: () => new VggFeatures({ name: 'features' }),
  functional,
})
