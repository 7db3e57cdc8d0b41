import { util } from '@tensorflow/tfjs-core'
import { areFloats, isShape } from '../base/tensors.js'
import { defineKernel, elementsOfUnit, type Given } from './kernel.js'

export interface AdamAttrs {
  readonly rate: number
  readonly beta1: number
  readonly beta2: number
  /** 1 − β1ᵗ and 1 − β2ᵗ */
  readonly correction1: number
  readonly correction2: number
  readonly epsilon: number
}

/** A variable, its gradient and two moments, all of one shape → the new variable and moments. */
export const adamStep = defineKernel<Given<'value' | 'gradient' | 'first' | 'second'>, AdamAttrs>(
  'LayersmithAdam',
  (
    { value, gradient, first, second },
    { rate, beta1, beta2, correction1, correction2, epsilon },
  ) => {
    const all = [value, gradient, first, second]
    if (!areFloats(...all) || !all.every((info) => isShape(info, value.shape))) return undefined
    return (space) => {
      const results = [0, 1, 2].map(() => space.output(value.shape))
      const elements = util.sizeFromShape(value.shape)
      space.split(
        'adam',
        { units: Math.ceil(elements / elementsOfUnit), nanoseconds: elements },
        ...[...all, ...results].map((info) => space.address(info)),
        elements,
        rate,
        beta1,
        beta2,
        correction1,
        correction2,
        epsilon,
      )
      return results
    }
  },
)
