// Blocks for laws: a recipe is plain data that fast-check can shrink; `cook` makes the block with
// the calls that a user would write.
import fc from 'fast-check'
import { type AnyBlock, block, branch, input, repeat, residual } from '@layersmith/core'
import {
  type LayerStep,
  type Margin,
  argumentsOf,
  onAny,
  onImages,
  onSequences,
  onVectors,
  onVolumes,
} from './vocabulary.js'

export type Pair = number | [number, number]
interface Window {
  stride?: Pair
  padding?: 'valid' | 'same'
  dilation?: Pair
  useBias?: boolean
}
export type Merge = 'concat' | 'add' | 'multiply' | 'average' | 'maximum'

export type Step =
  | LayerStep
  | { do: 'conv'; filters: number; kernel: Pair; options: Window }
  | { do: 'depthwiseConv'; kernel: Pair; options: Window & { depthMultiplier?: number } }
  | {
      do: 'pool'
      size: Pair
      options: { kind?: 'max' | 'average'; stride?: Pair; padding?: 'valid' | 'same' }
    }
  | { do: 'globalPool'; options: { kind?: 'max' | 'average' } }
  | { do: 'upsample'; size: Pair; options: { interpolation?: 'nearest' | 'bilinear' } }
  | { do: 'pad'; padding: Margin }
  | { do: 'dense'; units: number; options: { useBias?: boolean; activation?: 'relu' | 'softmax' } }
  | { do: 'bn' | 'layerNorm'; options: { center?: boolean; scale?: boolean; epsilon?: number } }
  | { do: 'dropout'; rate: number; options: { seed?: number } }
  | { do: 'elu' | 'leakyRelu'; options: { alpha?: number } }
  | { do: 'activation'; name: 'tanh' | 'sigmoid' }
  | { do: 'relu' | 'relu6' | 'flatten' }
  | { do: 'residual'; body: Step[]; shortcut?: Step[] }
  | { do: 'branch'; merge: Merge; arms: Step[][] }
  | { do: 'repeat'; times: number; body: Step[] }
  | { do: 'part'; name?: string; frozen?: boolean; body: Step[] }
  | { do: 'timeDistributed'; layer: Step }
  | { do: 'tap' }
export interface Recipe {
  shape: (number | null)[]
  steps: Step[]
}

// ---------- arbitraries ----------
const pair = (max: number): fc.Arbitrary<Pair> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 1, max }) },
    fc.tuple(fc.integer({ min: 1, max }), fc.integer({ min: 1, max })),
  )
// every key may be left out
const options = <T extends object>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<
  Partial<T>
