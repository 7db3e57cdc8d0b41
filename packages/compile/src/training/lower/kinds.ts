// What each kind computes in training: an operation with its derivatives, or why it is refused. The
// table has every kind, so a new kind does not compile until it is here.
import type { Kind } from '@layersmith/core'
import { activation, leakyRelu as leaky, reluTo } from '../ops/activation.js'
import { concat as join } from '../ops/concat.js'
import { interpolate } from '../ops/enlarge.js'
import { type Merge, merge, times } from '../ops/merge.js'
import { type Margins, crop as cropOp, pad as padOp, view } from '../ops/moves.js'
import { permute as permuted } from '../ops/permute.js'
import { type PoolKind, globalPool as globalPooling, pool as pooling } from '../ops/pool.js'
import { prelu as preluOp } from '../ops/prelu.js'
import { repeatPixels } from '../ops/upsample.js'
import { conv, conv1d, convTranspose, dense, depthwiseConv, separableConv } from './convolutions.js'
import {
  alphaDropout,
  dropout,
  gaussianDropout,
  gaussianNoise,
  spatialDropout1d,
  stochasticDepth,
} from './dropouts.js'
import { type Lowering, type Step, lowering, noActivation, only } from './lowering.js'
import { bn, groupNorm, layerNorm, layerScale, normalization, rescaling } from './normalizations.js'

type Pair = readonly [number, number]

const refused =
  (why: string): Lowering =>
  () =>
    why
const none = refused('there is no kernel for its gradient')

const named =
  (name: string): Lowering =>
  (_, use) => {
    const op = name === 'linear' ? view : activation(name)
    return op === null ? noActivation(name) : only(op, use)
  }
const reshape: Lowering = (_, use) => only(view, use)

const pool = lowering<{
  readonly size: number | Pair
  readonly stride: number | Pair
  readonly kind: PoolKind
  readonly padding: 'same' | 'valid'
}>(({ size, stride, kind, padding }, use) => {
  const pair = (n: number | Pair): Pair => (typeof n === 'number' ? [1, n] : n)
  const window = { size: pair(size), stride: pair(stride), dilation: [1, 1], padding } as const
  return only(pooling(kind, window), use)
})
const globalPool = lowering<{ readonly kind: PoolKind }>(({ kind }, use) =>
  only(globalPooling(kind), use),
)

/** Merges values number by number, two values at a time. */
const merged =
  (name: Merge, mean = false): Lowering =>
  (_, use) => {
    const { inputs, output } = use
    const isRepeated = inputs.some((shape) => String(shape) !== String(output))
    if (isRepeated && output.length > 3) return 'values of different sizes have over three axes'
    const steps = inputs.slice(1).map((_one, i): Omit<Step, 'name'> => ({
      op: merge(name),
      shape: broadcast(inputs.slice(0, i + 2)),
      reads: [i === 0 ? 0 : 'before', i + 1],
    }))
    const all = mean ? [...steps, { op: times(1 / inputs.length), shape: output }] : steps
    return all.map((step, i) => ({ ...step, name: i === all.length - 1 ? null : `part${i + 1}` }))
  }
const broadcast = (shapes: readonly (readonly number[])[]): readonly number[] =>
  (shapes[0] ?? []).map((_, axis) => Math.max(...shapes.map((shape) => shape[axis] ?? 1)))

/** How much to cut off before and after. */
const around = (all: number): Pair => [Math.floor(all / 2), Math.ceil(all / 2)]

/** Slopes that are shared along some axes. */
const prelu: Lowering = (_, use) => {
  const { output } = use
  const alpha = use.weight('alpha')
  return output.length > 3 && String(alpha.shape) !== String(output)
    ? 'slopes are shared and values have over three axes'
    : only(preluOp(alpha), use)
}

/** A vector is a pixel, which becomes a line of pixels. */
const repeatVector = lowering<{ n: number }>(({ n }, { output }) => {
  const [, size = 1] = output
  return [
    { name: 'part1', op: view, shape: [1, 1, size] },
    { name: 'part2', op: repeatPixels([1, n]), shape: [1, n, size] },
    { name: null, op: view, shape: output },
  ]
})

export const KINDS: { readonly [K in Kind]: Lowering } = {
  activation: lowering<{ activation: string }>((config, use) => named(config.activation)({}, use)),
  add: merged('add'),
  alphaDropout,
  average: merged('add', true),
  bidirectional: none,
  bn,
  categoryEncoding: none,
  centerCrop: lowering<{ height: number; width: number }>(({ height, width }, use) => {
    const [rows = height, columns = width] = use.inputs[0] ?? []
    return only(cropOp([around(rows - height), around(columns - width)]), use)
  }),
  concat: lowering<{ axis: number }>(({ axis }, use) =>
    only(join(axis < 0 ? use.output.length + axis : axis - 1), use),
  ),
  conv,
  conv1d,
  conv3d: none,
  conv3dTranspose: none,
  convLstm2d: none,
  convTranspose,
  crop: lowering<{ cropping: Margins }>(({ cropping }, use) => only(cropOp(cropping), use)),
  dense,
  depthwiseConv,
  dot: none,
  dropout,
  elu: named('elu'),
  embedding: none,
  flatten: reshape,
  gaussianDropout,
  gaussianNoise,
  globalPool,
  globalPool1d: globalPool,
  groupNorm,
  gru: none,
  layerNorm,
  layerScale,
  leakyRelu: lowering<{ alpha: number }>(({ alpha }, use) => only(leaky(alpha), use)),
  lstm: none,
  masking: none,
  maximum: merged('maximum'),
  minimum: merged('minimum'),
  multiply: merged('multiply'),
  normalization,
  pad: lowering<{ padding: Margins }>(({ padding }, use) => only(padOp(padding), use)),
  permute: lowering<{ dims: readonly number[] }>(({ dims }, use) =>
    only(permuted(dims.map((dim) => dim - 1)), use),
  ),
  pool,
  pool1d: pool,
  pool3d: none,
  prelu,
  relu: lowering<{ maxValue: number | null; negativeSlope: number; threshold: number }>(
    ({ maxValue, negativeSlope, threshold }, use) =>
      negativeSlope !== 0 || threshold !== 0
        ? 'there is no kernel for its options'
        : only(reluTo(maxValue ?? Infinity), use),
  ),
  relu6: named('relu6'),
  repeatVector,
  rescaling,
  reshape,
  separableConv,
  simpleRnn: none,
  softmax: named('softmax'),
  spatialDropout1d,
  stochasticDepth,
  thresholdedRelu: none,
  timeDistributed: none,
  unitNorm: none,
  upsample: lowering<{ size: Pair; interpolation: 'nearest' | 'bilinear' }>(
    ({ size, interpolation }, use) =>
      only(interpolation === 'nearest' ? repeatPixels(size) : interpolate(size), use),
  ),
}
