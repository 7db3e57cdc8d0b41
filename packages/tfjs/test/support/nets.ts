// Generated nets, each as a recipe that can be followed twice: with layersmith, and by hand with
// tf.layers.
import * as tf from '@tensorflow/tfjs'
import {
  type AnyBlock,
  type AnyNet,
  type Block,
  type Open,
  type Ops,
  type Trait,
  block,
  branch,
  input,
  repeat,
  residual,
} from '@layersmith/core'
import fc from 'fast-check'

export type Step =
  | {
      t: 'conv'
      filters: number
      kernel: number
      stride: number
      activation: 'linear' | 'relu' | 'elu' | 'tanh'
      useBias: boolean
      l2: number
    }
  | { t: 'depthwiseConv'; kernel: number; multiplier: number; l2: number }
  | { t: 'bn'; momentum: number }
  | { t: 'layerNorm' }
  | { t: 'pool'; kind: 'max' | 'average'; size: number; stride: number }
  | { t: 'relu' }
  | { t: 'relu6' }
  | { t: 'elu' }
  | { t: 'leakyRelu' }
  | { t: 'pad'; n: number }
  | { t: 'upsample'; n: number }
  | { t: 'residual'; body: Step[]; shortcut: Step[] | null }
  | { t: 'branch'; arms: Step[][]; merge: 'concat' | 'add' | 'multiply' | 'average' | 'maximum' }
  | { t: 'repeat'; times: number; body: Step[] }
  | { t: 'named'; name: string; body: Step[] }
export interface Recipe {
  channels: number
  size: number
  steps: Step[]
  head: 'flatten' | 'average' | 'max'
  units: number
}

// ---------- recipes ----------
const conv = (stride: fc.Arbitrary<number>): fc.Arbitrary<Step> =>
  fc.record({
    t: fc.constant('conv' as const),
    filters: fc.integer({ min: 1, max: 4 }),
    kernel: fc.integer({ min: 1, max: 3 }),
    stride,
    activation: fc.constantFrom(
      'linear' as const,
      'relu' as const,
      'elu' as const,
      'tanh' as const,
    ),
    useBias: fc.boolean(),
    l2: fc.constantFrom(0, 0.1),
  })
const activations = fc.constantFrom<Step>(
  { t: 'relu' },
  { t: 'relu6' },
  { t: 'elu' },
  { t: 'leakyRelu' },
)
const bn: fc.Arbitrary<Step> = fc.record({
  t: fc.constant('bn' as const),
  momentum: fc.constantFrom(0.5, 0.9),
})
/** Keeps height and width; channels may change. */
const keeping: fc.Arbitrary<Step> = fc.oneof(
  conv(fc.constant(1)),
  activations,
  bn,
  fc.record({
    t: fc.constant('depthwiseConv' as const),
    kernel: fc.integer({ min: 1, max: 3 }),
    multiplier: fc.integer({ min: 1, max: 2 }),
    l2: fc.constantFrom(0, 0.1),
  }),
)
const body = fc.array(keeping, { maxLength: 3 })
const oneConv = (filters: number): Step => ({
  t: 'conv',
  filters,
  kernel: 1,
  stride: 1,
  activation: 'linear',
  useBias: true,
  l2: 0,
})
const composite: fc.Arbitrary<Step> = fc.oneof(
  // both ends get equal filters, so that they can be added
  fc.tuple(body, fc.integer({ min: 1, max: 3 })).map(([steps, n]): Step => ({
    t: 'residual',
    body: [...steps, oneConv(n)],
    shortcut: [oneConv(n)],
  })),
  fc.constant<Step>({
    t: 'residual',
    body: [{ t: 'relu' }, { t: 'bn', momentum: 0.9 }],
    shortcut: null,
  }),
  fc
    .array(body, { minLength: 2, maxLength: 3 })
    .map((arms): Step => ({ t: 'branch', arms, merge: 'concat' })),
  fc
    .tuple(
      fc.array(body, { minLength: 2, maxLength: 3 }),
      fc.constantFrom('add' as const, 'multiply' as const, 'average' as const, 'maximum' as const),
    )
    .map(([arms, merge]): Step => ({
      t: 'branch',
      arms: arms.map((arm) => [...arm, oneConv(2)]),
      merge,
    })),
  fc
    .tuple(fc.integer({ min: 1, max: 3 }), body)
    .map(([times, steps]): Step => ({ t: 'repeat', times, body: steps })),
  body.map((steps): Step => ({ t: 'named', name: 'stem', body: steps })),
)
const changing: fc.Arbitrary<Step> = fc.oneof(
  conv(fc.constantFrom(1, 2)),
  fc.record({
    t: fc.constant('pool' as const),
    kind: fc.constantFrom('max' as const, 'average' as const),
    size: fc.integer({ min: 1, max: 3 }),
    stride: fc.integer({ min: 1, max: 2 }),
  }),
  fc.constantFrom<Step>({ t: 'pad', n: 1 }, { t: 'upsample', n: 2 }, { t: 'layerNorm' }),
)
export const recipes: fc.Arbitrary<Recipe> = fc.record({
  channels: fc.integer({ min: 1, max: 3 }),
  size: fc.integer({ min: 3, max: 5 }),
  steps: fc.array(
    fc.oneof(
      { arbitrary: keeping, weight: 3 },
      { arbitrary: composite, weight: 2 },
      { arbitrary: changing, weight: 2 },
    ),
    { maxLength: 5 },
  ),
  head: fc.constantFrom('flatten' as const, 'average' as const, 'max' as const),
  units: fc.integer({ min: 1, max: 3 }),
})

