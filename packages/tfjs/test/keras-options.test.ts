// Every option of every kind has the effect that Keras documents. keras/options.json has what Keras
// computes; `npm run test:keras -- --update` writes it.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
// Keras's numbers must come out on both
import '@tensorflow/tfjs-backend-wasm'
import { registerWasmKernels } from '@layersmith/backends'
import { toModel } from '@layersmith/tfjs'
import { readFileSync, writeFileSync } from 'node:fs'
import {
  type Compared,
  type OptionCase,
  exempt,
  optionCases,
  uncovered,
} from './support/option-cases.js'
import { inputOf, weightOf } from './support/keras-numbers.js'
import { expectClose } from './support/tensors.js'

type Result = Readonly<Partial<Record<Compared, number | number[] | number[][]>>>
const file = new URL('./keras/options.json', import.meta.url)

/** What our model gives. */
const compute = async ({ net, shapes, tokens, compare }: OptionCase): Promise<Result> => {
  const built = toModel(net, { seed: 1 })
  const { model } = built
  const valuesOf = (weights: readonly tf.LayerVariable[]) =>
    weights.map((w) => Array.from(w.read().dataSync()))
  const initial = valuesOf(model.weights).flatMap((values, i) =>
    values.every((v) => v === 0.5) ? [i] : [],
  )
  const weights = tf.tidy(() =>
    model.weights.map((w, i) => tf.keep(weightOf(w.originalName, w.shape as number[], i))),
  )
  model.setWeights(weights)
  const inputs = shapes.map((shape, i) => inputOf(shape, i, tokens))
  const x = inputs.length === 1 ? inputs[0]! : inputs
  const y = model.predict(x) as tf.Tensor
  const output = Array.from(await y.data())
  const loss = tf.tidy(() => model.calculateLosses().reduce((sum, l) => sum + l.dataSync()[0]!, 0))
  if (compare.includes('constrained')) {
    const optimizer = tf.train.sgd(0)
    model.compile({ optimizer, loss: 'meanSquaredError' })
    await model.trainOnBatch(x, y)
    optimizer.dispose()
  }
  const constrained = valuesOf(model.trainableWeights)
  tf.dispose([...weights, ...inputs, y])
  built.dispose()
  return { initial, output, loss, constrained }
}

if (process.env['OPTION_CASES'] !== undefined) {
  // for scripts/keras.mjs, which hands them to Keras
  const cases = optionCases.map(({ net: _, ...rest }) => rest)
  writeFileSync(process.env['OPTION_CASES'], JSON.stringify(cases))
}
const { cases: expected } = JSON.parse(readFileSync(file, 'utf8')) as {
  cases: Readonly<Record<string, Result>>
}

it('covers every option of every kind', () => {
  expect(uncovered()).toEqual([])
  expect(Object.keys(expected)).toEqual(optionCases.map(({ name }) => name))
  expect(Object.values(exempt).every((reason) => reason !== '')).toBe(true)
})

describe.each(['cpu', 'wasm'])('on %s, as in Keras', (backend) => {
  it.each(optionCases.map((one) => [one.name, one] as const))('%s', async (name, one) => {
    registerWasmKernels()
    await tf.setBackend(backend)
    const before = tf.memory().numTensors
    const got = await compute(one)
    expect(tf.memory().numTensors).toBe(before)
    for (const what of one.compare) {
      const [a, b] = [got[what], expected[name]![what]].map((v) => [v ?? []].flat(2))
      // options.json keeps five digits
      expectClose(a!, b!, 1e-4 * Math.max(1, ...b!.map(Math.abs)))
    }
  })
})
