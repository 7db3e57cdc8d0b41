import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { block, input } from '@layersmith/core'
import { toModel } from '@layersmith/tfjs'

describe('a built model', () => {
  it('predicts, gives features, trains and frees everything', async () => {
    const before = tf.memory().numTensors
    const stem = block().conv(4, 3, { padding: 'same' }).bn().relu()
    const built = toModel(input([8, 8, 1]).pipe(stem).tap('edges').pipe(stem).globalPool().dense(2), { seed: 42 })
    const x = tf.ones<tf.Rank.R4>([5, 8, 8, 1])
    const y = tf.zeros([5, 2])
    const out = built.predict(x)
    const { edges } = built.features(x)
    expect(out.shape).toEqual([5, 2])
    expect(edges.shape).toEqual([5, 8, 8, 4])
    built.model.compile({ optimizer: 'adam', loss: 'meanSquaredError' })
    await built.model.fit(x, y)
    built.dispose()
    built.dispose()
    tf.dispose([x, y, out, edges])
    expect(tf.memory().numTensors).toBe(before)
  })
})
