// Layers around a layer: what they compute and learn, against hand-written models without them.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { type AnyBlock, type AnyNet, block, input } from '@layersmith/core'
import { loadModel, toModel } from '@layersmith/tfjs'
import { reloaded } from './support/audited.js'
import { expectClose, leavesNothing, take, valuesOf, wave } from './support/tensors.js'

const compiled = (model: tf.LayersModel): tf.LayersModel => {
  model.compile({ optimizer: tf.train.sgd(0.1), loss: 'meanSquaredError' })
  return model
}
const values = (t: tf.Tensor): number[] => take(t)[0]!
const predicted = (model: tf.LayersModel, x: tf.Tensor): number[] =>
  values(model.predict(x) as tf.Tensor)
interface Trained {
  dispose(): unknown
  /** Missing before compile. */
  optimizer?: tf.Optimizer
}
const dispose = (...models: (Trained | { dispose(): unknown; model: Trained })[]): void => {
  for (const m of models) {
    const { optimizer } = 'model' in m ? m.model : m
    m.dispose()
    optimizer?.dispose()
  }
}
/** Weights, outputs and trained weights of a net and of one without the wrapper. */
const compare = async (net: AnyNet, plain: AnyNet, shape: number[]): Promise<void> => {
  const [a, b] = [toModel(net, { seed: 1 }), toModel(plain, { seed: 2 })]
  b.model.setWeights(a.model.getWeights())
  const x = wave([4, ...shape])
  expectClose(predicted(a.model, x), predicted(b.model, x))
  const y = tf.zeros([4, ...(a.plan.outputs[0]!.shape as number[])])
  for (const { model } of [a, b])
    await compiled(model).fit(x, y, { epochs: 2, batchSize: 2, shuffle: false })
  const [after, expected] = [a, b].map(({ model }) => valuesOf(model).flat())
  expectClose(after!, expected!)
  tf.dispose([x, y])
  dispose(a, b)
}
const afterDense = (shape: number[], part: AnyBlock): AnyNet =>
  input(shape).loose().dense(3).pipe(part)

describe('timeDistributed', () => {
  it.each([
    ['dense', [4, 2], block().timeDistributed(block().dense(5)), block().dense(5)],
    [
      'dense over a single step',
      [1, 2],
      block().timeDistributed(block().dense(5)),
      block().dense(5),
    ],
    [
      'dense in two of them',
      [3, 4, 2],
      block().timeDistributed(block().timeDistributed(block().dense(5))),
      block().dense(5),
    ],
    [
      'a regularizer',
      [4, 2],
      block().timeDistributed(block().dense(5, { kernelRegularizer: { l2: 0.1 } })),
      block().dense(5, { kernelRegularizer: { l2: 0.1 } }),
    ],
    [
      'an activation',
      [4, 2],
      block().timeDistributed(block().activation('tanh')),
      block().activation('tanh'),
    ],
    ['batch normalization', [4, 2], block().timeDistributed(block().bn()), block().bn()],
    [
      'batch normalization without scale',
      [4, 2],
      block().timeDistributed(block().bn({ scale: false })),
      block().bn({ scale: false }),
    ],
    [
      'frozen batch normalization',
      [4, 2],
      block().timeDistributed(block().bn()).frozen(),
      block().bn().frozen(),
    ],
    ['flatten', [4, 5, 2], block().timeDistributed(block().flatten()), block().reshape([4, 15])],
    [
      'reshape with -1',
      [4, 6, 2],
      block().timeDistributed(block().reshape([-1, 9])),
      block().reshape([4, 2, 9]),
    ],
    [
      'pooling along one axis',
      [4, 6, 2],
      block().timeDistributed(block().pool1d(2)),
      block().pool([1, 2]),
    ],
  ])('over %s is the layer that does it at once', async (_, shape, around, plain) => {
    await leavesNothing(() => compare(afterDense(shape, around), afterDense(shape, plain), shape))
  })

  it('draws a new dropout mask at every step', () => {
    const built = toModel(input([50, 4]).timeDistributed(block().dropout(0.5)), { seed: 1 })
    const x = tf.ones([1, 50, 4])
    const [first, second] = [1, 2].map(() =>
      values(tf.tidy(() => built.model.layers[1]!.apply(x, { training: true }) as tf.Tensor)),
    )
    expect(first).not.toEqual(second)
    expect(
      new Set(Array.from({ length: 50 }, (_, i) => first!.slice(4 * i, 4 * i + 4).join())).size,
    ).toBeGreaterThan(5)
    x.dispose()
    built.dispose()
  })

  it('passes the mask over the contents of the steps to its layer', () => {
    const built = toModel(
      input([3, 4]).embedding(5, 2, { maskZero: true }).timeDistributed(block().lstm(3)),
      { seed: 1 },
    )
    const x = tf.tensor([
      [
        [1, 2, 0, 0],
        [0, 0, 1, 2],
        [1, 2, 1, 2],
      ],
    ])
    const y = values(built.model.predict(x) as tf.Tensor)
    // masked tokens change nothing, wherever they are
    expectClose(y.slice(0, 3), y.slice(3, 6))
    expect(y.slice(0, 3)).not.toEqual(y.slice(6))
    x.dispose()
    built.dispose()
  })

  it('passes on a mask of whole steps', () => {
    const built = toModel(input([4, 2]).masking().timeDistributed(block().dense(3)).lstm(2), {
      seed: 1,
    })
    const x = tf.tensor([
      [
        [1, 2],
        [3, 4],
        [0, 0],
        [0, 0],
      ],
      [
        [0, 0],
        [0, 0],
        [1, 2],
        [3, 4],
      ],
    ])
    const y = values(built.model.predict(x) as tf.Tensor)
    expectClose(y.slice(0, 2), y.slice(2))
    x.dispose()
    built.dispose()
  })
})

