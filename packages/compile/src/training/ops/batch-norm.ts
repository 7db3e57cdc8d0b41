import type { Shape, Weight } from '../contract.js'
import { type Address, behind } from '../program/call.js'
import { kernel } from '../program/kernels.js'
import {
  type BackwardPlace,
  type ForwardPlace,
  type Limits,
  NO_LIMITS,
  type OpPlace,
  type TrainingOp,
  sizeOf,
} from '../graph/op.js'
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

/** What follows it and is computed with it. */
interface After {
  readonly limits: Limits
  /** Whether each 2x2 window becomes its largest number. */
  readonly halves: boolean
}
const NOTHING: After = { limits: NO_LIMITS, halves: false }

/** What it keeps: the batch's mean and variance, and lines of means, scales and shifts. */
const [MEAN, VARIANCE, TABLES] = [0, 1, 2]
/** The lines of the forward pass, one of them for intermediate results, and of the gradient. */
const [FORWARD, BACKWARD] = [4, 5]

/**
 * Batch normalization of each channel (Ioffe and Szegedy 2015). Training uses the statistics of the
 * batch, which the moving statistics follow; inference uses the moving ones. Limits and a pool of
 * 2x2 pixels may follow in the same passes.
 */
export const batchNorm = (norm: BatchNorm, after = NOTHING): TrainingOp => {
  const { gamma, beta, mean, variance, isFrozen } = norm
  const channels = mean.elements
  const follow = (place: OpPlace): void => {
    for (const [weight, value] of [
      [mean, MEAN],
      [variance, VARIANCE],
    ] as const)
      place.call(
        kernel('follow', 1, place.weight(weight), place.kept(value), channels, norm.momentum),
      )
  }
  return {
    name: ['batch normalization', ...namesOf(after)].join(', '),
    weights: [gamma, beta].flatMap((weight) => weight ?? []),
    reads: { inputs: true, output: false },
    isInPlace: !after.halves,
    keeps: () => [channels, channels, FORWARD * periodOf(channels)],
    forward: (place) => forward(norm, after, place),
    again: (place) => {
      normalize(norm, after, place)
    },
    backward: (place) => backward(norm, after, place),
    ...(isFrozen ? {} : { settle: follow, centers: channels }),
    ...(after === NOTHING
      ? { thenLimits: (limits) => batchNorm(norm, { ...NOTHING, limits }) }
      : {}),
    ...(after.halves
      ? {}
      : {
          thenHalving: (shape) =>
            canHalve(shape) ? batchNorm(norm, { ...after, halves: true }) : null,
        }),
  }
}

const namesOf = ({ limits, halves }: After): readonly string[] => [
  ...(limits === NO_LIMITS ? [] : ['limits']),
  ...(halves ? ['max pooling'] : []),
]
/** Whether the channels are a multiple of 4 and every pixel is in a window. */
const canHalve = (shape: Shape): boolean => {
  const [height = 1, width = 1, channels = 1] = shape
  return shape.length === 3 && height % 2 === 0 && width % 2 === 0 && channels % 4 === 0
}

/** The numbers of a weight, or the same number for all channels. */
const numbersOf = (
  place: OpPlace,
  weight: Weight | null,
  channels: number,
  value: number,
): Address =>
  weight === null ? place.table(new Float32Array(channels).fill(value)) : place.weight(weight)

/** Writes tables 1 and 2, the scales and the shifts, which follow the means. */
const writeScales = (
  { gamma, beta, mean, epsilon }: BatchNorm,
  place: OpPlace,
  variances: Address,
  tables: Address,
): void => {
  const channels = mean.elements
  place.call(
    kernel(
      'batchNormScales',
      1,
      numbersOf(place, gamma, channels, 1),
      numbersOf(place, beta, channels, 0),
      variances,
      channels,
      epsilon,
      tables,
    ),
  )
}

/** The sizes of an input: all numbers, rows of windows, and numbers per row. */
const sizesOf = ({ images, inputs: [x] }: OpPlace): readonly [number, number, number] => {
  const shape = x?.shape ?? []
  return [images * sizeOf(shape), (images * (shape[0] ?? 1)) / 2, shape[1] ?? 1]
}

