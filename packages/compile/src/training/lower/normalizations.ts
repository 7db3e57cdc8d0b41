// Batch normalization, whose statistics follow the batches.
import { batchNorm } from '../ops/batch-norm.js'
import { lowering, only } from './lowering.js'

interface Bn {
  readonly axis: number
  readonly epsilon: number
  readonly momentum: number
}
export const bn = lowering<Bn>(({ axis, epsilon, momentum }, use) => {
  if (axis !== -1 && axis !== use.output.length)
    return 'there is no kernel for another axis than the last'
  return only(
    batchNorm({
      gamma: use.find('gamma'),
      beta: use.find('beta'),
      mean: use.weight('moving_mean'),
      variance: use.weight('moving_variance'),
      epsilon,
      momentum,
      isFrozen: use.isFrozen,
    }),
    use,
  )
})
