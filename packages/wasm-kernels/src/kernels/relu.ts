import { util } from '@tensorflow/tfjs-core'
import { areFloats, defineKernel, isShape, type Given } from '../kernel.js'

/** dy and x of one shape → dy where 0 < x ≤ limit, else 0; see ../assembly/activation.ts. */
export const reluGrad = defineKernel<Given<'dy' | 'x'>, { readonly limit: number }>('LayersmithReluGrad', ({ dy, x }, { limit }) => {
  if (!areFloats(dy, x) || !isShape(dy, x.shape)) return undefined
  return (space) => {
    const dx = space.output(x.shape)
    space.wasm.reluGrad(space.address(dy), space.address(x), space.address(dx), util.sizeFromShape(x.shape), limit)
    return dx
  }
})
