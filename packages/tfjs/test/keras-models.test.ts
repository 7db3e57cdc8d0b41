// Models as Keras 3 saves them compute what Keras computes. keras/models.json has what Keras writes
// and computes; `npm run test:keras -- --update` writes it.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import '@tensorflow/tfjs-backend-wasm'
import { registerWasmKernels } from '@layersmith/backends'
import { audit, fromModel, loadModel } from '@layersmith/tfjs'
import { readFileSync } from 'node:fs'
import { reloaded } from './support/audited.js'
import { inputOf, weightOf } from './support/keras-numbers.js'
import { roundTrip } from './support/round-trip.js'
import { expectClose, leavesNothing } from './support/tensors.js'

interface Saved {
  readonly topology: object
}
interface Computed extends Saved {
  readonly weights: readonly { readonly name: string; readonly shape: number[] }[]
  readonly inputs: readonly { readonly shape: number[]; readonly tokens: number | null }[]
  readonly outputs: readonly number[][]
  readonly loss: number
  /** The weights after a step of SGD. */
  readonly trained?: readonly number[][]
}
const file = new URL('./keras/models.json', import.meta.url)
const { keras, models } = JSON.parse(readFileSync(file, 'utf8')) as {
  keras: string
  models: Readonly<Record<string, Saved | Computed>>
}
const isComputed = (model: Saved): model is Computed => 'outputs' in model
const computed = Object.entries(models).filter((entry): entry is [string, Computed] =>
  isComputed(entry[1]),
)

/** The files that the converter makes of a model. */
const filesOf = ({ topology, ...rest }: Saved): tf.io.IOHandler => {
  const { weights = [] } = rest as Partial<Computed>
  const specs = weights.map(({ name, shape }) => ({ name, shape, dtype: 'float32' as const }))
  const parts = weights.map(({ name, shape }, i) => {
    const weight = weightOf(name, shape, i)
    const values = weight.dataSync() as Float32Array
    weight.dispose()
    return values
  })
  const all = Float32Array.from(parts.flatMap((values) => Array.from(values)))
  return {
    load: () =>
      Promise.resolve({
        modelTopology: { keras_version: keras, backend: 'tensorflow', model_config: topology },
        weightSpecs: specs,
        weightData: all.buffer,
      }),
  }
}
const inputsOf = ({ inputs }: Computed): tf.Tensor | tf.Tensor[] => {
  const all = inputs.map(({ shape, tokens }, i) => inputOf(shape, i, tokens))
  return all.length === 1 ? all[0]! : all
}

const expectOutputs = (model: tf.LayersModel, wanted: Computed): void => {
  const x = inputsOf(wanted)
  const outputs = [model.predict(x)].flat()
  expect(outputs.length).toBe(wanted.outputs.length)
  outputs.forEach((y, i) => {
    expect(y.shape.slice(1)).toEqual(model.outputs[i]!.shape.slice(1))
    const expected = wanted.outputs[i]!
    expectClose(Array.from(y.dataSync()), expected, 1e-4 * Math.max(1, ...expected.map(Math.abs)))
  })
  const loss = tf.tidy(() => model.calculateLosses().reduce((sum, l) => sum + l.dataSync()[0]!, 0))
  expectClose([loss], [wanted.loss], 1e-4 * Math.max(1, wanted.loss))
  tf.dispose([x, outputs])
}

describe.each(['cpu', 'wasm'])('on %s, as in Keras', (backend) => {
  it.each(computed)('%s', async (_, wanted) => {
    registerWasmKernels()
    await tf.setBackend(backend)
    await leavesNothing(async () => {
      const model = await loadModel(filesOf(wanted))
      expectOutputs(model, wanted)
      expect(audit(model)).toEqual([])
      const again = await reloaded(model, loadModel)
      expectOutputs(again, wanted)
      model.dispose()
      again.dispose()
    })
  })
})

