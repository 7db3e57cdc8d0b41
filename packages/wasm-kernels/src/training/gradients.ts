// Gradients in one pass over a tensor, where TensorFlow.js makes many passes.
//
// Everything is computed when the gradient function is called. TensorFlow.js runs each of the
// functions that it returns in its own tidy, so a tensor that several of them need would be gone
// after the first.
import { engine, FusedBatchNorm, Relu, Relu6, type Tensor } from '@tensorflow/tfjs-core'
import { batchNorm, batchNormGrad, batchNormTrainGrad } from '../kernels/batch-norm.js'
import { reluGrad } from '../kernels/relu.js'
import { computes, type Link, type Undo } from '../link/link.js'
import { addGradient, replaceGradient } from '../registry/replace-gradient.js'
import { runAll } from './run-all.js'

/** Finished results in the form that TensorFlow.js expects. */
const ready = <Names extends string>(
  tensors: Record<Names, Tensor>,
): Record<string, () => Tensor> =>
  Object.fromEntries(Object.entries<Tensor>(tensors).map(([name, tensor]) => [name, () => tensor]))

const replaceRelu = (link: Link, kernelName: string, limit: number): Undo =>
  replaceGradient(kernelName, (dy, [x]) => {
    if (x === undefined || !computes(link, dy, x)) return undefined
    return { x: () => engine().runKernel<Tensor>(reluGrad.name, { dy, x }, { limit }) }
  })

/**
 * Normalization by given statistics. TensorFlow.js's gradient repeats the statistics to the size of
 * x with Tile.
 */
const replaceFusedBatchNorm = (link: Link): Undo =>
  replaceGradient(FusedBatchNorm, (dy, [x, mean, variance, scale], attrs) => {
    if (
      x === undefined ||
      mean === undefined ||
      variance === undefined ||
      scale === undefined ||
      !computes(link, dy, x, mean, variance, scale)
    )
      return undefined
    const channels = x.shape.at(-1)
    if ([mean, variance, scale].some(({ rank, size }) => rank !== 1 || size !== channels))
      return undefined
    return ready(
      runAll(
        batchNormGrad.name,
        { x, dy, mean, variance, gamma: scale },
        { epsilon: attrs['varianceEpsilon'] ?? 0.001 },
        ['x', 'mean', 'variance', 'scale', 'offset'],
      ),
    )
  })

/**
 * Normalization by the batch's own statistics. Its mean and variance only go to the moving
 * averages, so nothing flows back through them.
 */
const addBatchNorm = (): Undo =>
  addGradient({
    kernelName: batchNorm.name,
    inputsToSave: ['x', 'gamma'],
    outputsToSave: [false, true, true],
    gradFunc: (dys, saved, attrs) => {
      // As requested just above: two inputs and two of the three results. The three results have
      // three gradients.
      const [x, gamma, mean, variance] = saved as [Tensor, Tensor, Tensor, Tensor]
      const [dy] = dys as [Tensor]
      return ready(
        runAll(batchNormTrainGrad.name, { x, dy, gamma, mean, variance }, attrs, [
          'x',
          'gamma',
          'beta',
        ]),
      )
    },
  })

export const replaceGradients = (link: Link): readonly Undo[] => [
  replaceRelu(link, Relu, Infinity),
  replaceRelu(link, Relu6, 6),
  replaceFusedBatchNorm(link),
  addBatchNorm(),
]
