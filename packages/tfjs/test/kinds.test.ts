// Laws of every kind, on generated options: what core says about a layer is what TensorFlow.js
// does.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import {
  type AnyBlock,
  type KindInfo,
  block,
  branch,
  check,
  input,
  kinds,
  ofKind,
} from '@layersmith/core'
import { loadModel, toModel, toModelE } from '@layersmith/tfjs'
import fc from 'fast-check'
import { reloaded } from './support/audited.js'
import { expectClose, take, wave } from './support/tensors.js'

/** `npm run test:long` draws more. */
const everything = process.env['TEST_LENGTH'] === 'all'

const names = (expected: string): string[] => [...expected.matchAll(/'(\w+)'/g)].map((m) => m[1]!)
const two = (min: number, max: number) =>
  fc.oneof(fc.integer({ min, max }), fc.tuple(fc.integer({ min, max }), fc.integer({ min, max })))
const initializers = [
  { className: 'Constant', config: { value: 0.5 } },
  'glorotNormal',
  'glorotUniform',
  'heNormal',
  'heUniform',
  'identity',
  'leCunNormal',
  'leCunUniform',
  'ones',
  'orthogonal',
  'randomNormal',
  'randomUniform',
  'truncatedNormal',
  'varianceScaling',
  'zeros',
]
/** Values of an option, from its own words about what it expects. */
const valuesOf = (expected: string): fc.Arbitrary<unknown> => {
  switch (expected) {
    case 'a positive integer':
      return fc.integer({ min: 1, max: 4 })
    case 'a positive integer, or two of them':
      return two(1, 3)
    case 'a positive integer, or three of them':
      return fc.oneof(
        fc.integer({ min: 1, max: 2 }),
        fc.tuple(
          fc.integer({ min: 1, max: 2 }),
          fc.integer({ min: 1, max: 2 }),
          fc.integer({ min: 1, max: 2 }),
        ),
      )
    case 'a non-negative integer, or two of them':
      return two(0, 2)
    case 'a non-negative integer, or three of them':
      return fc.oneof(fc.nat(2), fc.tuple(fc.nat(1), fc.nat(2), fc.nat(1)))
    case 'a block of one layer (make one call per layer)':
      return fc.constantFrom(
        { kind: 'dense', config: { units: 2 } },
        { kind: 'conv1d', config: { filters: 2, kernel: 1 } },
        { kind: 'bn', config: {} },
        { kind: 'relu', config: {} },
        { kind: 'reshape', config: { shape: [-1] } },
        { kind: 'lstm', config: { units: 2 } },
        { kind: 'dropout', config: { rate: 0.5 } },
      )
    case 'a block of one recurrent layer':
      return fc
        .constantFrom('simpleRnn', 'gru', 'lstm')
        .chain((kind) =>
          fc.boolean().map((returnSequences) => ({ kind, config: { units: 2, returnSequences } })),
        )
    case 'true or false':
      return fc.boolean()
    case 'at least 0 and at most 1':
      return fc.constantFrom(0, 0.5, 1)
    case 'at least 0 and below 1':
      return fc.constantFrom(0, 0.3)
    case 'a positive number':
      return fc.constantFrom(0.001, 0.1)
    case 'a non-negative number':
      return fc.constantFrom(0.5, 1)
    case 'a non-negative integer':
      return fc.integer({ min: 0, max: 9 })
    case '1 (TensorFlow.js supports no other)':
      return fc.constant(1)
    case 'a positive integer, or -1':
      return fc.constantFrom(-1, 1, 2)
    case 'a number, or one for each channel':
    case 'a number, or a list with one for each channel':
    case 'a number that is not negative, or one for each channel':
      return fc.constantFrom(1, 0.5, [0.5], [1, 2, 3])
    case 'a number':
      return fc.constantFrom(-1, 0, 0.5, 2)
    case 'an axis counted from 1, or -1 for the last':
      return fc.constantFrom(-1, 1, 2, 3)
    case 'an axis counted from 1, or a list of them':
      return fc.oneof(fc.integer({ min: 1, max: 3 }), fc.subarray([1, 2, 3]))
    case 'the numbers 1 to n, each once':
      return fc.integer({ min: 1, max: 3 }).chain((n) =>
        fc.shuffledSubarray(
          Array.from({ length: n }, (_, i) => i + 1),
          { minLength: n },
        ),
      )
    case 'positive integers, and -1 at most once':
      return fc.array(fc.constantFrom(-1, 1, 2, 3), { minLength: 1, maxLength: 3 })
  }
  if (expected.startsWith('a list: null or 1 for the batch'))
    return fc
      .tuple(fc.constantFrom(null, 1), fc.array(fc.constantFrom(null, 1, 3), { maxLength: 4 }))
      .map(([batch, sizes]) => [batch, ...sizes])
  if (expected.startsWith('a non-negative integer, two of them'))
    return fc.oneof(
      two(0, 2),
      fc.tuple(fc.tuple(fc.nat(2), fc.nat(2)), fc.tuple(fc.nat(2), fc.nat(2))),
    )
  if (expected.startsWith('the name of an initializer')) return fc.constantFrom(...initializers)
  if (names(expected).length > 0) return fc.constantFrom(...names(expected))
  throw new Error(`no values for an option that expects ${expected}`)
}
/** Whether TensorFlow.js may refuse an option that it has, when it makes the layer. */
const mayBeRefused = (config: Record<string, unknown>): boolean =>
  Object.values(config).some((v) => v === 'identity' || v === 'orthogonal') // not for every shape