describe.each(['cpu', 'wasm'])('on %s, a step of SGD does what it does in Keras', (backend) => {
  it.each(computed.filter(([, { trained }]) => trained !== undefined))('%s', async (_, wanted) => {
    registerWasmKernels()
    await tf.setBackend(backend)
    await leavesNothing(async () => {
      const model = await loadModel(filesOf(wanted))
      const x = inputsOf(wanted)
      const y = tf.tidy(() => tf.onesLike(model.predict(x) as tf.Tensor))
      const optimizer = tf.train.sgd(0.1)
      model.compile({ optimizer, loss: 'meanSquaredError' })
      await model.trainOnBatch(x, y)
      model.weights.forEach((w, i) => {
        expectClose(Array.from(w.read().dataSync()), wanted.trained![i]!, 1e-4)
      })
      tf.dispose([x, y])
      optimizer.dispose()
      model.dispose()
    })
  })
})

it('reads what to_json() gives, without the version that the converter adds', () =>
  leavesNothing(async () => {
    const wanted = models['operations'] as Computed // it is computed
    const { load } = filesOf(wanted)
    const bare = { load: async () => ({ ...(await load!()), modelTopology: wanted.topology }) }
    const model = await loadModel(bare)
    expectOutputs(model, wanted)
    model.dispose()
  }))

/** Why `fromModel` refuses what a net cannot say. */
const unspoken: Readonly<Record<string, string>> = {
  states: 'a layer in a net must be one with a single output',
}

describe('through fromModel and back, as before', () => {
  // TensorFlow.js itself cannot make a wrapped Sequential again from its config
  const again = computed.filter(([name]) => name !== 'a chain at each step')
  it.each(again)('%s', (name, wanted) =>
    leavesNothing(async () => {
      const model = await loadModel(filesOf(wanted))
      const x = inputsOf(wanted)
      const reason = unspoken[name]
      if (reason === undefined) expect(roundTrip(model, x).worst).toBeLessThan(1e-4)
      else expect(() => fromModel(model)).toThrow(reason)
      tf.dispose(x)
      model.dispose()
    }),
  )
})

/** By case: what the refusal names. */
const refusals: Readonly<Record<string, string>> = {
  refused_operation: 'the operation cumsum (keras.ops, Cumsum) has no layer in TensorFlow.js',
  refused_mask: 'the layer lstm (LSTM) is called with mask, which TensorFlow.js cannot take',
  refused_alpha: 'the layer elu (ELU): Non-default alpha value (0.5) is not supported',
  refused_vector: 'the layer layer_normalization (LayerNormalization) has rms_scaling: true',
  refused_channels:
    'the layer global_average_pooling1d (GlobalAveragePooling1D) has data_format: channels_first',
  refused_causal: 'the layer conv1d (Conv1D) has padding: causal with data_format: channels_first',
  refused_activity: 'the layer dense (Dense) has activity_regularizer: L2, which TensorFlow.js',
  refused_backward: 'the layer bidirectional (Bidirectional) has a backward_layer of its own',
  refused_activation: 'the layer dense (Dense) has activation: LeakyReLU, which TensorFlow.js',
  refused_function: 'the layer dense (Dense) has activation: glu, which TensorFlow.js cannot',
  refused_class: 'the layer rms_normalization (RMSNormalization) is of a class that TensorFlow',
  refused_regularizer: 'the layer dense (Dense) has kernel_regularizer: OrthogonalRegularizer',
}

describe('refuses what TensorFlow.js cannot compute, by the names of layer and option', () => {
  it('in every case', () => {
    expect(Object.keys(refusals)).toEqual(
      Object.keys(models).filter((name) => !isComputed(models[name]!)),
    )
  })
  it.each(Object.entries(refusals))('%s', (name, words) =>
    expect(loadModel(filesOf(models[name]!))).rejects.toThrow(`loadModel: ${words}`),
  )
})
