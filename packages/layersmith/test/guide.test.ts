// The working classes and the blocks in docs/from-subclass-to-block.md, exactly as the page shows
// them, compute the same and train the same.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import {
  type Numbers,
  input,
  loadModel,
  loadWeights,
  toLayer,
  toModel,
  weightsOf,
} from 'layersmith'

type Layer = tf.layers.Layer
type Weights = Readonly<Record<string, tf.Tensor>>
type Examples = tf.Tensor | tf.Tensor[]

const page = fileURLToPath(new URL('../../../docs/from-subclass-to-block.md', import.meta.url))
const folder = fileURLToPath(new URL('../../../.cache/guide', import.meta.url))
mkdirSync(folder, { recursive: true })
for (const [, name, text] of readFileSync(page, 'utf8').matchAll(
  /^```ts module=(\S+)\n([\s\S]*?)^```$/gm,
))
  writeFileSync(join(folder, `${name!}.ts`), text!)
/** The exports of a fence; scripts/docs.mjs checks its types. */
const exported = async (name: string): Promise<any> => import(join(folder, `${name}.ts`))
const weightsAt: (layers: Readonly<Record<string, Layer>>) => Weights = (await exported('moving'))
  .weightsAt

const wave = (shape: number[], phase: number): tf.Tensor =>
  tf.tidy(() =>
    tf
      .range(
        0,
        shape.reduce((a, b) => a * b),
      )
      .mul(12.9898)
      .add(phase)
      .sin()
      .reshape(shape),
  )
const numbers = (weights: Weights): Record<string, Numbers> =>
  Object.fromEntries(Object.entries(weights).map(([name, w]) => [name, w.arraySync()]))
const predict = (model: tf.LayersModel, x: Examples): Numbers =>
  tf.tidy(() => [model.predict(x)].flat().map((y) => y.arraySync()))
const fit = async (model: tf.LayersModel, x: Examples, y: tf.Tensor): Promise<unknown> => {
  const optimizer = tf.train.sgd(0.05)
  model.compile({ optimizer, loss: 'meanSquaredError' })
  const { history } = await model.fit(x, y, { epochs: 2, batchSize: 2, shuffle: false })
  optimizer.dispose()
  return history['loss']
}
const reloaded = async (model: tf.LayersModel): Promise<tf.LayersModel> => {
  let saved: tf.io.ModelArtifacts = {}
  await model.save(
    tf.io.withSaveHandler((artifacts) => {
      saved = {
        ...artifacts,
        modelTopology: JSON.parse(JSON.stringify(artifacts.modelTopology)) as object,
      }
      return Promise.resolve({
        modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' },
      })
    }),
  )
  return loadModel(tf.io.fromMemory(saved))
}

/** A model and its weights, named by the paths of the block. */
interface Subject {
  readonly model: tf.LayersModel
  readonly weights: () => Weights
}
interface Replacement extends Subject {
  readonly load: (weights: Weights) => void
}
/** A model around one layer, with a head. */
const around = (shape: number[], layer: Layer): { model: tf.LayersModel; head: Layer } => {
  const x = tf.input({ shape })
  const head = tf.layers.dense({ units: 3, name: 'dense1' })
  // an encoder has several outputs, the deepest one last
  const last = [layer.apply(x) as tf.SymbolicTensor].flat().at(-1)!
  return {
    model: tf.model({
      inputs: x,
      outputs: head.apply(tf.layers.flatten().apply(last)) as tf.SymbolicTensor,
    }),
    head,
  }
}
const byHand = (
  shape: number[],
  layer: Layer,
  places: Readonly<Record<string, Layer>>,
): Subject => {
  const { model, head } = around(shape, layer)
  return { model, weights: () => weightsAt({ ...places, dense1: head }) }
}
const asNet = (net: any): Replacement => {
  const { model } = toModel(net)
  return {
    model,
    weights: () => weightsOf(model),
    load: (weights) => void loadWeights(model, weights),
  }
}
const asLayer = (shape: number[], part: any): Replacement => {
  const { model } = around(shape, toLayer(part, { name: 'new' }))
  const renamed = (weights: Weights, rename: (name: string) => string): Weights =>
    Object.fromEntries(Object.entries(weights).map(([name, w]) => [rename(name), w]))
  return {
    model,
    weights: () => renamed(weightsOf(model), (name) => name.replace(/^new\./, '')),
    load: (weights) =>
      void loadWeights(
        model,
        renamed(weights, (name) => (name.startsWith('dense1/') ? name : `new.${name}`)),
      ),
  }
}

/**
 * With the same weights, old and new have the same predictions, losses, trained weights and number
 * of tensors, and all of it is saved and freed.
 */
