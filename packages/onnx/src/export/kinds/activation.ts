// Activations: as layers, and as an option of other layers.
import type { Activation } from '@layersmith/core'
import { type Exporter, type Use, inputOf, made, node, pointwise, weight } from '../use.js'
import type { Value } from '../value.js'
import { reordered } from '../weights.js'

/** The constant of TensorFlow.js's GELU, from GPT-2. */
const NEW_GELU = [Math.sqrt(2 / Math.PI), 0.044715] as const

type Compute = (use: Use, x: string, axis: number) => string
type Name = Exclude<Activation, 'silu'>

const op =
  (operator: string, attributes = {}): Compute =>
  (use, x) =>
    node(use, operator, [x], attributes)

const number = ({ graph, path }: Use, value: number): string => graph.float(`${path}/number`, value)

const clip = (use: Use, x: string, low: number, high: number | null): string =>
  node(use, 'Clip', [x, number(use, low), ...(high === null ? [] : [number(use, high)])])

const hardSigmoid3 = op('HardSigmoid', { alpha: { float: 1 / 6 }, beta: { float: 0.5 } })

const FUNCTIONS: { readonly [N in Name]: Compute } = {
  elu: op('Elu'),
  exponential: op('Exp'),
  // x * (1 + erf(x / sqrt(2))) / 2
  gelu: (use, x) => {
    const erf = node(use, 'Erf', [node(use, 'Mul', [x, number(use, Math.SQRT1_2)])])
    const half = node(use, 'Mul', [x, number(use, 0.5)])
    return node(use, 'Mul', [half, node(use, 'Add', [erf, number(use, 1)])])
  },
  gelu_new: (use, x) => {
    const cube = node(use, 'Mul', [node(use, 'Mul', [x, x]), x])
    const inner = node(use, 'Add', [x, node(use, 'Mul', [cube, number(use, NEW_GELU[1])])])
    const tanh = node(use, 'Tanh', [node(use, 'Mul', [inner, number(use, NEW_GELU[0])])])
    const half = node(use, 'Mul', [x, number(use, 0.5)])
    return node(use, 'Mul', [half, node(use, 'Add', [tanh, number(use, 1)])])
  },
  hardSigmoid: op('HardSigmoid'),
  hardSigmoid3,
  hardSilu: op('HardSwish'),
  hardTanh: (use, x) => clip(use, x, -1, 1),
  leakyRelu: op('LeakyRelu', { alpha: { float: 0.2 } }),
  linear: (_, x) => x,
  logSigmoid: (use, x) => node(use, 'Neg', [node(use, 'Softplus', [node(use, 'Neg', [x])])]),
  mish: (use, x) => node(use, 'Mul', [x, node(use, 'Tanh', [node(use, 'Softplus', [x])])]),
  relu: op('Relu'),
  relu6: (use, x) => clip(use, x, 0, 6),
  selu: op('Selu'),
  sigmoid: op('Sigmoid'),
  softmax: (use, x, axis) => node(use, 'Softmax', [x], { axis }),
  softplus: op('Softplus'),
  softsign: op('Softsign'),
  // (x + sqrt(x * x + 4)) / 2
  squareplus: (use, x) => {
    const square = node(use, 'Add', [node(use, 'Mul', [x, x]), number(use, 4)])
    const sum = node(use, 'Add', [x, node(use, 'Sqrt', [square])])
    return node(use, 'Mul', [sum, number(use, 0.5)])
  },
  swish: (use, x) => node(use, 'Mul', [x, node(use, 'Sigmoid', [x])]),
  tanh: op('Tanh'),
  tanhShrink: (use, x) => node(use, 'Sub', [x, node(use, 'Tanh', [x])]),
}

/** Applies an activation to a tensor whose channels are along the axis. */
export const activate = (use: Use, name: Activation, x: string, axis: number): string =>
  FUNCTIONS[name === 'silu' ? 'swish' : name](use, x, axis)

const layer = (name: Name): Exporter => {
  const isEachAlone = name !== 'softmax'
  return (use) => pointwise(use, (x, axis) => activate(use, name, x, axis), isEachAlone)
}

export const activation: Exporter<{ readonly activation: Name }> = (use) =>
  use.config.activation === 'linear'
    ? inputOf(use)
    : layer(use.config.activation)(use as Use<never>)

export const elu = layer('elu')
export const relu6 = layer('relu6')
export const softmax = layer('softmax')

export const leakyRelu: Exporter<{ readonly alpha: number }> = (use) =>
  pointwise(use, (x) => node(use, 'LeakyRelu', [x], { alpha: { float: use.config.alpha } }))

export const thresholdedRelu: Exporter<{ readonly theta: number }> = (use) =>
  pointwise(use, (x) => node(use, 'ThresholdedRelu', [x], { alpha: { float: use.config.theta } }))

interface ReluConfig {
  readonly maxValue: number | null
  readonly negativeSlope: number
  readonly threshold: number
}
/** Keras: up to the threshold `negativeSlope * (x - threshold)`, above it x, at most `maxValue`. */
export const relu: Exporter<ReluConfig> = (use) => {
  const { maxValue, negativeSlope, threshold } = use.config
  return pointwise(use, (x) => {
    if (threshold === 0) {
      if (negativeSlope === 0)
        return maxValue === null ? node(use, 'Relu', [x]) : clip(use, x, 0, maxValue)
      const y = node(use, 'LeakyRelu', [x], { alpha: { float: negativeSlope } })
      return maxValue === null ? y : node(use, 'Min', [y, number(use, maxValue)])
    }
    const above = node(use, 'ThresholdedRelu', [x], { alpha: { float: threshold } })
    const kept = maxValue === null ? above : clip(use, above, 0, maxValue)
    if (negativeSlope === 0) return kept
    const below = node(use, 'Sub', [number(use, threshold), x])
    const part = node(use, 'Mul', [node(use, 'Relu', [below]), number(use, negativeSlope)])
    return node(use, 'Sub', [kept, part])
  })
}

export const prelu: Exporter = (use): Value => {
  const x = inputOf(use)
  const alpha = weight(use, 'alpha')
  const { shape } = alpha
  const axes = shape.map((_, axis) => axis)
  const slopes = reordered(use.graph, alpha, shape, x.ordered(axes, x.layout))
  return made(use, x.layout, node(use, 'PRelu', [x.in(x.layout), slopes]))
}
