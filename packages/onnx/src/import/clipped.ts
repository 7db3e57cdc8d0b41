// Limits: a ReLU with a maximum, shifted to the lower one.
import type { Call } from './call.js'
import { rescaled } from './rescale.js'
import type { Value } from './view.js'

/** The value between two numbers, of which either may be infinite. */
export const clipped = (call: Call, x: Value, least: number, most: number): Value => {
  // the largest floats mean no limit
  const [low, high] = [least < -3e38 ? -Infinity : least, most > 3e38 ? Infinity : most]
  const relu = (value: Value, maximum: number): Value =>
    call.applied(value, 'ReLU', maximum === Infinity ? {} : { max_value: maximum }, [], true)
  if (low === -1 && high === 1) return call.applied(x, 'Activation', { activation: 'hard_tanh' })
  if (low === 0) return relu(x, high)
  if (low === -Infinity)
    return high === Infinity
      ? x
      : rescaled(call, relu(rescaled(call, x, -1, high), Infinity), -1, high)
  return rescaled(call, relu(rescaled(call, x, 1, -low), high - low), 1, low)
}
