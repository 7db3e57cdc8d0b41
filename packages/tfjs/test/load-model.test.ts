// Where loadModel looks for a model, and which weights it gives it.
import { afterEach, describe, expect, it, jest } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { input } from '@layersmith/core'
import { type LoadReport, loadModel, loadWeights, toModel, weightsOf } from '@layersmith/tfjs'
import { readable } from '../src/topology/readable.js'
import fc from 'fast-check'
import { artifactsOf } from './support/audited.js'
import { leavesNothing, valuesOf } from './support/tensors.js'

type Artifacts = tf.io.ModelArtifacts
const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined)
afterEach(() => {
  warn.mockClear()
})

const built = () => toModel(input([4]).dense(3).dense(2), { seed: 1 })
/** What the model saves, with other names and shapes of weights. */
const saved = async (
  change: (spec: tf.io.WeightsManifestEntry) => Partial<tf.io.WeightsManifestEntry> = () => ({}),
): Promise<Artifacts> => {
  const one = built()
  const artifacts = await artifactsOf(one.model)
  one.dispose()
  return {
    ...artifacts,
    weightSpecs: artifacts.weightSpecs!.map((spec) => ({ ...spec, ...change(spec) })),
  }
}
const handler = (artifacts: Artifacts): tf.io.IOHandler => ({
  load: () => Promise.resolve(artifacts),
})

describe('with strict: false, loadModel', () => {
  const other = () =>
    saved(({ name, shape }) =>
      name === 'dense2/kernel'
        ? { name: 'head/kernel' }
        : name === 'dense2/bias'
          ? { shape: [1, ...shape] }
          : {},
    )

  it('warns of the weights that it does not find', () =>
    leavesNothing(async () => {
      const model = await loadModel(handler(await other()), { strict: false })
      // TensorFlow.js greets once
      expect(warn.mock.calls.filter(([text]) => !String(text).includes('Hi, '))).toEqual([
        [
          'loadModel: the files have no weights in the shapes of dense2/kernel and dense2/bias, ' +
            'which begin as in a new model; onReport in the options gets these names',
        ],
      ])
      // they are those of its initializers, as in the model that was saved
      const before = built()
      expect(valuesOf(model)).toEqual(valuesOf(before.model))
      for (const one of [model, before]) one.dispose()
    }))

  it('reports what loadWeights reports', () =>
    leavesNothing(async () => {
      const artifacts = await other()
      const onReport = jest.fn<(report: LoadReport) => void>()
      const model = await loadModel(handler(artifacts), { strict: false, onReport })
      const weights = tf.io.decodeWeights(artifacts.weightData!, artifacts.weightSpecs!)
      expect(onReport.mock.calls).toEqual([[loadWeights(model, weights, { strict: false })]])
      expect(onReport.mock.calls[0]![0]).toMatchObject({
        loaded: ['dense1/kernel', 'dense1/bias'],
        missing: ['dense2/kernel'],
        unexpected: ['head/kernel'],
        misshaped: [{ name: 'dense2/bias', expected: [2], got: [1, 2] }],
      })
      expect(warn).not.toHaveBeenCalled()
      tf.dispose(weights)
      model.dispose()
    }))

  it('says nothing when all weights are there, and refuses what is no boolean', () =>
    leavesNothing(async () => {
      const artifacts = await saved()
      const model = await loadModel(handler(artifacts), { strict: false })
      expect(warn).not.toHaveBeenCalled()
      model.dispose()
      await expect(loadModel(handler(artifacts), { strict: 'no' as never })).rejects.toThrow(
        new TypeError('loadModel: strict must be true or false, got "no"'),
      )
    }))
})

