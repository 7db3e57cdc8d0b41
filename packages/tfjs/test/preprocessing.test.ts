// centerCrop and categoryEncoding: against Cropping2D and manual counts, and in a model that begins
// with them.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { type AnyNet, block, branch, input } from '@layersmith/core'
import { loadModel, toModel } from '@layersmith/tfjs'
import fc from 'fast-check'
import { reloaded } from './support/audited.js'
import { expectClose, leavesNothing, take, wave } from './support/tensors.js'

const predicted = (model: { predict(x: tf.Tensor): unknown }, x: tf.Tensor): number[] =>
  take(model.predict(x) as tf.Tensor)[0]!

describe('centerCrop', () => {
  it('takes the middle, for any sizes', async () => {
    await leavesNothing(() =>
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 20 }),
          fc.integer({ min: 1, max: 20 }),
          fc.nat(19),
          fc.nat(19),
          (h, w, above, left) => {
            const [height, width] = [Math.max(1, h - above), Math.max(1, w - left)]
            const x = tf.tidy(() => tf.range(0, 2 * h * w * 3).reshape([2, h, w, 3]))
            const built = toModel(input([null, null, 3]).centerCrop(height, width))
            const [top, before] = [Math.floor((h - height) / 2), Math.floor((w - width) / 2)]
            const expected = tf.tidy(
              () =>
                take(
                  tf.layers
                    .cropping2D({
                      cropping: [
                        [top, h - height - top],
                        [before, w - width - before],
                      ],
                    })
                    .apply(x) as tf.Tensor,
                )[0]!,
            )
            expect(predicted(built, x)).toEqual(expected)
            x.dispose()
            built.dispose()
          },
        ),
        { numRuns: 60 },
      ),
    )
  })
  it('refuses smaller images, also when only the run time knows', () => {
    const built = toModel(input([null, null, 1]).centerCrop(4, 4))
    const x = tf.ones<tf.Rank.R4>([1, 5, 3, 1])
    expect(() => built.predict(x)).toThrow(
      'centerCrop1: a crop of 4x4 does not fit into input 5x3x1; crop less, or put upsample or pad before it',
    )
    x.dispose()
    built.dispose()
  })
  it('passes gradients to the layers before it', async () => {
    const shape = [5, 6, 2]
    const [crop, plain] = [
      toModel(input([5, 6, 2]).dense(2).centerCrop(2, 5), { seed: 1 }),
      toModel(
        input([5, 6, 2])
          .dense(2)
          .crop([
            [1, 2],
            [0, 1],
          ]),
        { seed: 1 },
      ),
    ]
    const [x, y] = [wave([3, ...shape]), tf.ones([3, 2, 5, 2])]
    const optimizer = tf.train.sgd(0.1)
    for (const { model } of [crop, plain]) {
      model.compile({ optimizer, loss: 'meanSquaredError' })
      await model.fit(x, y, { epochs: 2, shuffle: false })
    }
    expect(predicted(crop.model, x)).toEqual(predicted(plain.model, x))
    tf.dispose([x, y])
    for (const m of [crop, plain, optimizer]) m.dispose()
  })
})

describe('categoryEncoding', () => {
  const x = [
    [0, 2, 2, 4],
    [1, 1, 1, 1],
  ]
  it.each([
    [
      'multiHot',
      [
        [1, 0, 1, 0, 1],
        [0, 1, 0, 0, 0],
      ],
    ],
    [
      'count',
      [
        [1, 0, 2, 0, 1],
        [0, 4, 0, 0, 0],
      ],
    ],
  ] as const)('with %s', (outputMode, expected) => {
    const built = toModel(input([null]).categoryEncoding(5, { outputMode }))
    const [data, wrong] = [tf.tensor2d(x), tf.tensor2d([[5]])]
    expect(predicted(built, data)).toEqual(expected.flat())
    expect(() => built.predict(wrong)).toThrow('Input values must be between')
    tf.dispose([data, wrong])
    built.dispose()
  })
  it('with oneHot', () => {
    const built = toModel(input([1]).categoryEncoding(3, { outputMode: 'oneHot' }))
    const data = tf.tensor2d([[2], [0]])
    expect(predicted(built, data)).toEqual([0, 0, 1, 1, 0, 0])
    data.dispose()
    built.dispose()
  })
})

describe('a model that begins with a layer that overwrites its input shape', () => {
  const image = branch(
    block().centerCrop(3, 3),
    block()
      .centerCrop(5, 3)
      .pool([2, 1])
      .pad([
        [0, 1],
        [0, 0],
      ]),
  ).concat()
  it.each<[string, AnyNet, number[]]>([
    ['centerCrop', input([7, 6, 2]).centerCrop(3, 3).flatten().dense(2), [7, 6, 2]],
    ['two of them', input([7, 6, 2]).pipe(image).flatten().dense(2), [7, 6, 2]],
    [
      'one of them for several places',
      input([7, 7, 2]).centerCrop(7, 7).relu().centerCrop(7, 7).flatten().dense(2),
      [7, 7, 2],
    ],
    ['categoryEncoding', input([4]).categoryEncoding(3).dense(2), [4]],
  ])('keeps its own: %s', async (_, net, shape) => {
    await leavesNothing(async () => {
      const built = toModel(net, { seed: 1 })
      const data = tf.tidy(() =>
        wave([2, ...shape])
          .abs()
          .mul(2.9)
          .floor(),
      )
      const expected = predicted(built.model, data)
      for (const model of [await reloaded(built.model), await reloaded(built.model, loadModel)]) {
        expect(model.inputs[0]!.shape).toEqual([null, ...shape])
        expectClose(predicted(model, data), expected)
        const again = await reloaded(model)
        expectClose(predicted(again, data), expected)
        model.dispose()
        again.dispose()
      }
      expect(built.model.inputs[0]!.shape).toEqual([null, ...shape])
      expect(
        built.model.layers.every((l) =>
          l.inboundNodes.every((n) => JSON.stringify(n.outputShapes) !== '[null]'),
        ),
      ).toBe(true)
      data.dispose()
      built.dispose()
    })
  })
})
