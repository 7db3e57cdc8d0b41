import * as tf from '@tensorflow/tfjs'
import { block, input, repeat, residual } from 'layersmith'
import { chain, Composite, type Flow, type Kwargs } from './composite.js'
import { net } from './net.js'

// ---------- layersmith ----------
const conv = <F extends number>(filters: F) =>
  block().conv(filters, 3, { padding: 'same', useBias: false })
const same = <F extends number>(filters: F) =>
  residual(conv(filters).bn().relu().pipe(conv(filters)).bn()).relu()
const down = <F extends number>(filters: F) =>
  residual(
    block()
      .conv(filters, 3, { stride: 2, padding: 'same', useBias: false })
      .bn()
      .relu()
      .pipe(conv(filters))
      .bn(),
    block().conv(filters, 1, { stride: 2, useBias: false }).bn(),
  ).relu()

const describe = () =>
  input([32, 32, 3])
    .pipe(conv(16))
    .bn()
    .relu()
    .pipe(repeat(3, same(16)))
    .pipe(down(32))
    .pipe(repeat(2, same(32)))
    .pipe(down(64))
    .pipe(repeat(2, same(64)))
    .globalPool()

// ---------- by hand ----------
/** The residual units: their paths, their filters, and whether they halve the image. */
const units = [
  ['repeat1.1.residual1', 16, false],
  ['repeat1.2.residual1', 16, false],
  ['repeat1.3.residual1', 16, false],
  ['residual1', 32, true],
  ['repeat2.1.residual1', 32, false],
  ['repeat2.2.residual1', 32, false],
  ['residual2', 64, true],
  ['repeat3.1.residual1', 64, false],
  ['repeat3.2.residual1', 64, false],
] as const

const conv2d = (name: string, filters: number, kernelSize: number, strides = 1) =>
  tf.layers.conv2d({ name, filters, kernelSize, strides, padding: 'same', useBias: false })
const bn = (name: string) => tf.layers.batchNormalization({ name })

class Residual extends Composite {
  static readonly className: string = 'Resnet20Residual'
  private readonly conv1: tf.layers.Layer
  private readonly bn1: tf.layers.Layer
  private readonly relu = tf.layers.reLU({ name: 'relu' })
  private readonly conv2: tf.layers.Layer
  private readonly bn2: tf.layers.Layer
  private readonly shortcut: readonly tf.layers.Layer[]
  private readonly add = tf.layers.add({ name: 'add' })
  protected readonly parts: readonly tf.layers.Layer[]

  constructor(name: string, filters: number, halves: boolean) {
    super({ name })
    this.conv1 = conv2d(`${name}.conv1`, filters, 3, halves ? 2 : 1)
    this.bn1 = bn(`${name}.bn1`)
    this.conv2 = conv2d(`${name}.conv2`, filters, 3)
    this.bn2 = bn(`${name}.bn2`)
    this.shortcut = halves
      ? [conv2d(`${name}.shortcut.conv1`, filters, 1, 2), bn(`${name}.shortcut.bn1`)]
      : []
    this.parts = [this.conv1, this.bn1, this.conv2, this.bn2, ...this.shortcut]
  }

  protected flow(x: Flow, kwargs?: Kwargs): Flow {
    const y = chain(x, kwargs, this.conv1, this.bn1, this.relu, this.conv2, this.bn2)
    // both are symbolic, or both concrete
    const sum = this.add.apply(
      [y, chain(x, kwargs, ...this.shortcut)] as tf.Tensor[],
      kwargs,
    ) as Flow
    return chain(sum, kwargs, this.relu)
  }
}
class Resnet20 extends Composite {
  static readonly className: string = 'Resnet20Features'
  private readonly conv1 = conv2d('conv1', 16, 3)
  private readonly bn1 = bn('bn1')
  private readonly relu = tf.layers.reLU({ name: 'relu' })
  private readonly units = units.map(
    ([name, filters, halves]) => new Residual(name, filters, halves),
  )
  private readonly pool = tf.layers.globalAveragePooling2d({ name: 'pool' })
  protected readonly parts = [this.conv1, this.bn1, ...this.units]

  protected flow(x: Flow, kwargs?: Kwargs): Flow {
    return chain(x, kwargs, this.conv1, this.bn1, this.relu, ...this.units, this.pool)
  }
}

const functional = (x: tf.SymbolicTensor): tf.SymbolicTensor => {
  const relu = tf.layers.reLU({ name: 'relu' })
  // apply() of symbolic tensors returns a symbolic tensor; its type also allows concrete ones
  const symbolic = (y: ReturnType<tf.layers.Layer['apply']>) => y as tf.SymbolicTensor
  let y = symbolic(relu.apply(bn('bn1').apply(conv2d('conv1', 16, 3).apply(x))))
  for (const [name, filters, halves] of units) {
    const first = relu.apply(
      bn(`${name}.bn1`).apply(conv2d(`${name}.conv1`, filters, 3, halves ? 2 : 1).apply(y)),
    )
    const second = symbolic(
      bn(`${name}.bn2`).apply(conv2d(`${name}.conv2`, filters, 3).apply(first)),
    )
    const shortcut = halves
      ? symbolic(
          bn(`${name}.shortcut.bn1`).apply(
            conv2d(`${name}.shortcut.conv1`, filters, 1, 2).apply(y),
          ),
        )
      : y
    y = symbolic(relu.apply(tf.layers.add({ name: `${name}.add` }).apply([second, shortcut])))
  }
  return symbolic(tf.layers.globalAveragePooling2d({ name: 'pool' }).apply(y))
}

export const resnet20 = net({
  name: 'resnet20',
  title:
    'ResNet-20 for CIFAR without its classifier (He et al. 2016, section 4.2; shortcuts of type B)',
  input: [32, 32, 3],
  describe,
  subclass: () => new Resnet20({ name: 'features' }),
  functional,
})
