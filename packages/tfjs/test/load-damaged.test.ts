// Files that are damaged in any way: a load gives a whole model or an error, and an error leaves
// nothing behind.
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { block, input, residual } from '@layersmith/core'
import { loadModel, toLayer, toModel } from '@layersmith/tfjs'
import fc from 'fast-check'
import { artifactsOf } from './support/audited.js'
import { wave } from './support/tensors.js'

type Artifacts = tf.io.ModelArtifacts

// TensorFlow.js warns of some damages that it loads
const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined)
afterAll(() => warn.mockRestore())

/** Everything that a load could leave behind. */
const held = () => ({
  tensors: tf.memory().numTensors,
  buffers: tf.memory().numDataBuffers,
  variables: Object.keys(tf.engine().registeredVariables).length,
})

/** What a model saves after a step of training, with its optimizer. */
const trained = async (model: tf.LayersModel, x: tf.Tensor): Promise<Artifacts> => {
  model.compile({ optimizer: 'adam', loss: 'meanSquaredError', metrics: ['mae'] })
  const y = model.predict(x) as tf.Tensor
  await model.fit(x, y)
  tf.dispose([x, y])
  return artifactsOf(model, { includeOptimizer: true })
}
const saved: Readonly<Record<string, () => Promise<Artifacts>>> = {
  'a net': () => {
    const body = block().dense(4).bn().dropout(0.5).relu()
    return trained(
      toModel(input([4]).pipe(residual(body)).dense(2, { kernelConstraint: 'unitNorm' }), {
        seed: 1,
      }).model,
      wave([4, 4]),
    )
  },
  'a Sequential': () =>
    trained(
      tf.sequential({
        layers: [
          tf.layers.conv1d({ filters: 2, kernelSize: 2, inputShape: [5, 2] }),
          tf.layers.bidirectional({ layer: tf.layers.gru({ units: 2 }) }),
          tf.layers.dense({ units: 1 }),
        ],
      }),
      wave([4, 5, 2]),
    ),
  'a stateful model': () =>
    artifactsOf(
      tf.sequential({
        layers: [
          tf.layers.lstm({ units: 2, stateful: true, batchInputShape: [1, 3, 2] }),
          tf.layers.dense({ units: 1 }),
        ],
      }),
    ),
  'models in a model': () => {
    const inner = toModel(input([4]).dense(4, { kernelInitializer: 'orthogonal' }), { seed: 1 })
    const x = tf.input({ shape: [4] })
    const part = toLayer(block().dense(3).bn(), { name: 'part' })
    const y = inner.model.apply(inner.model.apply(x)) as tf.SymbolicTensor
    return artifactsOf(tf.model({ inputs: x, outputs: part.apply(y) as tf.SymbolicTensor }))
  },
}

/** A place in data, by a number for each level, and what is put there. */
const damage = fc.record({
  route: fc.array(fc.nat(1000), { minLength: 1, maxLength: 9 }),
  by: fc.constantFrom<unknown>(undefined, null, 0, -1, 1.5, 7, '', 'other', true, [], {}, [[]]),
})

/** Puts something else at a place that a route leads to. */
const damaged = (data: unknown, { route, by }: { route: number[]; by: unknown }): void => {
  let at = data
  for (const [level, step] of route.entries()) {
    if (typeof at !== 'object' || at === null) return
    const keys = Object.keys(at)
    const key = keys[step % keys.length]
    if (key === undefined) return
    const next: unknown = Reflect.get(at, key)
    if (level === route.length - 1 || typeof next !== 'object' || next === null) {
      if (by === undefined) Reflect.deleteProperty(at, key)
      else Reflect.set(at, key, by)
      return
    }
    at = next
  }
}

/** Loads, and expects a model that can be used and freed, or an error in words. */
const loads = async (artifacts: Artifacts, options?: tf.io.LoadOptions): Promise<string> => {
  const before = held()
  let message = ''
  try {
    const model = await loadModel({ load: () => Promise.resolve(artifacts) }, options)
    model.dispose()
  } catch (e) {
    ;({ message } = e as Error)
    expect(message).toMatch(/^loadModel: ./s)
    expect(message.length).toBeLessThanOrEqual(2000)
  }
  expect(held()).toEqual(before)
  return message
}

describe.each(Object.entries(saved))('%s', (_, make) => {
  let artifacts: Artifacts = {}
  /** All but the weights' numbers. */
  let text = ''
  beforeAll(async () => {
    const { weightData: _data, ...rest } = (artifacts = await make())
    text = JSON.stringify(rest)
  })
  const rest = (from = text): Artifacts => JSON.parse(from) as Artifacts

  it('is loaded when it is whole', async () => {
    expect(await loads({ ...rest(), weightData: artifacts.weightData! })).toBe('')
  })

  it('is a model or an error, whatever is damaged in its description', async () => {
    let errors = 0
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 2 }), async (all) => {
        const copy = rest()
        for (const one of all) damaged(copy, one)
        errors += (await loads({ ...copy, weightData: artifacts.weightData! })) === '' ? 0 : 1
      }),
      { numRuns: 150 },
    )
    expect(errors).toBeGreaterThan(20)
  })

  it('is a model or an error, whichever bit of its description is wrong', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.nat(6), async (at, bit) => {
        const wrong = String.fromCharCode(text.charCodeAt(at) ^ (1 << bit))
        let copy: Artifacts
        try {
          copy = rest(text.slice(0, at) + wrong + text.slice(at + 1))
        } catch {
          return // no longer JSON, as a handler would say
        }
        await loads({ ...copy, weightData: artifacts.weightData! })
      }),
      { numRuns: 150 },
    )
  })

  it('is an error when weights are missing, unknown, too short, too long or of another shape', async () => {
    const { weightSpecs = [] } = rest()
    const bytes = new Uint8Array(tf.io.CompositeArrayBuffer.join(artifacts.weightData))
    const { weightData: data } = artifacts
    const first = weightSpecs[0]!
    const size = 4 * first.shape.reduce((a, b) => a * b, 1)
    const cases: readonly (readonly [Partial<Artifacts>, string])[] = [
      [{ weightData: bytes.slice(0, -4).buffer }, `bytes by their names and shapes, got`],
      [{ weightData: new Uint8Array(bytes.length + 4).buffer }, 'bytes by their names and shapes'],
      [
        { weightSpecs: weightSpecs.slice(1), weightData: bytes.slice(size).buffer },
        `${first.name}: `,
      ],
      [
        { weightSpecs: [{ ...first, name: 'other/kernel' }, ...weightSpecs.slice(1)] },
        'other/kernel',
      ],
      [{ weightSpecs: [{ ...first, shape: [1, size / 4, 1] }, ...weightSpecs.slice(1)] }, 'x1'],
      [{ weightSpecs: [{ ...first, dtype: 'int32' }, ...weightSpecs.slice(1)] }, 'float32'],
      [
        { weightSpecs: [{ ...weightSpecs[1]!, shape: first.shape }, ...weightSpecs.slice(1)] },
        'two of the weights have the same name',
      ],
    ]
    for (const [change, message] of cases)
      expect(await loads({ ...rest(), weightData: data!, ...change })).toContain(message)
  })
})
