// Generated layers beyond those of a CNN: for sequences, volumes, videos and vectors, and around
// other layers.
import fc from 'fast-check'

type Padding = 'valid' | 'same'
export type Margin = number | [number, number] | [[number, number], [number, number]]
/** One number for all axes, or one for each. */
export type Each = number | number[]
export interface Sliding {
  stride?: Each
  padding?: Padding
  dilation?: Each
  /** Of transposed convolutions. */
  outputPadding?: Each
  useBias?: boolean
}
interface Recurring {
  returnSequences?: boolean
  goBackwards?: boolean
  useBias?: boolean
}
export type RecurrentStep =
  | { do: 'simpleRnn' | 'gru' | 'lstm'; units: number; options: Recurring }
  | { do: 'convLstm2d'; filters: number; kernel: Each; options: Recurring & Sliding }

export type LayerStep =
  | RecurrentStep
  | {
      do: 'conv1d' | 'conv3d' | 'convTranspose' | 'conv3dTranspose' | 'separableConv'
      filters: number
      kernel: Each
      options: Sliding
    }
  | {
      do: 'pool1d' | 'pool3d'
      size: Each
      options: { kind?: 'max' | 'average'; stride?: Each; padding?: Padding }
    }
  | { do: 'globalPool1d'; options: { kind?: 'max' | 'average' } }
  | { do: 'crop'; cropping: Margin }
  | { do: 'centerCrop'; height: number; width: number }
  | { do: 'permute'; dims: readonly number[] }
  | { do: 'reshape'; shape: readonly number[] }
  | { do: 'repeatVector'; n: number }
  | { do: 'embedding'; tokens: number; size: number; options: { maskZero?: boolean } }
  | {
      do: 'categoryEncoding'
      tokens: number
      options: { outputMode?: 'multiHot' | 'count' | 'oneHot' }
    }
  | { do: 'gaussianNoise' | 'gaussianDropout' | 'alphaDropout'; amount: number }
  | { do: 'spatialDropout1d'; amount: number; options: { seed?: number } }
  | { do: 'rescaling'; scale: number; options: { offset?: number } }
  | { do: 'softmax' | 'thresholdedRelu' | 'masking' | 'prelu' }
  | {
      do: 'bidirectional'
      layer: RecurrentStep
      options: { mergeMode?: 'concat' | 'sum' | 'mul' | 'ave' }
    }

/** The arguments for the method of a step. */
export const argumentsOf = (s: Exclude<LayerStep, { do: 'bidirectional' }>): unknown[] => {
  const { do: _, ...given } = s
  return Object.values(given) // in the order of the method's parameters
}

// ---------- arbitraries ----------
const to = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max })
const each = (max: number, axes: number): fc.Arbitrary<Each> =>
  fc.oneof(
    { weight: 3, arbitrary: to(max) },
    ...(axes === 1 ? [] : [fc.array(to(max), { minLength: axes, maxLength: axes })]),
  )
const from0 = (max: number, axes: number): fc.Arbitrary<Each> =>
  fc.oneof(fc.nat(max), fc.array(fc.nat(max), { minLength: axes, maxLength: axes }))
// every key may be left out
const some = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<
  Partial<T>
