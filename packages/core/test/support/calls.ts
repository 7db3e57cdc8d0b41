// A valid call of every kind that has a method. A new kind does not compile until it is here.
import { type AnyBlock, block } from '@layersmith/core'
import type { MethodKind } from '../../src/types/block.js'

interface Call {
  /** The arguments before the options. */
  readonly args: readonly unknown[]
  /** Their names in the config; an argument that is not itself a config value has none. */
  readonly names: readonly string[]
  /** Whether the method takes options. */
  readonly options: boolean
  /** An input it accepts, if it does not accept an image of 9x9x3. */
  readonly input?: readonly number[]
  /** Values that options.test.ts counts as garbage but these options accept. */
  readonly accepts?: Readonly<Record<string, readonly string[]>>
}

const THREE = Object.fromEntries(
  ['kernel', 'stride', 'dilation', 'outputPadding', 'size'].map((name) => [
    name,
    ['an array of three'],
  ]),
)

const LAST = { axis: ['-1'] }

export const calls: { readonly [K in MethodKind]: Call } = {
  activation: { args: ['tanh'], names: ['activation'], options: false },
  alphaDropout: { args: [0.5], names: ['rate'], options: false },
  bidirectional: { args: [block().lstm(4)], names: ['layer'], options: true, input: [9, 3] },
  bn: { args: [], names: [], options: true, accepts: LAST },
  categoryEncoding: { args: [50], names: ['tokens'], options: true, input: [9] },
  centerCrop: { args: [4, 5], names: ['height', 'width'], options: false },
  conv: { args: [4, 3], names: ['filters', 'kernel'], options: true },
  conv1d: { args: [4, 3], names: ['filters', 'kernel'], options: true, input: [9, 3] },
  conv3d: {
    args: [4, 2],
    names: ['filters', 'kernel'],
    options: true,
    accepts: THREE,
    input: [5, 5, 5, 2],
  },
  conv3dTranspose: {
    args: [4, 2],
    names: ['filters', 'kernel'],
    options: true,
    accepts: THREE,
    input: [3, 3, 3, 2],
  },
  convLstm2d: { args: [4, 2], names: ['filters', 'kernel'], options: true, input: [3, 5, 5, 2] },
  convTranspose: { args: [4, 3], names: ['filters', 'kernel'], options: true },
  crop: { args: [1], names: ['cropping'], options: false },
  dense: { args: [4], names: ['units'], options: true },
  depthwiseConv: { args: [3], names: ['kernel'], options: true },
  dropout: {
    args: [0.5],
    names: ['rate'],
    options: true,
    accepts: { noiseShape: ['an array of three'] },
  },
  elu: { args: [], names: [], options: true },
  embedding: { args: [50, 4], names: ['tokens', 'size'], options: true },
  flatten: { args: [], names: [], options: false },
  gaussianDropout: { args: [0.5], names: ['rate'], options: false },
  gaussianNoise: { args: [0.5], names: ['stddev'], options: false },
  globalPool: { args: [], names: [], options: true },
  globalPool1d: { args: [], names: [], options: true, input: [9, 3] },
  groupNorm: { args: [1], names: ['groups'], options: true, accepts: { ...LAST, groups: ['-1'] } },
  gru: { args: [4], names: ['units'], options: true, input: [9, 3] },
  layerNorm: { args: [], names: [], options: true, accepts: LAST },
  layerScale: { args: [], names: [], options: true, accepts: { initial: ['-1'] } },
  leakyRelu: { args: [], names: [], options: true },
  lstm: { args: [4], names: ['units'], options: true, input: [9, 3] },
  masking: { args: [], names: [], options: true, accepts: { maskValue: ['-1'] } },
  normalization: {
    args: [],
    names: [],
    options: true,
    accepts: { ...LAST, mean: ['-1', 'an array of three'], variance: ['an array of three'] },
  },
  pad: { args: [1], names: ['padding'], options: false },
  permute: { args: [[2, 3, 1]], names: ['dims'], options: false },
  pool: { args: [2], names: ['size'], options: true },
  pool1d: { args: [2], names: ['size'], options: true, input: [9, 3] },
  pool3d: { args: [2], names: ['size'], options: true, accepts: THREE, input: [5, 5, 5, 2] },
  prelu: { args: [], names: [], options: true },
  relu: { args: [], names: [], options: true },
  relu6: { args: [], names: [], options: false },
  repeatVector: { args: [3], names: ['n'], options: false, input: [5] },
  rescaling: {
    args: [2],
    names: ['scale'],
    options: true,
    accepts: { scale: ['-1', 'an array of three'], offset: ['-1', 'an array of three'] },
  },
  reshape: {
    args: [[9, -1]],
    names: ['shape'],
    options: false,
    accepts: { shape: ['an array of three'] },
  },
  separableConv: { args: [4, 3], names: ['filters', 'kernel'], options: true },
  simpleRnn: { args: [4], names: ['units'], options: true, input: [9, 3] },
  softmax: { args: [], names: [], options: true, accepts: LAST },
  spatialDropout1d: { args: [0.5], names: ['rate'], options: true, input: [6, 4] },
  stochasticDepth: { args: [0.5], names: ['rate'], options: true },
  thresholdedRelu: { args: [], names: [], options: true },
  timeDistributed: { args: [block().relu()], names: ['layer'], options: false },
  unitNorm: { args: [], names: [], options: true, accepts: LAST },
  upsample: { args: [2], names: ['size'], options: true },
}
// kinds come from the list
export const inputOf = (kind: string): readonly number[] =>
  calls[kind as MethodKind].input ?? [9, 9, 3]
/** Calls a kind's method by its name. */
// kinds come from the list
export const invoke = (
  on: AnyBlock,
  kind: string,
  args: readonly unknown[] = calls[kind as MethodKind].args,
): AnyBlock => (on as any)[kind](...args)
