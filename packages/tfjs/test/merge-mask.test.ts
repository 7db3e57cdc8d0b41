import { describe, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { block, input, inputs, residual } from '@layersmith/core'
import { loadModel, toModel } from '@layersmith/tfjs'
import { reloaded, train } from './support/audited.js'
import { expectClose, leavesNothing, take, wave } from './support/tensors.js'

describe('a mask through a merge', () => {
  const padded = block().embedding(10, 3, { maskZero: true })
  const ends = (x: tf.Tensor, steps: number) => x.slice([0, 0], [-1, steps])

  it.each(['add', 'multiply', 'average', 'maximum', 'minimum'] as const)(
    '%s keeps the steps that no input masks: as without the others',
    (merge) =>
      leavesNothing(() => {
        const net = (steps: number) =>
          toModel(
            inputs({ a: [steps], b: [steps], c: [steps] })
              .each({ a: padded, b: block().embedding(10, 3), c: padded })
              .merge(merge)
              .lstm(2),
            { seed: 1 },
          )
        const [a, b, c] = [
          [
            [1, 2, 3, 0],
            [1, 2, 0, 0],
          ],
          [
            [4, 5, 6, 7],
            [3, 0, 2, 1],
          ],
          [
            [8, 9, 0, 0],
            [3, 4, 5, 6],
          ],
        ].map((x) => tf.tensor2d(x)) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D]
        const [whole, cut] = [net(4), net(2)]
        const [got, wanted] = take(
          whole.predict({ a, b, c }),
          tf.tidy(() =>
            cut.predict({
              a: ends(a, 2) as tf.Tensor2D,
              b: ends(b, 2) as tf.Tensor2D,
              c: ends(c, 2) as tf.Tensor2D,
            }),
          ),
        )
        expectClose(got!, wanted!)
        // only the second input's mask, and no mask
        for (const [first, second] of [
          [c, b],
          [b, b],
        ] as const) {
          const pair = (steps: number) =>
            toModel(
              inputs({ a: [steps], b: [steps] })
                .each({
                  a: block().embedding(10, 3),
                  b: first === b ? block().embedding(10, 3) : padded,
                })
                .merge(merge)
                .lstm(2),
              { seed: 2 },
            )
          const [two, short] = [pair(4), pair(first === b ? 4 : 2)]
          const x = { a: second.slice([0, 0], [1, 4]), b: first.slice([0, 0], [1, 4]) }
          const y = {
            a: ends(x.a, first === b ? 4 : 2) as tf.Tensor2D,
            b: ends(x.b, first === b ? 4 : 2) as tf.Tensor2D,
          }
          expectClose(...(take(two.predict(x), short.predict(y)) as [number[], number[]]))
          tf.dispose([x, y])
          two.dispose()
          short.dispose()
        }
        for (const built of [whole, cut]) built.dispose()
        tf.dispose([a, b, c])
      }),
  )

  it('bypasses a residual block, also in training and after loading', () =>
    leavesNothing(async () => {
      const net = (steps: number) =>
        toModel(
          input([steps])
            .pipe(padded)
            .pipe(residual(block().dense(3)))
            .lstm(2),
          { seed: 1 },
        )
      const [whole, cut] = [net(5), net(2)]
      const [x, y] = [
        tf.tensor2d([
          [1, 2, 0, 0, 0],
          [3, 4, 0, 0, 0],
        ]),
        wave([2, 2]),
      ]
      const short = ends(x, 2) as tf.Tensor2D
      await train(whole.model, x, y)
      await train(cut.model, short, y)
      const wanted = take(cut.predict(short))[0]!
      expectClose(take(whole.predict(x))[0]!, wanted)
      const loaded = await reloaded(whole.model, loadModel)
      expectClose(take(loaded.predict(x) as tf.Tensor)[0]!, wanted)
      for (const built of [whole, cut, loaded]) built.dispose()
      tf.dispose([x, y, short])
    }))
})