> => fc.record(model, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>
const padding = fc.constantFrom('valid' as const, 'same' as const)
const window = { stride: pair(3), padding, useBias: fc.boolean() }

const convs: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('conv' as const),
    filters: fc.integer({ min: 1, max: 20 }),
    kernel: pair(4),
    options: options({ ...window }),
  }),
  fc.record({
    do: fc.constant('conv' as const),
    filters: fc.integer({ min: 1, max: 20 }),
    kernel: pair(3),
    options: options({ padding, dilation: pair(3) }),
  }),
  fc.record({
    do: fc.constant('depthwiseConv' as const),
    kernel: pair(4),
    options: options({ ...window, depthMultiplier: fc.integer({ min: 1, max: 3 }) }),
  }),
)
const reshaping: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('pool' as const),
    size: pair(3),
    options: options({
      kind: fc.constantFrom('max' as const, 'average' as const),
      stride: pair(3),
      padding,
    }),
  }),
  fc.record({
    do: fc.constant('globalPool' as const),
    options: options({ kind: fc.constantFrom('max' as const, 'average' as const) }),
  }),
  fc.record({
    do: fc.constant('upsample' as const),
    size: pair(2),
    options: options({ interpolation: fc.constantFrom('nearest' as const, 'bilinear' as const) }),
  }),
  fc.record({
    do: fc.constant('pad' as const),
    padding: fc.oneof<fc.Arbitrary<Margin>[]>(
      pair(2),
      fc.constant(0),
      fc.constant([
        [1, 0],
        [0, 2],
      ] satisfies Margin),
    ),
  }),
  fc.constant<Step>({ do: 'flatten' }),
)
const plain: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constant('dense' as const),
    units: fc.integer({ min: 1, max: 20 }),
    options: options({
      useBias: fc.boolean(),
      activation: fc.constantFrom('relu' as const, 'softmax' as const),
    }),
  }),
  fc.record({
    do: fc.constantFrom('bn' as const, 'layerNorm' as const),
    options: options({
      center: fc.boolean(),
      scale: fc.boolean(),
      epsilon: fc.constantFrom(1e-3, 1e-5),
    }),
  }),
  fc.record({
    do: fc.constant('dropout' as const),
    rate: fc.constantFrom(0, 0.25, 0.5),
    options: options({ seed: fc.integer({ min: 0, max: 9 }) }),
  }),
  fc.record({
    do: fc.constant('elu' as const),
    options: options({ alpha: fc.constant(1 as const) }),
  }),
  fc.record({
    do: fc.constant('leakyRelu' as const),
    options: options({ alpha: fc.constantFrom(0.1, 0.3) }),
  }),
  fc.record({
    do: fc.constant('activation' as const),
    name: fc.constantFrom('tanh' as const, 'sigmoid' as const),
  }),
  fc.constantFrom<Step>({ do: 'relu' }, { do: 'relu6' }),
)
type Layers = fc.Arbitrary<Step>
const cnn: Layers = fc.oneof(
  { weight: 3, arbitrary: convs },
  { weight: 2, arbitrary: reshaping },
  { weight: 4, arbitrary: plain },
)
/** Mixes `own`, which fit, with layers that fit everywhere and some that do not fit. */
const mixed = (own: Layers): Layers =>
  fc.oneof(
    { weight: 8, arbitrary: own },
    { weight: 3, arbitrary: plain },
    { weight: 2, arbitrary: onAny },
    { weight: 1, arbitrary: cnn },
  )
const each = (layer: Layers): Layers =>
  fc.record({ do: fc.constant('timeDistributed' as const), layer })
const sequences = mixed(
  fc.oneof(
    { weight: 4, arbitrary: onSequences },
    { weight: 1, arbitrary: onVectors },
    { weight: 1, arbitrary: each(fc.oneof(plain, onVectors)) },
  ),
)
const volumes = mixed(
  fc.oneof(
    { weight: 2, arbitrary: onVolumes },
    { weight: 1, arbitrary: each(mixed(onImages)) },
    { weight: 1, arbitrary: each(each(mixed(onSequences))) },
  ),
)

const steps = (depth: number, maxLength: number, layer: Layers): fc.Arbitrary<Step[]> =>
  fc.array(
    depth === 0
      ? layer
      : fc.oneof(
          { weight: 4, arbitrary: layer },
          { weight: 2, arbitrary: composite(depth, layer) },
        ),
    { maxLength },
  )
/** Parts that keep the shape, so residual and add are often possible. */
const keeping: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    plain.filter((s) => s.do !== 'dense'),
    fc.record({
      do: fc.constant('depthwiseConv' as const),
      kernel: pair(3),
      options: fc.constant({ padding: 'same' as const }),
    }),
  ),
  { maxLength: 3 },
)
const body = (depth: number, layer: Layers): fc.Arbitrary<Step[]> =>
  fc.oneof(keeping, steps(depth - 1, 3, layer))
const composite = (depth: number, layer: Layers): fc.Arbitrary<Step> =>
  fc.oneof<fc.Arbitrary<Step>[]>(
    fc.record(
      { do: fc.constant('residual' as const), body: body(depth, layer), shortcut: keeping },
      { requiredKeys: ['do', 'body'] },
    ),
    fc.record({
      do: fc.constant('branch' as const),
      merge: fc.constantFrom<Merge>('concat', 'add', 'multiply', 'average', 'maximum'),
      arms: fc.array(body(depth, layer), { minLength: 2, maxLength: 3 }),
    }),
    fc.record({
      do: fc.constant('repeat' as const),
      times: fc.integer({ min: 1, max: 3 }),
      body: body(depth, layer),
    }),
    fc.record(
      {
        do: fc.constant('part' as const),
        name: fc.constantFrom('stem', 'neck', 'conv1', 'shortcut'),
        frozen: fc.boolean(),
        body: body(depth, layer),
      },
      { requiredKeys: ['do', 'body'] },
    ),
    fc.constant<Step>({ do: 'tap' }),
  )