const forward = (norm: BatchNorm, after: After, place: ForwardPlace): string => {
  const [x] = place.inputs
  if (x === undefined) return ''
  const channels = norm.mean.elements
  const [elements] = sizesOf(place)
  const usesBatch = place.training && !norm.isFrozen
  const tables = place.kept(TABLES)
  const [means, variances] = usesBatch
    ? [place.kept(MEAN), place.kept(VARIANCE)]
    : [place.weight(norm.mean), place.weight(norm.variance)]
  const parts = partsOf(elements, channels)
  const totals = place.scratch(totalsOf(elements, channels))
  const ends = [totals, channels, parts, channels / elements] as const
  if (usesBatch) {
    place.call(kernel('sums', parts, x.address, elements, channels, totals))
    place.call(kernel('columnTotals', 1, ...ends, means))
  }
  place.call(kernel('repeat', 1, means, channels, tables))
  if (usesBatch) {
    place.call(kernel('squares', parts, x.address, elements, channels, tables, totals))
    place.call(kernel('columnTotals', 1, ...ends, variances))
  }
  writeScales(norm, place, variances, tables)
  normalize(norm, after, place)
  return usesBatch ? 'of the batch' : 'of moving statistics'
}

/** Writes the output, once the tables are there. */
const normalize = (norm: BatchNorm, { limits, halves }: After, place: OpPlace): void => {
  const x = place.inputs[0]?.address ?? null
  const channels = norm.mean.elements
  const [elements, rows, width] = sizesOf(place)
  const last = [place.kept(TABLES), ...limits, place.output.address] as const
  place.call(
    halves
      ? kernel('normPool', rows, x, width, channels, ...last)
      : kernel('normalize', linesOf(elements, channels), x, elements, channels, ...last),
  )
}

const backward = (norm: BatchNorm, { limits, halves }: After, place: BackwardPlace): string => {
  const [x] = place.inputs
  const [dx = null] = place.inputGradients
  if (x === undefined) return ''
  const channels = norm.mean.elements
  const line = periodOf(channels)
  const [elements, rows, width] = sizesOf(place)
  const tables = place.kept(TABLES)
  const factors = place.scratch(BACKWARD * line)
  if (norm.isFrozen) {
    // dx is the scale times dy
    writeScales(norm, place, place.weight(norm.variance), behind(factors, line))
    place.call(kernel('clear', 1, behind(factors, 3 * line), 2 * line))
  } else writeFactors(norm, place, { limits, halves, factors })
  if (dx === null) return 'of the batch'
  const given = [x.address, place.gradient] as const
  const last = [tables, behind(factors, 2 * line), ...limits, dx] as const
  place.call(
    halves
      ? kernel('normPoolGrad', rows, ...given, width, channels, ...last)
      : kernel('normalizeGrad', linesOf(elements, channels), ...given, elements, channels, ...last),
  )
  return norm.isFrozen ? 'of moving statistics' : 'of the batch'
}

/** How many rows of windows each part sums. */
const ROWS = 64

/** The gradients of gamma and beta, and the factors of the input's gradient. */
const writeFactors = (
  { gamma, beta, mean, epsilon }: BatchNorm,
  place: BackwardPlace,
  { limits, halves, factors }: After & { readonly factors: Address },
): void => {
  const channels = mean.elements
  const [elements, rows, width] = sizesOf(place)
  const parts = halves ? Math.ceil(rows / ROWS) : partsOf(elements, channels)
  const sums = (): Address => place.scratch(parts * 3 * periodOf(channels))
  const [totals, products] = [sums(), sums()]
  const given = [place.inputs[0]?.address ?? null, place.gradient] as const
  const last = [place.kept(TABLES), ...limits, totals, products] as const
  place.call(
    halves
      ? kernel('normPoolSums', parts, ...given, rows, width, channels, ...last)
      : kernel('normalizeSums', parts, ...given, elements, channels, ...last),
  )
  const target = (weight: Weight | null): Address =>
    (weight === null ? null : place.weightGradient(weight)) ?? place.scratch(channels)
  place.call(
    kernel(
      'batchNormTrainGrad',
      1,
      totals,
      products,
      parts,
      numbersOf(place, gamma, channels, 1),
      place.kept(VARIANCE),
      elements,
      channels,
      epsilon,
      target(gamma),
      target(beta),
      factors,
    ),
  )
}