/** Cases with no gradient in TensorFlow.js, or a wrong one. */
const cannotTrain = (kind: KindInfo, config: Record<string, unknown>, shape: number[]): boolean =>
  ['categoryEncoding', 'conv3dTranspose', 'masking', 'thresholdedRelu'].includes(kind.kind) ||
  // the cpu backend mixes up height and width
  (config['interpolation'] === 'bilinear' && shape[0] !== shape[1])

/** The options that a kind requires. */
const required = (kind: KindInfo): Set<string> => {
  const checked = check(input([4, 4, 4]).loose().pipe(ofKind(kind.kind, {})))
  return new Set(checked._tag === 'Right' ? [] : checked.left.map((p) => p.expected.split(' ')[0]!))
}
const configs = (kind: KindInfo): fc.Arbitrary<Record<string, unknown>> => {
  const needed = required(kind)
  return fc
    .record(
      Object.fromEntries(
        kind.options.map((o) => [
          o.name,
          needed.has(o.name)
            ? valuesOf(o.expected)
            : fc.option(valuesOf(o.expected), { nil: undefined, freq: 1 }),
        ]),
      ),
    )
    .map((record) => Object.fromEntries(Object.entries(record).filter(([, v]) => v !== undefined)))
}
const shapes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 })
const fits = (kind: KindInfo, config: Record<string, unknown>, shape: number[]): boolean =>
  check(head(kind, config, shape))._tag === 'Right'
/** Options, with those generated shapes that a layer with these options takes. */
const cases = (kind: KindInfo) =>
  fc
    .tuple(configs(kind), fc.array(shapes, { minLength: 8, maxLength: 8 }))
    .map(([config, all]) => [config, all.filter((shape) => fits(kind, config, shape))] as const)
const takesTokens = (kind: KindInfo): boolean =>
  ['categoryEncoding', 'embedding'].includes(kind.kind)
const data = (kind: KindInfo, shape: number[]): tf.Tensor =>
  takesTokens(kind) ? tf.zeros([2, ...shape]) : wave([2, ...shape])

/** A layer's config; an omitted option comes back as null, and a type as its default. */
const configOf = (layer: tf.layers.Layer): string =>
  JSON.stringify({ dtype: 'float32', ...layer.getConfig() }, (_, v: unknown) => v ?? null)
const head = (kind: KindInfo, config: Record<string, unknown>, shape: number[]): AnyBlock =>
  (takesTokens(kind) ? input(shape).loose() : input(shape).loose().dense(shape.at(-1)!)).pipe(
    ofKind(kind.kind, config as never),
  )