// ---------- by layersmith ----------
type Loose = Block<Open<Ops>, Trait>
const regularizer = (l2: number) => (l2 === 0 ? {} : { kernelRegularizer: { l2 } })
const add = (b: Loose, s: Step): AnyBlock => {
  switch (s.t) {
    case 'conv':
      return b.conv(s.filters, s.kernel, {
        stride: s.stride,
        padding: 'same',
        activation: s.activation,
        useBias: s.useBias,
        ...regularizer(s.l2),
      })
    case 'depthwiseConv':
      return b.depthwiseConv(s.kernel, {
        padding: 'same',
        depthMultiplier: s.multiplier,
        ...(s.l2 === 0 ? {} : { depthwiseRegularizer: { l2: s.l2 } }),
      })
    case 'bn':
      return b.bn({ momentum: s.momentum })
    case 'layerNorm':
      return b.layerNorm()
    case 'pool':
      return b.pool(s.size, { kind: s.kind, stride: s.stride, padding: 'same' })
    case 'relu':
      return b.relu()
    case 'relu6':
      return b.relu6()
    case 'elu':
      return b.elu()
    case 'leakyRelu':
      return b.leakyRelu()
    case 'pad':
      return b.pad(s.n)
    case 'upsample':
      return b.upsample(s.n)
    case 'residual':
      return b.pipe(residual(toBlock(s.body), s.shortcut === null ? block() : toBlock(s.shortcut)))
    case 'branch': {
      const arms = s.arms.map(toBlock) as unknown as [AnyBlock, AnyBlock]
      return b.pipe(branch(...arms)[s.merge]())
    }
    case 'repeat':
      return b.pipe(repeat(s.times, toBlock(s.body)))
    case 'named':
      return b.pipe(toBlock(s.body).as(s.name))
  }
}
const toBlock = (steps: readonly Step[]): Loose =>
  steps.reduce<Loose>((b, s) => add(b, s) as Loose, block().loose())
export const toNet = (r: Recipe): AnyNet => {
  const features = input([r.size, r.size, r.channels]).loose().pipe(toBlock(r.steps)) as any
  return (r.head === 'flatten' ? features.flatten() : features.globalPool({ kind: r.head })).dense(
    r.units,
  )
}
export const toOpenBlock = (r: Recipe): Loose => toBlock(r.steps)

// ---------- by hand ----------
type Sym = tf.SymbolicTensor
const on = (x: Sym, layer: tf.layers.Layer): Sym => layer.apply(x) as Sym
const step = (x: Sym, s: Step): Sym => {
  switch (s.t) {
    case 'conv':
      return on(
        x,
        tf.layers.conv2d({
          filters: s.filters,
          kernelSize: s.kernel,
          strides: s.stride,
          padding: 'same',
          activation: s.activation,
          useBias: s.useBias,
          ...(s.l2 === 0 ? {} : { kernelRegularizer: tf.regularizers.l2({ l2: s.l2 }) }),
        }),
      )
    case 'depthwiseConv':
      return on(
        x,
        tf.layers.depthwiseConv2d({
          kernelSize: s.kernel,
          padding: 'same',
          depthMultiplier: s.multiplier,
          ...(s.l2 === 0 ? {} : { depthwiseRegularizer: tf.regularizers.l2({ l2: s.l2 }) }),
        }),
      )
    case 'bn':
      return on(x, tf.layers.batchNormalization({ momentum: s.momentum }))
    case 'layerNorm':
      return on(x, tf.layers.layerNormalization())
    case 'pool': {
      const config = { poolSize: s.size, strides: s.stride, padding: 'same' } as const
      return on(
        x,
        s.kind === 'max' ? tf.layers.maxPooling2d(config) : tf.layers.averagePooling2d(config),
      )
    }
    case 'relu':
      return on(x, tf.layers.reLU())
    case 'relu6':
      return on(x, tf.layers.reLU({ maxValue: 6 }))
    case 'elu':
      return on(x, tf.layers.elu())
    case 'leakyRelu':
      return on(x, tf.layers.leakyReLU())
    case 'pad':
      return on(x, tf.layers.zeroPadding2d({ padding: s.n }))
    case 'upsample':
      return on(x, tf.layers.upSampling2d({ size: [s.n, s.n] }))
    case 'residual':
      return tf.layers.add().apply([steps(x, s.body), steps(x, s.shortcut ?? [])]) as Sym
    case 'branch': {
      const merges = {
        concat: tf.layers.concatenate,
        add: tf.layers.add,
        multiply: tf.layers.multiply,
        average: tf.layers.average,
        maximum: tf.layers.maximum,
      }
      return merges[s.merge]().apply(s.arms.map((arm) => steps(x, arm))) as Sym
    }
    case 'repeat':
      return Array.from({ length: s.times }).reduce<Sym>((v) => steps(v, s.body), x)
    case 'named':
      return steps(x, s.body)
  }
}
const steps = (x: Sym, all: readonly Step[]): Sym => all.reduce(step, x)
export const byHand = (r: Recipe): tf.LayersModel => {
  const x = tf.input({ shape: [r.size, r.size, r.channels] })
  const features = steps(x, r.steps)
  const head =
    r.head === 'flatten'
      ? tf.layers.flatten()
      : r.head === 'average'
        ? tf.layers.globalAveragePooling2d({})
        : tf.layers.globalMaxPooling2d({})
  return tf.model({
    inputs: x,
    outputs: on(on(features, head), tf.layers.dense({ units: r.units })),
  })
}
