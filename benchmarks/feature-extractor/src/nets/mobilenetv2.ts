import * as tf from '@tensorflow/tfjs'
import { block, input, residual } from 'layersmith'
import { chain, Composite, type Flow, type Kwargs } from './composite.js'
import { net } from './net.js'

// ---------- layersmith ----------
const conv = <F extends number>(filters: F) => block().conv(filters, 1, { useBias: false }).bn()
const depthwise = <S extends 1 | 2>(stride: S) =>
  block().depthwiseConv(3, { stride, padding: 'same', useBias: false }).bn().relu6()
/** An inverted residual: wide inside, narrow outside. */
const inverted = <W extends number, F extends number, S extends 1 | 2>(
  wide: W,
  filters: F,
  stride: S,
) => conv(wide).relu6().pipe(depthwise(stride)).pipe(conv(filters))

const describe = () =>
  input([64, 64, 3])
    .conv(32, 3, { stride: 2, padding: 'same', useBias: false })
    .bn()
    .relu6()
    .pipe(depthwise(1))
    .pipe(conv(16))
    .pipe(inverted(96, 24, 2).as('down1'))
    .pipe(residual(inverted(144, 24, 1)))
    .pipe(inverted(144, 32, 2).as('down2'))
    .pipe(residual(inverted(192, 32, 1)))
    .pipe(residual(inverted(192, 32, 1)))

// ---------- by hand ----------
/**
 * The inverted residuals: their paths, and their inner and outer filters. Those that go down have a
 * stride of 2 and no shortcut.
 */
const units = [
  ['down1', 96, 24],
  ['residual1', 144, 24],
  ['down2', 144, 32],
  ['residual2', 192, 32],
  ['residual3', 192, 32],
] as const
const goesDown = (name: string) => name.startsWith('down')

const conv2d = (name: string, filters: number, kernelSize = 1, strides = 1) =>
  tf.layers.conv2d({ name, filters, kernelSize, strides, padding: 'same', useBias: false })
const depthwiseConv2d = (name: string, strides: number) =>
  tf.layers.depthwiseConv2d({ name, kernelSize: 3, strides, padding: 'same', useBias: false })
const bn = (name: string) => tf.layers.batchNormalization({ name })
const relu6 = () => tf.layers.reLU({ name: 'relu6', maxValue: 6 })

class Inverted extends Composite {
  static readonly className: string = 'MobileNetV2Inverted'
  private readonly relu6 = relu6()
  private readonly add = tf.layers.add({ name: 'add' })
  private readonly steps: readonly tf.layers.Layer[]
  protected readonly parts: readonly tf.layers.Layer[]

  constructor(name: string, wide: number, filters: number) {
    super({ name })
    const expand = [conv2d(`${name}.conv1`, wide), bn(`${name}.bn1`)]
    const filter = [
      depthwiseConv2d(`${name}.depthwiseConv1`, goesDown(name) ? 2 : 1),
      bn(`${name}.bn2`),
    ]
    const project = [conv2d(`${name}.conv2`, filters), bn(`${name}.bn3`)]
    this.steps = [...expand, this.relu6, ...filter, this.relu6, ...project]
    this.parts = [...expand, ...filter, ...project]
  }

  protected flow(x: Flow, kwargs?: Kwargs): Flow {
    const y = chain(x, kwargs, ...this.steps)
    if (goesDown(this.name)) return y
    // both are symbolic, or both concrete
    return this.add.apply([y, x] as tf.Tensor[], kwargs) as Flow
  }
}
class MobileNetV2 extends Composite {
  static readonly className: string = 'MobileNetV2Features'
  private readonly stem = [conv2d('conv1', 32, 3, 2), bn('bn1')]
  private readonly filter = [depthwiseConv2d('depthwiseConv1', 1), bn('bn2')]
  private readonly project = [conv2d('conv2', 16), bn('bn3')]
  private readonly relu6 = relu6()
  private readonly units = units.map(([name, wide, filters]) => new Inverted(name, wide, filters))
  protected readonly parts = [...this.stem, ...this.filter, ...this.project, ...this.units]

  protected flow(x: Flow, kwargs?: Kwargs): Flow {
    return chain(
      x,
      kwargs,
      ...this.stem,
      this.relu6,
      ...this.filter,
      this.relu6,
      ...this.project,
      ...this.units,
    )
  }
}

const functional = (x: tf.SymbolicTensor): tf.SymbolicTensor => {
  const relu = relu6()
  // apply() of symbolic tensors returns a symbolic tensor; its type also allows concrete ones
  const symbolic = (y: ReturnType<tf.layers.Layer['apply']>) => y as tf.SymbolicTensor
  let y = symbolic(relu.apply(bn('bn1').apply(conv2d('conv1', 32, 3, 2).apply(x))))
  y = symbolic(relu.apply(bn('bn2').apply(depthwiseConv2d('depthwiseConv1', 1).apply(y))))
  y = symbolic(bn('bn3').apply(conv2d('conv2', 16).apply(y)))
  for (const [name, wide, filters] of units) {
    const expanded = relu.apply(bn(`${name}.bn1`).apply(conv2d(`${name}.conv1`, wide).apply(y)))
    const filtered = relu.apply(
      bn(`${name}.bn2`).apply(
        depthwiseConv2d(`${name}.depthwiseConv1`, goesDown(name) ? 2 : 1).apply(expanded),
      ),
    )
    const projected = symbolic(
      bn(`${name}.bn3`).apply(conv2d(`${name}.conv2`, filters).apply(filtered)),
    )
    y = goesDown(name)
      ? projected
      : symbolic(tf.layers.add({ name: `${name}.add` }).apply([projected, y]))
  }
  return y
}

export const mobilenetv2 = net({
  name: 'mobilenetv2',
  title:
    'The stem and the first six bottlenecks of MobileNetV2, on 64x64 ' +
    '(Sandler et al. 2018, table 2)',
  input: [64, 64, 3],
  describe,
  subclass: () => new MobileNetV2({ name: 'features' }),
  functional,
})
