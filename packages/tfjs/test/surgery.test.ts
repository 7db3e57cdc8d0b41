// Weights move into edited nets, by paths that stay the same.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
// the model is large: plain JavaScript would take a minute
import '@tensorflow/tfjs-backend-wasm'
import {
  type AnyNet,
  block,
  branch,
  input,
  insertAfter,
  plan,
  replace,
  upTo,
} from '@layersmith/core'
import {
  fromModel,
  loadModel,
  loadWeights,
  setTrainable,
  toModel,
  weightsOf,
} from '@layersmith/tfjs'
import { realModels } from './support/real-models.js'
import { leavesNothing, wave } from './support/tensors.js'

beforeAll(() => tf.setBackend('wasm'))
afterAll(() => tf.setBackend('cpu'))

const same = { padding: 'same' } as const
const stem = block().conv(4, 3, same).bn().relu()
const net = input([8, 8, 3])
  .pipe(stem)
  .conv(4, 3, same)
  .relu()
  .conv(4, 3, same)
  .globalPool()
  .dense(5)

describe('weights of an edited net', () => {
  it('stay with their layers when layers of their kind come and go before them', () =>
    leavesNothing(async () => {
      const built = toModel(net, { seed: 1 })
      // all later convolutions have the same sizes: a shifted number would load the wrong weights
      const { net: without } = replace(net, 'conv2', block())
      const { net: more } = insertAfter(without, 'conv1', block().conv(4, 1))
      const edited = toModel(more, { seed: 2 })
      const report = loadWeights(edited, weightsOf(built), { strict: false })
      expect(report.missing).toEqual(['after_conv1.conv1/kernel', 'after_conv1.conv1/bias'])
      expect(report.unexpected).toEqual(['conv2/kernel', 'conv2/bias'])
      for (const [name, weight] of Object.entries(weightsOf(edited)))
        if (!name.startsWith('after_conv1'))
          expect(await weight.data()).toEqual(await weightsOf(built)[name]!.data())
      built.dispose()
      edited.dispose()
    }))

  it('a net up to a position computes what flows there', () =>
    leavesNothing(async () => {
      const [built, start] = [toModel(net, { seed: 1 }), toModel(upTo(net, 'conv2'))]
      loadWeights(start, weightsOf(built), { strict: false })
      const at = tf.model({
        inputs: built.model.inputs,
        outputs: built.model.getLayer('conv2').output,
      })
      const x = wave([2, 8, 8, 3])
      const [a, b] = [start.model.predict(x) as tf.Tensor, at.predict(x) as tf.Tensor]
      expect(await a.data()).toEqual(await b.data())
      tf.dispose([x, a, b])
      for (const one of [built, start]) one.dispose()
    }))

  it('a tap inside a branch ends a model there, with the layers that lead to it', () =>
    leavesNothing(async () => {
      const arms = branch(block().conv(2, 3, same), block().conv(4, 1).relu().conv(2, 3, same))
      const whole = input([8, 8, 3]).conv(4, 1).pipe(arms.concat()).conv(3, 1)
      const { net: tapped, added } = insertAfter(whole, 'branch1.2.relu1', block().tap('here'))
      expect(added).toEqual([])
      const [built, other] = [toModel(whole, { seed: 1 }), toModel(tapped, { seed: 2 })]
      expect(loadWeights(other, weightsOf(built)).missing).toEqual([])
      const { model } = other.extract('here')
      expect(model.layers.map(({ name }) => name)).toEqual([
        'input',
        'conv1',
        'branch1.2.conv1',
        'branch1.2.relu1',
      ])
      const inside = tf.model({
        inputs: built.model.inputs,
        outputs: built.model.getLayer('branch1.2.relu1').output,
      })
      const x = wave([2, 8, 8, 3])
      const [a, b] = [model.predict(x) as tf.Tensor, inside.predict(x) as tf.Tensor]
      expect(await a.data()).toEqual(await b.data())
      tf.dispose([x, a, b])
      for (const one of [built, other]) one.dispose()
    }))
})

describe('MobileNetV2 of nsfwjs', () => {
  it(
    'gets another head, which trains alone, then with all',
    () =>
      leavesNothing(async () => {
        const { handler } = realModels.find(({ name }) => /mobilenet/i.test(name))!
        const model = await loadModel(handler())
        const { net: imported, weights } = fromModel<AnyNet>(model)
        const paths = plan(imported).positions.map(({ path }) => path)
        const head = paths.at(-1)!
        const {
          net: tuned,
          removed,
          added,
        } = replace(imported, head, block().dense(3).relu().dense(2))
        expect(removed).toEqual([head])
        expect(added).toEqual([`${head}.dense1`, `${head}.relu1`, `${head}.dense2`])
        expect(plan(tuned).positions.map(({ path }) => path)).toEqual([
          ...paths.slice(0, -1),
          ...added,
        ])

        const isNew = (path: string) => added.includes(path)
        const built = toModel(tuned, { seed: 1, trainable: isNew })
        const report = loadWeights(built, weights, { strict: false })
        expect(report.missing.every((name) => name.startsWith(`${head}.`))).toBe(true)
        expect(report.unexpected.every((name) => name.startsWith(`${head}/`))).toBe(true)
        expect(report.misshaped).toEqual([])
        expect(built.model.trainableWeights).toHaveLength(4)
        const all = setTrainable(built, () => true)
        expect(all.length).toBeGreaterThan(100)
        built.dispose()
        model.dispose()
      }),
    60_000,
  )
})
