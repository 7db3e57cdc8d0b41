// Layers with a bias, their own or that of the node after them.
import type { Numbers } from '../model/types.js'
import type { Call } from './call.js'
import type { Constant } from './constant.js'
import type { Layer } from './layer.js'
import { type Value, type View, sizeOf } from './view.js'

/** A layer with a kernel and the bias of its node; without one, it takes what is added next. */
export const withBias = (call: Call, layer: Layer, view: View, bias: Constant | null): Value => {
  const units = sizeOf(view.memory.at(-1) ?? []) ?? 0
  const take = (numbers: Numbers): boolean => {
    if (numbers.length !== units) return false
    layer.config = { ...layer.config, use_bias: true }
    layer.weights = [...layer.weights, numbers]
    layer.takes = () => false
    return true
  }
  layer.config = { ...layer.config, use_bias: false }
  layer.takes = (what, numbers) => what === 'offset' && take(numbers)
  // torch writes zeros for a layer without a bias
  const isNone = bias?.parameter === null && bias.numbers.every((n) => n === 0)
  if (bias !== null && !isNone && !take(bias.numbers))
    call.refuse(`has a bias of ${bias.numbers.length} numbers for ${units}`)
  return call.made(layer, view)
}
