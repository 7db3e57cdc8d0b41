// Factors and offsets that do not train. Consecutive ones become one layer.
import type { Numbers } from '../model/types.js'
import type { Call } from './call.js'
import type { Value } from './view.js'

type PerChannel = number | readonly number[]

const both = (a: PerChannel, b: PerChannel, f: (m: number, n: number) => number): PerChannel =>
  typeof a === 'number'
    ? typeof b === 'number'
      ? f(a, b)
      : b.map((n) => f(a, n))
    : a.map((m, i) => f(m, typeof b === 'number' ? b : (b[i] ?? 0)))

const times = (a: PerChannel, b: PerChannel): PerChannel => both(a, b, (m, n) => m * n)
const plus = (a: PerChannel, b: PerChannel): PerChannel => both(a, b, (m, n) => m + n)

/** The value times a factor, plus an offset: each one number, or one for each channel in memory. */
export const rescaled = (
  call: Call,
  value: Value,
  scale: PerChannel,
  offset: PerChannel,
): Value => {
  if (scale === 1 && offset === 0) return value
  const made = call.applied(value, 'Rescaling', { scale, offset })
  const { layer } = made
  layer.takes = (what, numbers: Numbers) => {
    // this layer was made here, so it may change
    const { scale: factor, offset: added } = layer.config as {
      scale: PerChannel
      offset: PerChannel
    }
    const more = numbers.length === 1 ? (numbers[0] ?? 0) : [...numbers]
    layer.config =
      what === 'factor'
        ? { scale: times(factor, more), offset: times(added, more) }
        : { scale: factor, offset: plus(added, more) }
    return true
  }
  return made
}

/** The value without its last layer, if that no longer changes anything. */
export const withoutNothing = (value: Value): Value => {
  const { className, config, inputs } = value.layer
  const [before] = inputs
  const isNothing = className === 'Rescaling' && config['scale'] === 1 && config['offset'] === 0
  // the value before it may have other readers
  return isNothing && before !== undefined ? { ...value, layer: before, isShared: true } : value
}
