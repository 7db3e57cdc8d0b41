import { util } from '@tensorflow/tfjs-core'
import { areFloats, isShape } from '../base/tensors.js'
import { defineKernel, elementsOfUnit, type Given } from './kernel.js'

/** dy and x of one shape → dy where 0 < x ≤ limit, else 0; see ../../assembly/kernels/relu.ts. */
export const reluGrad = defineKernel<Given<'dy' | 'x'>, { readonly limit: number }>(
  'LayersmithReluGrad',
  ({ dy, x }, { limit }) => {
    if (!areFloats(dy, x) || !isShape(dy, x.shape)) return undefined
    return (space) => {
      const dx = space.output(x.shape)
      const elements = util.sizeFromShape(x.shape)
      space.split(
        'reluGrad',
        { units: Math.ceil(elements / elementsOfUnit), nanoseconds: elements / 3 },
        space.address(dy),
        space.address(x),
        space.address(dx),
        elements,
        limit,
      )
      return dx
    }
  },
)
