// Activations that exporters write in parts: Gelu as x * (1 + erf(x / √2)) / 2, in any order, and
// Softsign as x / (1 + |x|).
import type { Call, Operators } from '../call.js'
import type { Value } from '../view.js'

const whole = (call: Call): Value => {
  const approximate = call.text('approximate', 'none')
  return call.applied(call.value(0), 'Activation', {
    activation: approximate === 'tanh' ? 'gelu_new' : 'gelu',
  })
}

/** Erf is only a part: plus one, and maybe halved, it is the factor of Gelu. */
const part = (call: Call): Value => {
  const x = call.value(0)
  const { className, config, inputs } = x.layer
  const [of] = inputs
  const isRoot =
    className === 'Rescaling' &&
    Math.abs(Number(config['scale']) - Math.SQRT1_2) < 1e-6 &&
    config['offset'] === 0
  const layer = call.layer('Erf', {}, [x], [], 'is a layer only as a part of Gelu')
  layer.takes = (what, numbers) => {
    const { gate } = layer
    const [number, ...others] = numbers
    if (!isRoot || of === undefined || number === undefined || others.length > 0) return false
    if (what === 'factor' ? gate === null : gate !== null || number !== 1) return false
    layer.gate = { of, activation: 'gelu', factor: gate === null ? 2 : gate.factor * number }
    return true
  }
  return call.made(layer, x)
}

/** Abs is only a part: plus one, it is the divisor of Softsign. */
const absolute = (call: Call): Value => {
  const x = call.value(0)
  const layer = call.layer('Abs', {}, [x], [], 'is a layer only as a part of Softsign')
  layer.takes = (what, numbers) => {
    if (what !== 'offset' || numbers.length !== 1 || numbers[0] !== 1) return false
    if (layer.divides !== null) return false
    layer.divides = { of: x.layer, activation: 'softsign', factor: 1 }
    return true
  }
  return call.made(layer, x)
}

export const parts: Operators = {
  Abs: { becomes: '`activation`, as a part of a Softsign', axes: 'kept', read: absolute },
  Gelu: { becomes: '`activation`', axes: 'kept', read: whole },
  Erf: { becomes: '`activation`, as a part of a Gelu', axes: 'kept', read: part },
}
