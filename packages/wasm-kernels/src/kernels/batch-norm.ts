// Kernels of our own: TensorFlow.js computes batch normalisation of a batch from a dozen of others.
import { util } from '@tensorflow/tfjs-core'
import { areFloats, defineKernel, isShape, type Given } from '../kernel.js'

interface Attrs {
  readonly epsilon: number
}

const channels = (shape: readonly number[]): number => shape.at(-1) ?? 0

/** x [..., channels], gamma and beta [channels] → y like x, mean and variance of the batch [channels]. */
export const batchNorm = defineKernel<Given<'x' | 'gamma' | 'beta'>, Attrs>('LayersmithBatchNorm', ({ x, gamma, beta }, { epsilon }) => {
  const count = channels(x.shape)
  if (!areFloats(x, gamma, beta) || !isShape(gamma, [count]) || !isShape(beta, [count])) return undefined
  return (space) => {
    const [y, mean, variance] = [space.output(x.shape), space.output([count]), space.output([count])]
    const scratch = space.scratch(space.wasm.batchNormScratch(count))
    space.wasm.batchNorm(
      space.address(x), space.address(gamma), space.address(beta), util.sizeFromShape(x.shape), count, epsilon,
      space.address(y), space.address(mean), space.address(variance), scratch,
    )
    return [y, mean, variance]
  }
})

/** The gradient of `batchNorm`: dx, dgamma and dbeta. */
export const batchNormTrainGrad = defineKernel<Given<'x' | 'dy' | 'gamma' | 'mean' | 'variance'>, Attrs>(
  'LayersmithBatchNormGrad', ({ x, dy, gamma, mean, variance }, { epsilon }) => {
    const count = channels(x.shape)
    if (!areFloats(x, dy, gamma, mean, variance) || !isShape(dy, x.shape)) return undefined
    return (space) => {
      const [dx, dgamma, dbeta] = [space.output(x.shape), space.output([count]), space.output([count])]
      const scratch = space.scratch(space.wasm.batchNormScratch(count))
      space.wasm.batchNormTrainGrad(
        space.address(x), space.address(dy), space.address(gamma), space.address(mean), space.address(variance), util.sizeFromShape(x.shape), count, epsilon,
        space.address(dx), space.address(dgamma), space.address(dbeta), scratch,
      )
      return [dx, dgamma, dbeta]
    }
  })

/** The gradient of a normalisation by given statistics: dx, dmean, dvariance, dgamma and dbeta. */
export const batchNormGrad = defineKernel<Given<'x' | 'dy' | 'gamma' | 'mean' | 'variance'>, Attrs>('LayersmithFusedBatchNormGrad', ({ x, dy, gamma, mean, variance }, { epsilon }) => {
  const count = channels(x.shape)
  if (!areFloats(x, dy, gamma, mean, variance) || !isShape(dy, x.shape)) return undefined
  return (space) => {
    const dx = space.output(x.shape)
    const others = [0, 1, 2, 3].map(() => space.output([count]))
    const scratch = space.scratch(space.wasm.batchNormScratch(count))
    space.wasm.batchNormGrad(
      space.address(x), space.address(dy), space.address(gamma), space.address(mean), space.address(variance),
      util.sizeFromShape(x.shape), count, epsilon, space.address(dx), ...others.map((info) => space.address(info)), scratch,
    )
    return [dx, ...others]
  }
})