const expectEqual = async (
  makeOld: () => Subject,
  makeNew: readonly (() => Replacement)[],
  x: Examples,
  units: number,
): Promise<void> => {
  const before = tf.memory().numTensors
  const made = <T>(make: () => T): readonly [T, number] => {
    const start = tf.memory().numTensors
    return [make(), tf.memory().numTensors - start]
  }
  const [old, tensors] = made(makeOld)
  const y = wave([4, units], 7)
  const others = makeNew.map((make) => {
    const [subject, count] = made(make)
    expect(count).toBe(tensors)
    subject.load(old.weights())
    expect(numbers(subject.weights())).toEqual(numbers(old.weights()))
    expect(predict(subject.model, x)).toEqual(predict(old.model, x))
    return subject
  })
  const untrained = numbers(old.weights())
  const losses = await fit(old.model, x, y)
  const trained = numbers(old.weights())
  expect(trained).not.toEqual(untrained)
  for (const { model, weights } of others) {
    expect(await fit(model, x, y)).toEqual(losses)
    expect(numbers(weights())).toEqual(trained)
  }
  for (const { model } of [old, ...others]) {
    const again = await reloaded(model)
    expect(predict(again, x)).toEqual(predict(old.model, x))
    again.dispose()
  }
  for (const { model } of [old, ...others]) model.dispose()
  y.dispose()
  expect(tf.memory().numTensors).toBe(before)
}

it.each([
  [
    'feature-extractor',
    [14, 14, 1],
    ({ FeatureExtractor }: any) => new FeatureExtractor({ name: 'old' }),
    ({ features }: any) => features,
  ],
  [
    'residual-block',
    [6, 6, 3],
    ({ ResidualBlock }: any) => new ResidualBlock({ name: 'old', filters: 4 }),
    ({ residualBlock }: any) => residualBlock(4),
  ],
  [
    'inception-block',
    [8, 8, 3],
    ({ InceptionBlock }: any) => new InceptionBlock({ name: 'old' }),
    ({ inception }: any) => inception,
  ],
  [
    'encoder',
    [8, 8, 1],
    ({ Encoder }: any) => new Encoder({ name: 'old' }),
    ({ encoder }: any) => encoder,
  ],
])(
  '%s: the block equals the class, as a net and as a layer',
  async (name, shape, construct, partOf) => {
    const [old, { places, ...after }] = [await exported(name), await exported(`${name}-block`)]
    const part = partOf(after)
    const x = wave([4, ...shape], 1)
    const hand = (trainable: boolean) => () => {
      const layer = construct(old)
      layer.trainable = trainable
      return byHand(shape, layer, places(layer))
    }
    const asBlock = (body: any) => [
      () => asNet(input(shape).loose().pipe(body).flatten().dense(3)),
      () => asLayer(shape, body),
    ]
    await expectEqual(hand(true), asBlock(part), x, 3)
    await expectEqual(hand(false), asBlock(part.frozen()), x, 3)
    x.dispose()
  },
  30_000,
)

it('encoder: the taps equal the outputs of the class', async () => {
  const [{ Encoder }, { encoder, places }] = [
    await exported('encoder'),
    await exported('encoder-block'),
  ]
  const before = tf.memory().numTensors
  const old: Layer = new Encoder({ name: 'old' })
  const image = tf.input({ shape: [8, 8, 1] })
  const view = tf.model({ inputs: image, outputs: old.apply(image) as tf.SymbolicTensor[] })
  const built = toModel(input([8, 8, 1]).pipe(encoder))
  loadWeights(built, weightsAt(places(old)))
  const x = wave([2, 8, 8, 1], 1)
  const taps: Record<string, tf.Tensor> = built.features(x as tf.Tensor4D)
  expect(Object.keys(taps)).toEqual(['c1', 'c2'])
  expect(Object.values(taps).map((t) => t.arraySync())).toEqual(predict(view, x))
  tf.dispose([x, taps])
  view.dispose()
  built.dispose()
  expect(tf.memory().numTensors).toBe(before)
})

it('siamese: the net equals the class', async () => {
  const [{ Siamese }, { pair, places }] = [
    await exported('siamese'),
    await exported('siamese-block'),
  ]
  const hand = (): Subject => {
    const layer: Layer = new Siamese({ name: 'old' })
    const sides = [tf.input({ shape: [8, 8, 1] }), tf.input({ shape: [8, 8, 1] })]
    return {
      model: tf.model({ inputs: sides, outputs: layer.apply(sides) as tf.SymbolicTensor }),
      weights: () => weightsAt(places(layer)),
    }
  }
  const sides = [wave([4, 8, 8, 1], 1), wave([4, 8, 8, 1], 2)]
  await expectEqual(hand, [() => asNet(pair)], sides, 1)
  tf.dispose(sides)
}, 30_000)