const size = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 4, max: 40 }) },
  { weight: 1, arbitrary: fc.constant(null) },
)
const shape = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(size, size, fc.integer({ min: 1, max: 8 }))
      .map((s): (number | null)[] => [...s]),
  },
  fc.constantFrom<(number | null)[]>([12], [5, 7]),
)

/** This many sizes, then the channels. */
const sized = (axes: number): fc.Arbitrary<(number | null)[]> =>
  fc
    .tuple(fc.array(size, { minLength: axes, maxLength: axes }), fc.integer({ min: 1, max: 8 }))
    .map(([sizes, channels]) => [...sizes, channels])

/** Any recipe, possible or not. */
export const recipes: fc.Arbitrary<Recipe> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ shape, steps: steps(3, 7, cnn) }) },
  { weight: 1, arbitrary: fc.record({ shape, steps: steps(2, 5, mixed(onImages)) }) },
  { weight: 2, arbitrary: fc.record({ shape: sized(1), steps: steps(2, 5, sequences) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      shape: sized(0),
      steps: steps(2, 5, mixed(fc.oneof(onVectors, onSequences))),
    }),
  },
  { weight: 2, arbitrary: fc.record({ shape: sized(3), steps: steps(2, 4, volumes) }) },
)

// ---------- cooking ----------
/** Calls the steps on a block, as the fluent type allows. Each tap gets its own name. */
export const cookBehind = (start: AnyBlock, todo: readonly Step[], names = tapNames()): AnyBlock =>
  todo.reduce((b, s) => cookStep(b, s, names), start)
export const cook = (r: Recipe): AnyBlock => cookBehind(input(r.shape as number[]).loose(), r.steps)
/** The same net, with its steps made as an open block first. */
export const cookOpen = (r: Recipe): AnyBlock => cookBehind(block().loose(), r.steps)
/** The recipe as one open part. */
const part = (todo: readonly Step[], names = tapNames()): AnyBlock =>
  cookBehind(block().loose(), todo, names)

export const tapNames = (): (() => string) => {
  let n = 0
  return () => `t${++n}`
}

const cookStep = (b: AnyBlock, s: Step, names: () => string): AnyBlock => {
  const fluent = b as any // a step is any method
  switch (s.do) {
    case 'conv':
      return fluent.conv(s.filters, s.kernel, s.options)
    case 'depthwiseConv':
      return fluent.depthwiseConv(s.kernel, s.options)
    case 'pool':
      return fluent.pool(s.size, s.options)
    case 'upsample':
      return fluent.upsample(s.size, s.options)
    case 'pad':
      return fluent.pad(s.padding)
    case 'dense':
      return fluent.dense(s.units, s.options)
    case 'dropout':
      return fluent.dropout(s.rate, s.options)
    case 'activation':
      return fluent.activation(s.name)
    case 'globalPool':
    case 'bn':
    case 'layerNorm':
    case 'elu':
    case 'leakyRelu':
      return fluent[s.do](s.options)
    case 'relu':
    case 'relu6':
    case 'flatten':
      return fluent[s.do]()
    case 'residual':
      return fluent.pipe(
        s.shortcut === undefined
          ? residual(part(s.body, names))
          : residual(part(s.body, names), part(s.shortcut, names)),
      )
    case 'branch': {
      const [first, second, ...rest] = s.arms.map((arm) => part(arm, names))
      return fluent.pipe((branch(first!, second!, ...rest) as any)[s.merge]())
    }
    case 'repeat':
      return fluent.pipe(repeat(s.times, part(s.body, names)))
    case 'part': {
      const whole = part(s.body, names)
      const named = s.name === undefined ? whole : whole.as(s.name)
      return fluent.pipe(s.frozen === true ? named.frozen() : named)
    }
    case 'tap':
      return fluent.tap(names())
    case 'timeDistributed':
      return fluent.timeDistributed(cookStep(block(), s.layer, names))
    case 'bidirectional':
      return fluent.bidirectional(cookStep(block(), s.layer, names), s.options)
    default:
      return fluent[s.do](...argumentsOf(s))
  }
}