> => fc.record(model, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>
const is = <const T extends string>(name: T): fc.Arbitrary<T> => fc.constant(name)
const padding = fc.constantFrom('valid' as const, 'same' as const)
const strided = (axes: number) => some({ stride: each(3, axes), padding, useBias: fc.boolean() })
const transposed = (axes: number) =>
  fc.oneof(
    strided(axes),
    dilated(axes),
    some({ stride: each(3, axes), padding, outputPadding: from0(2, axes) }),
  )
const dilated = (axes: number) => some({ dilation: each(3, axes), padding })
const kind = fc.constantFrom('max' as const, 'average' as const)
const amount = fc.constantFrom(0.25, 0.5)
const recurring = {
  returnSequences: fc.boolean(),
  goBackwards: fc.boolean(),
  useBias: fc.boolean(),
}

const vectors = fc.record({
  do: fc.constantFrom('simpleRnn' as const, 'gru' as const, 'lstm' as const),
  units: to(8),
  options: some(recurring),
})
const images = fc.record({
  do: is('convLstm2d'),
  filters: to(8),
  kernel: each(3, 2),
  options: some({ ...recurring, stride: each(2, 2), padding, dilation: fc.constant<Each>(1) }),
})
const both = (layer: fc.Arbitrary<RecurrentStep>): fc.Arbitrary<LayerStep> =>
  fc.record({
    do: is('bidirectional'),
    layer,
    options: some({
      mergeMode: fc.constantFrom('concat' as const, 'sum' as const, 'mul' as const, 'ave' as const),
    }),
  })
const sliding = (name: 'conv1d' | 'conv3d', axes: number): fc.Arbitrary<LayerStep> =>
  fc.record({
    do: is(name),
    filters: to(8),
    kernel: each(3, axes),
    options: fc.oneof<fc.Arbitrary<Sliding>[]>(strided(axes), dilated(axes)),
  })
const pooling = (name: 'pool1d' | 'pool3d', axes: number): fc.Arbitrary<LayerStep> =>
  fc.record({
    do: is(name),
    size: each(3, axes),
    options: some({ kind, stride: each(3, axes), padding }),
  })

/** Any sizes, with the same sizes after. */
export const onAny: fc.Arbitrary<LayerStep> = fc.oneof<fc.Arbitrary<LayerStep>[]>(
  fc.record({
    do: fc.constantFrom(
      'gaussianNoise' as const,
      'gaussianDropout' as const,
      'alphaDropout' as const,
    ),
    amount,
  }),
  fc.record({
    do: is('rescaling'),
    scale: fc.constantFrom(2, -0.5),
    options: some({ offset: fc.constantFrom(-1, 0) }),
  }),
  fc.record({
    do: fc.constantFrom('softmax' as const, 'thresholdedRelu' as const, 'prelu' as const),
  }),
)
export const onVectors: fc.Arbitrary<LayerStep> = fc.oneof<fc.Arbitrary<LayerStep>[]>(
  fc.record({ do: is('repeatVector'), n: to(5) }),
  fc.record({
    do: is('embedding'),
    tokens: to(50),
    size: to(8),
    options: some({ maskZero: fc.boolean() }),
  }),
  fc.record({
    do: is('categoryEncoding'),
    tokens: to(9),
    options: some({
      outputMode: fc.constantFrom('multiHot' as const, 'count' as const, 'oneHot' as const),
    }),
  }),
  fc.record({ do: is('reshape'), shape: fc.constantFrom([-1, 2], [3, -1], [2, 2, -1]) }),
)
export const onSequences: fc.Arbitrary<LayerStep> = fc.oneof<fc.Arbitrary<LayerStep>[]>(
  sliding('conv1d', 1),
  pooling('pool1d', 1),
  fc.record({ do: is('globalPool1d'), options: some({ kind }) }),
  vectors,
  both(vectors),
  fc.record({ do: is('masking') }),
  fc.record({ do: is('spatialDropout1d'), amount, options: some({ seed: fc.nat(9) }) }),
  fc.record({ do: is('permute'), dims: fc.constant([2, 1]) }),
)
export const onImages: fc.Arbitrary<LayerStep> = fc.oneof<fc.Arbitrary<LayerStep>[]>(
  fc.record({ do: is('separableConv'), filters: to(8), kernel: each(4, 2), options: strided(2) }),
  fc.record({
    do: is('convTranspose'),
    filters: to(8),
    kernel: each(4, 2),
    options: transposed(2),
  }),
  fc.record({
    do: is('crop'),
    cropping: fc.oneof<fc.Arbitrary<Margin>[]>(
      fc.nat(3),
      fc.tuple(fc.nat(2), fc.nat(2)),
      fc.constant([
        [1, 0],
        [0, 2],
      ] satisfies Margin),
    ),
  }),
  fc.record({ do: is('centerCrop'), height: to(12), width: to(12) }),
  fc.record({ do: is('permute'), dims: fc.constantFrom([2, 1, 3], [3, 1, 2]) }),
)
/** Volumes, and sequences of images. */
export const onVolumes: fc.Arbitrary<LayerStep> = fc.oneof<fc.Arbitrary<LayerStep>[]>(
  sliding('conv3d', 3),
  pooling('pool3d', 3),
  fc.record({
    do: is('conv3dTranspose'),
    filters: to(8),
    kernel: each(3, 3),
    options: transposed(3),
  }),
  images,
  both(images),
  fc.record({ do: is('permute'), dims: fc.constantFrom([2, 1, 3, 4], [1, 4, 2, 3]) }),
)