describe('loadModel', () => {
  it('names all weights that do not fit', () =>
    leavesNothing(async () => {
      const load = loadModel(
        handler(await saved(({ name }) => ({ name: name.replace('dense1/', 'dense3/') }))),
      )
      await expect(load).rejects.toThrow(/^loadModel: 4 problems:\n.*dense1\/kernel.*\n.*dense1/)
    }))

  it('knows the names that Keras gives', () =>
    leavesNothing(async () => {
      const before = built()
      const numbers = new Map<string, number>()
      const names: ((name: string) => string)[] = [
        // since TensorFlow 2.2
        (name) => name.replace('/', '/cell/'),
        // Keras 3
        (name) => {
          const layer = name.replace(/\/.*/, '')
          const number = numbers.get(layer) ?? 0
          numbers.set(layer, number + 1)
          return `${layer}/${number}`
        },
      ]
      for (const nameOf of names)
        // twice: the second model's weights get other names in the engine
        for (let i = 0; i < 2; i++) {
          numbers.clear()
          const load = handler(await saved(({ name }) => ({ name: nameOf(name) })))
          const [model, again] = [await loadModel(load), await loadModel(load)]
          expect(valuesOf(again)).toEqual(valuesOf(before.model))
          for (const one of [model, again]) one.dispose()
        }
      before.dispose()
    }))

  it('restores weights as they were saved, whatever their constraints', () =>
    leavesNothing(async () => {
      const one = toModel(input([4]).dense(3, { kernelConstraint: 'unitNorm' }), { seed: 1 })
      const kernel = tf.fill([4, 3], 5)
      loadWeights(one, { 'dense1/kernel': kernel }, { strict: false })
      const model = await loadModel(handler(await artifactsOf(one.model)))
      expect(weightsOf(model)['dense1/kernel']?.arraySync()).toEqual(kernel.arraySync())
      kernel.dispose()
      for (const each of [one, model]) each.dispose()
    }))

  it('takes weights as a stream', () =>
    leavesNothing(async () => {
      const { weightData, ...rest } = await saved()
      const getWeightStream = () => new Response(weightData as ArrayBuffer).body as never
      const [model, before] = [await loadModel(handler({ ...rest, getWeightStream })), built()]
      expect(valuesOf(model)).toEqual(valuesOf(before.model))
      for (const one of [model, before]) one.dispose()
    }))

  it('fetches relative URLs on a web page, where there are no files', () =>
    leavesNothing(async () => {
      const { weightData, weightSpecs, modelTopology } = await saved()
      const asked: string[] = []
      const fetchFunc = (url: string) => {
        asked.push(url)
        return Promise.resolve(
          url.endsWith('.json')
            ? Response.json({
                modelTopology,
                weightsManifest: [{ paths: ['a.bin'], weights: weightSpecs }],
              })
            : new Response(weightData as ArrayBuffer),
        )
      }
      const { process } = globalThis
      Reflect.set(globalThis, 'process', { env: {} })
      try {
        const model = await loadModel('models/net/model.json', { fetchFunc } as never)
        model.dispose()
      } finally {
        Reflect.set(globalThis, 'process', process)
      }
      expect(asked).toEqual(['models/net/model.json', 'models/net/a.bin'])
    }))
})

describe('a topology', () => {
  it('is spelled as TensorFlow.js spells it', async () => {
    class Probe extends tf.layers.Layer {
      static readonly className = 'SpellingProbe'
      static override fromConfig(_: unknown, config: tf.serialization.ConfigDict): never {
        delete config['customObjects']
        return config as never
      }
    }
    tf.serialization.registerClass(Probe)
    const key = fc.constantFrom(
      ...'a,name,kernel_size,class_names,__x,y_,z__z,inbound_nodes,input_layers,output_layers'.split(
        ',',
      ),
    )
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        key,
        fc.integer(),
        fc.constant(null),
        fc.boolean(),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 3 }),
      ),
    }))
    await fc.assert(
      fc.asyncProperty(tree, async (data) => {
        // lists that lack a bracket are completed as well
        fc.pre(!/(nodes|layers)":\[\[?"/.test(JSON.stringify(data)))
        const given = { class_name: 'SpellingProbe', config: { data } }
        const theirs: unknown = await tf.models.modelFromJSON(given as never)
        expect((readable(given, (name) => name) as { config: unknown }).config).toEqual(theirs)
      }),
    )
  })
})
