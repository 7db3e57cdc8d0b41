import type { Weight } from '../contract.js'
import { type Address, float } from '../program/record.js'
import { kernel } from '../program/kernels.js'
import { type OpPlace, type TrainingOp, sizeOf } from '../graph/op.js'
import { linesOf, partsOf, periodOf, totalsOf } from './bias.js'

export interface BatchNorm {
  readonly gamma: Weight | null
  readonly beta: Weight | null
  readonly mean: Weight
  readonly variance: Weight
  readonly epsilon: number
  readonly momentum: number
  /** Whether it keeps its statistics in training too. */
  readonly isFrozen: boolean
}

/** Means, factors, offsets and what the gradient needs: each a line of numbers. */
const TABLES = 5

/**
 * Batch normalization of each channel (Ioffe and Szegedy 2015): by the statistics of the batch in
 * training, which the moving ones follow, and by those in inference.
 */
export const batchNorm = (norm: BatchNorm): TrainingOp => {
  const { gamma, beta, mean, variance, epsilon } = norm
  const all = [gamma, beta].flatMap((weight) => weight ?? [])
  const { elements: channels } = mean
  const constant = (place: OpPlace, weight: Weight | null, value: number): Address =>
    weight === null ? place.table(new Float32Array(channels).fill(value)) : place.weight(weight)
  const scales = (place: OpPlace, statistics: Address, tables: Address): void => {
    place.call(
      kernel(
        'batchNormScales',
        1,
        constant(place, gamma, 1),
        constant(place, beta, 0),
        statistics,
        channels,
        float(epsilon),
        tables,
      ),
    )
  }
  return {
    name: 'batch normalization',
    weights: all,
    reads: { inputs: true, output: false },
    // the mean and the variance of the batch
    keeps: () => [channels, channels],
    forward: (place) => {
      const [x] = place.inputs
      if (x === undefined) return ''
      const elements = place.images * sizeOf(x.shape)
      const pixels = elements / channels
      const usesBatch = place.training && !norm.isFrozen
      const tables = place.scratch(TABLES * periodOf(channels))
      const [means, variances] = usesBatch
        ? [place.kept(0), place.kept(1)]
        : [place.weight(mean), place.weight(variance)]
      const parts = partsOf(elements, channels)
      const totals = place.scratch(totalsOf(elements, channels))
      if (usesBatch) {
        place.call(kernel('sums', parts, x.address, elements, channels, totals))
        place.call(kernel('columnTotals', 1, totals, channels, parts, pixels, means))
      }
      place.call(kernel('batchNormMeans', 1, means, channels, tables))
      if (usesBatch) {
        place.call(kernel('squares', parts, x.address, elements, channels, tables, totals))
        place.call(kernel('columnTotals', 1, totals, channels, parts, pixels, variances))
      }
      scales(place, variances, tables)
      place.call(
        kernel(
          'batchNormApply',
          linesOf(elements, channels),
          x.address,
          elements,
          channels,
          tables,
          place.output.address,
        ),
      )
      return usesBatch ? 'of the batch' : 'of moving statistics'
    },
    backward: (place) => {
      const [x] = place.inputs
      const [dx = null] = place.inputGradients
      if (x === undefined) return ''
      const { gradient: dy } = place
      const elements = place.images * sizeOf(x.shape)
      const parts = partsOf(elements, channels)
      const tables = place.scratch(TABLES * periodOf(channels))
      const [totals, products] = [0, 1].map(() => place.scratch(totalsOf(elements, channels)))
      const [means, variances] = norm.isFrozen
        ? [place.weight(mean), place.weight(variance)]
        : [place.kept(0), place.kept(1)]
      const target = (weight: Weight | null): Address =>
        (weight === null ? null : place.weightGradient(weight)) ?? place.scratch(channels)
      const [dgamma, dbeta] = [target(gamma), target(beta)]
      place.call(kernel('batchNormMeans', 1, means, channels, tables))
      place.call(
        kernel(
          'sumsAndProducts',
          parts,
          x.address,
          dy,
          elements,
          channels,
          tables,
          totals ?? null,
          products ?? null,
        ),
      )
      const sums = [totals ?? null, products ?? null, parts, constant(place, gamma, 1), variances]
      const lines = linesOf(elements, channels)
      if (norm.isFrozen) {
        const others = [place.scratch(channels), place.scratch(channels)]
        place.call(
          kernel(
            'batchNormGrad',
            1,
            ...sums,
            channels,
            float(epsilon),
            ...others,
            dgamma,
            dbeta,
            tables,
          ),
        )
        if (dx !== null)
          place.call(kernel('batchNormScale', lines, dy, elements, channels, tables, dx))
        return 'of moving statistics'
      }
      place.call(
        kernel(
          'batchNormTrainGrad',
          1,
          ...sums,
          elements,
          channels,
          float(epsilon),
          dgamma,
          dbeta,
          tables,
        ),
      )
      if (dx !== null)
        place.call(
          kernel('batchNormInputGrad', lines, x.address, dy, elements, channels, tables, dx),
        )
      return 'of the batch'
    },
    ...(norm.isFrozen
      ? {}
      : {
          settle: (place) => {
            for (const [i, weight] of [mean, variance].entries())
              place.call(
                kernel(
                  'follow',
                  1,
                  place.weight(weight),
                  place.kept(i),
                  channels,
                  float(norm.momentum),
                ),
              )
          },
        }),
  }
}