describe.each(
  kinds()
    .filter((k) => k.method)
    .map((k) => [k.kind, k] as const),
)('%s', (_, kind) => {
  it('has the shape and parameters of its plan, trains, and survives a save and a load', async () => {
    let built = 0
    await fc.assert(
      fc.asyncProperty(cases(kind), async ([config, [shape]]) => {
        if (shape === undefined) return
        const made = toModelE(head(kind, config, shape), { seed: 1 })
        if (made._tag === 'Left') {
          expect(made.left.map((p) => [p.code, p.path])).toEqual([
            ['layerFailed', expect.stringContaining(kind.kind)],
          ])
          expect(mayBeRefused(config)).toBe(true)
          return
        }
        built++
        const { model, plan } = made.right
        const before = tf.memory().numTensors
        const x = data(kind, shape)
        const y = model.predict(x) as tf.Tensor
        expect(y.shape.slice(1)).toEqual(plan.outputs[0]!.shape)
        expect(model.outputs[0]!.shape.slice(1)).toEqual(plan.outputs[0]!.shape)
        const count = (ws: tf.LayerVariable[]) =>
          ws.reduce((n, w) => n + w.shape.reduce<number>((a, b) => a * (b ?? 0), 1), 0)
        expect(count(model.trainableWeights)).toBe(plan.params.trainable)
        expect(count(model.nonTrainableWeights)).toBe(plan.params.nonTrainable)

        const back = await reloaded(model, loadModel)
        const again = await reloaded(back, loadModel)
        expect(back.layers.map(configOf)).toEqual(model.layers.map(configOf))
        // a constraint applies when weights are written, so the first load changes them
        const [first, second, third] = take(
          y.clone(),
          back.predict(x) as tf.Tensor,
          again.predict(x) as tf.Tensor,
        )
        if (!Object.keys(config).some((name) => name.endsWith('Constraint')))
          expect(second).toEqual(first)
        expectClose(third!, second!)
        back.dispose()
        again.dispose()

        const trains = !cannotTrain(kind, config, shape)
        if (trains) {
          model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
          await model.trainOnBatch(x, y)
        }
        tf.dispose([x, y])
        expect(tf.memory().numTensors - before).toBe(trains ? 1 : 0) // the rate in the optimizer
        made.right.dispose()
      }),
      { numRuns: everything ? 15 : 4 },
    )
    expect(built).toBeGreaterThan(0)
  }, 30_000)

  it('computes on a second shape what a new layer computes, if it holds nothing', () => {
    fc.assert(
      fc.property(cases(kind), ([config, [first, second]]) => {
        if (first === undefined || second === undefined) return
        const makes = (shape: number[]) =>
          toModelE(
            input(shape)
              .loose()
              .pipe(ofKind(kind.kind, config as never)),
          )
        const [one, other] = [makes(first), makes(second)]
        // only layers with equal configs are shared; a reshape with -1 has one per shape
        const [a, b] = [one, other].map((made) =>
          made._tag === 'Right' ? made.right.plan.instances[0]! : null,
        )
        if (
          one._tag === 'Right' &&
          other._tag === 'Right' &&
          a!.held === 'nothing' &&
          JSON.stringify(a!.layer) === JSON.stringify(b!.layer)
        ) {
          const [x, y] = [data(kind, second), data(kind, first)]
          const layer = one.right.model.layers.at(-1)!
          const apply = (v: tf.Tensor) => take(tf.tidy(() => layer.apply(v) as tf.Tensor))
          const own = apply(y)
          expect(apply(x)).toEqual(take(other.right.model.predict(x) as tf.Tensor))
          expect(apply(y)).toEqual(own)
          tf.dispose([x, y])
        }
        for (const made of [one, other]) if (made._tag === 'Right') made.right.dispose()
      }),
      { numRuns: 10 },
    )
  })
})

describe.each(
  kinds()
    .filter((k) => !k.method)
    .map((k) => k.kind),
)('%s', (kind) => {
  it('has the shape of its plan', () => {
    fc.assert(
      fc.property(shapes, fc.integer({ min: 2, max: 4 }), (shape, most) => {
        // dot takes two, vectors or matrices
        if (kind === 'dot' && shape.length > 2) return
        const arms = kind === 'dot' ? 2 : most
        const parts = Array.from({ length: arms }, (_, i) =>
          block().dense(kind === 'concat' ? i + 1 : 3),
        ) as unknown as [AnyBlock, AnyBlock]
        const waiting = branch(...parts)
        const built = toModel(
          input(shape)
            .loose()
            .pipe(waiting[kind as 'add']()),
        )
        const x = wave([2, ...shape])
        const y = built.model.predict(x) as tf.Tensor
        expect(y.shape.slice(1)).toEqual(built.plan.outputs[0]!.shape)
        tf.dispose([x, y])
        built.dispose()
      }),
      { numRuns: 10 },
    )
  })
})
