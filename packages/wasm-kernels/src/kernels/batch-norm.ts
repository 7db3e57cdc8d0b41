// Kernels of our own: TensorFlow.js composes batch normalization of a batch from a dozen kernels.
import { util, type TensorInfo } from '@tensorflow/tfjs-core'
import { areFloats, isShape } from '../base/tensors.js'
import type { Workspace } from '../link/workspace.js'
import { defineKernel, type Given } from './kernel.js'

interface Attrs {
  readonly epsilon: number
}

const channels = (shape: readonly number[]): number => shape.at(-1) ?? 0

/**
 * What every pass over a tensor needs: sizes, memory for sums and tables, and how the tensor is
 * cut.
 */
const passes = (space: Workspace, x: TensorInfo, sums: 1 | 2) => {
  const { wasm } = space
  const [elements, columns] = [util.sizeFromShape(x.shape), channels(x.shape)]
  const [parts, lines] = [wasm.parts(elements, columns), wasm.lines(elements, columns)]
  const length = parts * wasm.sumScratch(columns)
  const totals = space.scratch(sums * length)
  return {
    elements,
    columns,
    parts,
    totals,
    products: totals + 4 * length,
    tables: space.scratch(wasm.batchNormTables() * wasm.period(columns)),
    /** The units and the time of a sum, and of a pass that writes. */
    sum: { units: parts, nanoseconds: elements / 4 },
    pass: { units: lines, nanoseconds: elements / 3 },
  }
}

/**
 * x [..., channels], gamma and beta [channels] → y with the shape of x, and the batch's mean and
 * variance [channels].
 */
export const batchNorm = defineKernel<Given<'x' | 'gamma' | 'beta'>, Attrs>(
  'LayersmithBatchNorm',
  ({ x, gamma, beta }, { epsilon }) => {
    const count = channels(x.shape)
    if (!areFloats(x, gamma, beta) || !isShape(gamma, [count]) || !isShape(beta, [count]))
      return undefined
    return (space) => {
      const { wasm } = space
      const [y, mean, variance] = [
        space.output(x.shape),
        space.output([count]),
        space.output([count]),
      ]
      const { elements, parts, totals, tables, sum, pass } = passes(space, x, 1)
      const share = count / elements
      space.split('sums', sum, space.address(x), elements, count, totals)
      wasm.columnTotals(totals, count, parts, share, space.address(mean))
      wasm.batchNormMeans(space.address(mean), count, tables)
      space.split('squares', sum, space.address(x), elements, count, tables, totals)
      wasm.columnTotals(totals, count, parts, share, space.address(variance))
      wasm.batchNormScales(
        space.address(gamma),
        space.address(beta),
        space.address(variance),
        count,
        epsilon,
        tables,
      )
      space.split(
        'batchNormApply',
        pass,
        space.address(x),
        elements,
        count,
        tables,
        space.address(y),
      )
      return [y, mean, variance]
    }
  },
)

/** The gradient of `batchNorm`: dx, dgamma and dbeta. */
export const batchNormTrainGrad = defineKernel<
  Given<'x' | 'dy' | 'gamma' | 'mean' | 'variance'>,
  Attrs
>('LayersmithBatchNormGrad', ({ x, dy, gamma, mean, variance }, { epsilon }) => {
  const count = channels(x.shape)
  if (!areFloats(x, dy, gamma, mean, variance) || !isShape(dy, x.shape)) return undefined
  return (space) => {
    const { wasm } = space
    const [dx, dgamma, dbeta] = [
      space.output(x.shape),
      space.output([count]),
      space.output([count]),
    ]
    const { elements, parts, totals, products, tables, sum, pass } = passes(space, x, 2)
    wasm.batchNormMeans(space.address(mean), count, tables)
    space.split(
      'sumsAndProducts',
      sum,
      space.address(x),
      space.address(dy),
      elements,
      count,
      tables,
      totals,
      products,
    )
    wasm.batchNormTrainGrad(
      totals,
      products,
      parts,
      space.address(gamma),
      space.address(variance),
      elements,
      count,
      epsilon,
      space.address(dgamma),
      space.address(dbeta),
      tables,
    )
    space.split(
      'batchNormInputGrad',
      pass,
      space.address(x),
      space.address(dy),
      elements,
      count,
      tables,
      space.address(dx),
    )
    return [dx, dgamma, dbeta]
  }
})

/** The gradient of normalization by given statistics: dx, dmean, dvariance, dgamma and dbeta. */
export const batchNormGrad = defineKernel<Given<'x' | 'dy' | 'gamma' | 'mean' | 'variance'>, Attrs>(
  'LayersmithFusedBatchNormGrad',
  ({ x, dy, gamma, mean, variance }, { epsilon }) => {
    const count = channels(x.shape)
    if (!areFloats(x, dy, gamma, mean, variance) || !isShape(dy, x.shape)) return undefined
    return (space) => {
      const { wasm } = space
      const dx = space.output(x.shape)
      const others = [0, 1, 2, 3].map(() => space.output([count]))
      const { elements, parts, totals, products, tables, sum, pass } = passes(space, x, 2)
      wasm.batchNormMeans(space.address(mean), count, tables)
      space.split(
        'sumsAndProducts',
        sum,
        space.address(x),
        space.address(dy),
        elements,
        count,
        tables,
        totals,
        products,
      )
      wasm.batchNormGrad(
        totals,
        products,
        parts,
        space.address(gamma),
        space.address(variance),
        count,
        epsilon,
        ...others.map((info) => space.address(info)),
        tables,
      )
      space.split(
        'batchNormScale',
        pass,
        space.address(dy),
        elements,
        count,
        tables,
        space.address(dx),
      )
      return [dx, ...others]
    }
  },
)