describe('bidirectional', () => {
  it('starts its directions with different weights, the same in every build', () => {
    const make = (seed: number): number[][] => {
      const built = toModel(input([4, 3]).bidirectional(block().lstm(3)), { seed })
      const weights = valuesOf(built.model)
      expect(built.model.weights.map((w) => w.originalName)).toEqual(
        ['forward', 'backward'].flatMap((d) =>
          ['kernel', 'recurrent_kernel', 'bias'].map((w) => `bidirectional1/${d}_lstm/${w}`),
        ),
      )
      built.dispose()
      return weights
    }
    const weights = make(1)
    expect(weights[0]).not.toEqual(weights[3])
    expect(weights[1]).not.toEqual(weights[4])
    expect(make(1)).toEqual(weights)
    expect(make(2)).not.toEqual(weights)
  })

  it.each(['concat', 'sum', 'mul', 'ave'] as const)(
    'with %s is two layers by hand',
    (mergeMode) => {
      for (const returnSequences of [false, true]) {
        const built = toModel(
          input([4, 3]).bidirectional(block().gru(2, { returnSequences }), { mergeMode }),
          { seed: 1 },
        )
        const x = tf.input({ shape: [4, 3] })
        const [forward, backward] = [false, true].map((goBackwards) =>
          tf.layers.gru({ units: 2, returnSequences, goBackwards }),
        )
        const hand = tf.model({
          inputs: x,
          outputs: [
            forward!.apply(x) as tf.SymbolicTensor,
            backward!.apply(x) as tf.SymbolicTensor,
          ],
        })
        hand.setWeights(built.model.getWeights())
        const data = wave([2, 4, 3])
        const expected = tf.tidy(() => {
          const [a, b] = hand.predict(data) as [tf.Tensor, tf.Tensor]
          const back = returnSequences ? tf.reverse(b, 1) : b
          return values(
            mergeMode === 'concat'
              ? tf.concat([a, back], -1)
              : mergeMode === 'mul'
                ? a.mul(back)
                : mergeMode === 'sum'
                  ? a.add(back)
                  : a.add(back).div(2),
          )
        })
        expectClose(predicted(built.model, data), expected)
        data.dispose()
        dispose(built, hand)
      }
    },
  )

  it('runs convolutions from step to step', () => {
    const built = toModel(
      input([3, 4, 4, 2]).bidirectional(block().convLstm2d(2, 2, { returnSequences: true })),
      { seed: 1 },
    )
    const x = wave([2, 3, 4, 4, 2]) as tf.Tensor5D // wave has the rank of its shape
    const y = built.predict(x)
    expect(y.shape).toEqual([2, 3, 3, 3, 4])
    tf.dispose([x, y])
    built.dispose()
  })
})

describe('a net with layers around layers', () => {
  const net = input([4, 6, 2])
    .timeDistributed(block().conv1d(3, 2))
    .timeDistributed(block().bn({ center: false }))
    .timeDistributed(block().dropout(0.3))
    .timeDistributed(block().bidirectional(block().gru(2)))
    .bidirectional(block().lstm(2, { returnSequences: true }))
    .timeDistributed(block().dense(3, { kernelRegularizer: 'l2' }))

  it('survives a save and a load, and keeps training the same', async () => {
    await leavesNothing(async () => {
      const built = toModel(net, { seed: 1 })
      const [plain, ours] = [await reloaded(built.model), await reloaded(built.model, loadModel)]
      const [x, y] = [wave([4, 4, 6, 2]), wave([4, 4, 3], 1)]
      const expected = predicted(built.model, x)
      for (const model of [plain, ours]) expectClose(predicted(model, x), expected)
      for (const model of [built.model, ours])
        await compiled(model).fit(x, y, { epochs: 2, batchSize: 2, shuffle: false })
      expect(valuesOf(ours)).toEqual(valuesOf(built.model))
      tf.dispose([x, y])
      dispose(built, plain, ours)
    })
  })

  it('trains repeatably', async () => {
    const run = async (): Promise<number[][]> => {
      const built = toModel(net, { seed: 3 })
      const [x, y] = [wave([4, 4, 6, 2]), wave([4, 4, 3], 1)]
      await compiled(built.model).fit(x, y, { epochs: 2, batchSize: 2, shuffle: false })
      const weights = valuesOf(built.model)
      tf.dispose([x, y])
      dispose(built)
      return weights
    }
    expect(await run()).toEqual(await run())
  })
})
