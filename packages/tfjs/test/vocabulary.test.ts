// Every layer class that a kind stands for, from its form in TensorFlow.js to a model and back:
// built, counted, trained, saved, loaded, recognized.
import { describe, expect, it } from '@jest/globals'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import * as tf from '@tensorflow/tfjs'
import {
  type AnyNet,
  type Kind,
  fromJSON,
  input,
  kinds,
  ofKind,
  plan,
  recognize,
  toJSON,
} from '@layersmith/core'
import { loadModel, toModel } from '@layersmith/tfjs'
import { artifactsOf } from './support/audited.js'
import { type Sample, samples } from './support/samples.js'
import { expectClose, take, wave } from './support/tensors.js'

const methods = new Set(
  kinds()
    .filter((k) => k.method)
    .map((k) => k.kind),
)
const found = (s: Sample): { kind: Kind; config: Record<string, unknown> } =>
  recognize(s.className, s.config as never)!
const withMethod = samples.filter((s) => methods.has(found(s).kind))
const named = withMethod.map((s) => [s.className, JSON.stringify(s.config), s] as const)

/** The sample after a dense layer of its size, so that there is something to train before it. */
const netOf = (s: Sample, afterDense = true): AnyNet => {
  const start = input([...s.shapes[0]!]).loose()
  const { kind, config } = found(s)
  return (afterDense && s.tokens !== true ? start.dense(s.shapes[0]!.at(-1)!) : start).pipe(
    ofKind(kind, config as never),
  )
}
const dataFor = (s: Sample): tf.Tensor =>
  tf.tidy(() =>
    s.tokens
      ? wave([3, ...s.shapes[0]!])
          .abs()
          .mul(4.9)
          .floor()
      : wave([3, ...s.shapes[0]!]),
  )

const core = path.join(import.meta.dirname, '../../core/src')
/** The source of a kind, whatever the folder and spelling of its file. */
const file = (kind: Kind): string => {
  const name = (f: string): string => path.basename(f, '.ts').replaceAll('-', '').toLowerCase()
  const match = readdirSync(core, { recursive: true, encoding: 'utf8' }).find(
    (f) => /^(layers|kinds)\b/.test(f) && name(f) === kind.toLowerCase(),
  )
  return readFileSync(path.join(core, match!), 'utf8')
}

/** What a plain load ignores: the classes of TensorFlow.js drop it. */
const DROPPED: Readonly<Record<string, readonly string[]>> = {
  Conv1D: ['groups'],
  Conv2D: ['groups'],
  Conv2DTranspose: ['dilationRate', 'outputPadding'],
  Conv3DTranspose: ['outputPadding'],
  DepthwiseConv2D: ['dilationRate'],
  GlobalAveragePooling2D: ['keepdims'],
  GlobalMaxPooling1D: ['keepdims'],
  ReLU: ['negativeSlope', 'threshold'],
}

describe('a layer of TensorFlow.js as a kind', () => {
  it.each(named)('%s %s has the shape, parameters and class of its plan', (_, __, s) => {
    const built = toModel(netOf(s, false), { seed: 1 })
    const x = dataFor(s)
    const y = built.predict(x)
    expect(y.shape).toEqual([3, ...built.plan.outputs[0]!.shape])
    const layer = built.model.layers.at(-1)!
    const count = (weights: tf.LayerVariable[]) =>
      weights.reduce((n, w) => n + w.shape.reduce<number>((a, b) => a * b!, 1), 0)
    expect({
      trainable: count(layer.trainableWeights),
      nonTrainable: count(layer.nonTrainableWeights),
    }).toEqual(built.plan.params)
    const written = JSON.parse(JSON.stringify(layer.getConfig())) as Record<string, unknown>
    const again = recognize(layer.getClassName(), written as never, s.shapes[0]!.length + 1)
    expect(again?.kind).toBe(found(s).kind)
    expect(
      plan(
        input([...s.shapes[0]!])
          .loose()
          .pipe(ofKind(again!.kind, again!.config) as never),
      ).positions[0]!.config,
    ).toEqual(built.plan.positions[0]!.config)
    tf.dispose([x, y])
    built.dispose()
  })

  it.each(named)('%s %s is the same from JSON', (_, __, s) => {
    const back = fromJSON(JSON.parse(JSON.stringify(toJSON(netOf(s)))))
    if (back._tag === 'Left') throw new Error(JSON.stringify(back.left))
    expect(plan(back.right, { seed: 4 }).positions).toEqual(plan(netOf(s), { seed: 4 }).positions)
  })

  it.each(named)('%s %s survives a save and a load, also a plain one', async (_, __, s) => {
    const built = toModel(netOf(s), { seed: 2 })
    const artifacts = await artifactsOf(built.model)
    const x = dataFor(s)
    const [expected] = take(built.predict(x))
    const isIgnored = (DROPPED[s.className] ?? []).some((option) => option in s.config)
    for (const loader of isIgnored ? [loadModel] : [loadModel, tf.loadLayersModel]) {
      const model = await loader(tf.io.fromMemory(artifacts))
      expectClose(take(model.predict(x) as tf.Tensor)[0]!, expected!)
      model.dispose()
    }
    x.dispose()
    built.dispose()
  })

  it.each(named)(
    '%s %s trains without leaving tensors, or its documentation says that it does not',
    async (_, __, s) => {
      const before = tf.memory().numTensors
      const built = toModel(netOf(s), { seed: 3 })
      const x = dataFor(s),
        y = tf.zeros([3, ...(built.plan.outputs[0]!.shape as number[])])
      built.model.compile({ optimizer: tf.train.sgd(0.01), loss: 'meanSquaredError' })
      const fit = () => built.model.fit(x, y, { epochs: 2, shuffle: false })
      const trained = built.model.layers.slice(1).flatMap((l) => l.trainableWeights)
      const refused =
        trained.length > 0 &&
        (await fit().then(
          () => false,
          () => true,
        ))
      if (refused) expect(file(found(s).kind)).toMatch(/TensorFlow\.js has no gradient/)
      tf.dispose([x, y])
      built.dispose()
      built.model.optimizer.dispose()
      // a fit that throws leaks what it has made so far
      if (!refused) expect(tf.memory().numTensors).toBe(before)
    },
  )
})

describe('random numbers', () => {
  it.each(
    withMethod
      .filter((s) => s.config['seed'] === undefined && found(s).config['rate'] !== undefined)
      .map((s) => [s.className, s] as const),
  )('of %s without a seed are new at every call, also at two places of one instance', (_, s) => {
    const built = toModel(netOf(s, false))
    // so many examples that two masks are never equal by chance, even with two values for each
    const x = tf.ones([50, ...s.shapes[0]!])
    const layer = built.model.layers.at(-1)!
    const calls = [1, 2].map(
      () => take(tf.tidy(() => layer.apply(x, { training: true }) as tf.Tensor))[0]!,
    )
    expect(calls[0]).not.toEqual(calls[1])
    x.dispose()
    built.dispose()
  })
})
