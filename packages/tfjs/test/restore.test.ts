// From saved weights to a typed net in one call.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { BuildError, block, input, repeat, tie } from '@layersmith/core'
import { restore, toModel } from '@layersmith/tfjs'
import { artifactsOf } from './support/audited.js'
import { leavesNothing, take, wave } from './support/tensors.js'

const stage = block().dense(4).bn()
const net = input([4])
  .pipe(repeat(2, stage))
  .pipe(tie(input([4]).dense(4)))
  .dense(2)

describe('restore', () => {
  it('builds a net that predicts what was saved', () =>
    leavesNothing(async () => {
      const trained = toModel(net, { seed: 1 })
      const saved = tf.io.fromMemory(await artifactsOf(trained.model))
      const again = await restore(net, saved, { seed: 2, name: 'again' })
      const x = wave([5, 4]) as tf.Tensor2D
      const [a, b] = take(trained.predict(x), again.predict(x))
      expect(b).toEqual(a)
      expect(again.model.name).toBe('again')
      x.dispose()
      trained.dispose()
      again.dispose()
    }))
  it('leaves nothing behind when weights are missing, or the net is wrong', () =>
    leavesNothing(async () => {
      const trained = toModel(net, { seed: 1 })
      const saved = tf.io.fromMemory(await artifactsOf(trained.model))
      await expect(restore(net.dense(3), saved)).rejects.toThrow(
        /dense2.kernel[^]*build the net that was saved/,
      )
      await expect(restore(input([4]).loose().conv(2, 3), saved)).rejects.toThrow(BuildError)
      await expect(restore(net, 3 as never)).rejects.toThrow(
        'loadModel: needs a folder, a URL or an IO handler, got 3',
      )
      trained.dispose()
    }))
})
