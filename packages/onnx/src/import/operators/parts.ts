// Activations that exporters write in parts: Gelu as x * (1 + erf(x / √2)) / 2 in any order, and
// Softsign as x / (1 + |x|).
import type { Call, Operators } from '../call.js'
import type { Value } from '../view.js'

const whole = (call: Call): Value => {
  const approximate = call.text('approximate', 'none')
  return call.applied(call.value(0), 'Activation', {
    activation: approximate === 'tanh' ? 'gelu_new' : 'gelu',
  })
}

/** Erf is a part alone; with one added, it is what Gelu multiplies by. */
const part = (call: Call): Value => {
  const x = call.value(0)
  const { className, config, inputs } = x.layer
  const [of] = inputs
  const isRoot =
    className === 'Rescaling' &&
    Math.abs(Number(config['scale']) - Math.SQRT1_2) < 1e-6 &&
    config['offset'] === 0
  const layer = call.layer('Erf', {}, [x], [], 'is no activation that a layer has, but in a Gelu')
  layer.takes = (what, numbers) => {
    if (what !== 'offset' || numbers.length !== 1 || numbers[0] !== 1) return false
    if (!isRoot || of === undefined || layer.gate !== null) return false
    layer.gate = { of, activation: 'gelu', factor: 2 }
    return true
  }
  return call.made(layer, x)
}

/** Abs is a part alone; with one added, it is what Softsign divides by. */
const absolute = (call: Call): Value => {
  const x = call.value(0)
  const layer = call.layer(
    'Abs',
    {},
    [x],
    [],
    'is no activation that a layer has, but in a Softsign',
  )
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
