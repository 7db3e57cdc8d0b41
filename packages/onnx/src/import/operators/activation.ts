// Activations: operators, and the layers that compute them.
import type { Call, Operator, Operators } from '../call.js'
import type { Config, Layer } from '../layer.js'
import type { Value } from '../view.js'

interface Form {
  readonly becomes: string
  /** The layer's class and config; `Activation` by its name in Keras. */
  readonly form: (call: Call) => string | readonly [className: string, config: Config]
  readonly isPositive?: boolean
  /** What its product with its input is. */
  readonly gates?: string
}

const operator = ({ becomes, form, isPositive, gates }: Form): Operator => ({
  becomes,
  axes: 'kept',
  read: (call) => {
    const x = call.value(0)
    const found = form(call)
    const [className, config] =
      typeof found === 'string' ? ['Activation', { activation: found }] : found
    const value = call.applied(x, className, config, [], isPositive)
    if (gates !== undefined) gate(value.layer, x.layer, gates)
    return value
  },
})

const gate = (layer: Layer, of: Layer, activation: string): void => {
  layer.gate = { of, activation, factor: 1 }
}

/** An activation without options. */
const plain = (name: string, more: Partial<Form> = {}): Operator =>
  operator({ becomes: '`activation`', form: () => name, ...more })

/** An option that is fixed in the layer. */
const fixed = (call: Call, name: string, value: number): void => {
  const got = call.number(name, value)
  if (Math.abs(got - value) > 1e-6)
    call.refuse(`has ${name} ${got}, and TensorFlow.js only has ${value}`)
}

/** Its slope and offset, between 0 and 1. */
const hardSigmoid = (call: Call): Value => {
  const x = call.value(0)
  const [slope, offset] = [call.number('alpha', 0.2), call.number('beta', 0.5)]
  const isAt = (n: number): boolean => Math.abs(slope - n) < 1e-6 && offset === 0.5
  if (isAt(1 / 6)) {
    const value = call.applied(x, 'Activation', { activation: 'hard_sigmoid3' }, [], true)
    gate(value.layer, x.layer, 'hard_silu')
    return value
  }
  if (isAt(0.2)) return call.applied(x, 'Activation', { activation: 'hard_sigmoid' }, [], true)
  const line = call.applied(x, 'Rescaling', { scale: slope, offset })
  return call.applied(line, 'ReLU', { max_value: 1 }, [], true)
}

const withOne = (name: string): Operator =>
  operator({
    becomes: '`activation`',
    form: (call) => {
      fixed(call, 'alpha', 1)
      return name
    },
  })

export const activations: Operators = {
  Celu: withOne('elu'),
  Elu: withOne('elu'),
  Exp: plain('exponential', { isPositive: true }),
  HardSigmoid: {
    becomes: '`activation`, or `rescaling` and `relu`',
    axes: 'kept',
    read: hardSigmoid,
  },
  HardSwish: plain('hard_silu'),
  LeakyRelu: operator({
    becomes: '`leakyRelu`',
    form: (call) => ['LeakyReLU', { alpha: call.number('alpha', 0.01) }],
  }),
  Mish: plain('mish'),
  Relu: operator({ becomes: '`relu`', form: () => ['ReLU', {}], isPositive: true }),
  Selu: operator({
    becomes: '`activation`',
    form: (call) => {
      fixed(call, 'alpha', 1.6732632)
      fixed(call, 'gamma', 1.050701)
      return 'selu'
    },
  }),
  Sigmoid: plain('sigmoid', { isPositive: true, gates: 'swish' }),
  Softplus: plain('softplus', { isPositive: true }),
  Softsign: plain('softsign'),
  Tanh: plain('tanh'),
  ThresholdedRelu: operator({
    becomes: '`thresholdedRelu`',
    form: (call) => ['ThresholdedReLU', { theta: call.number('alpha', 1) }],
  }),
}
