import { afterAll, describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { BuildError, block, branch, input } from '@layersmith/core'
import { toModel } from '@layersmith/tfjs'
import { leavesNothing } from './support/tensors.js'

const any = (x: unknown) => x as never // what callers without types pass
const open: tf.Tensor[] = []
const zeros = <R extends tf.Rank = tf.Rank.R4>(...shape: number[]) => {
  const x = tf.zeros<R>(shape as never)
  open.push(x)
  return x
}
afterAll(() => {
  tf.dispose(open)
})

describe('a batch without numbers', () => {
  it('is refused: a disposed tensor, and no examples', () =>
    leavesNothing(() => {
      const built = toModel(input([4]).dense(2).tap('t'), { seed: 1 })
      const gone = tf.zeros<tf.Rank.R2>([1, 4])
      gone.dispose()
      const none = tf.zeros<tf.Rank.R2>([0, 4])
      for (const call of ['predict', 'features'] as const) {
        expect(() => built[call](gone)).toThrow(
          `${call}: expected a batch of vectors of size 4, got a disposed tensor`,
        )
        expect(() => built[call](none)).toThrow(
          `${call}: expected at least one example, got none: [0, 4]`,
        )
      }
      none.dispose()
      built.dispose()
    }))
})

describe('a net with null sizes', () => {
  const small = toModel(input([null, null, 3]).conv(4, 5).tap('t').globalPool().dense(2), {
    name: 'm',
  })
  afterAll(() => {
    small.dispose()
  })

  it('refuses real sizes that do not fit, with the path, and takes others', () => {
    for (const call of ['predict', 'features'] as const)
      expect(() => small[call](zeros(1, 3, 3, 3))).toThrow(
        /^conv1: window 5x5 does not fit into input 3x3x3/,
      )
    for (const x of [zeros(1, 5, 5, 3), zeros(2, 9, 5, 3), zeros(1, 5, 5, 3)]) {
      const y = small.predict(x)
      expect(y.shape).toEqual([x.shape[0], 2])
      y.dispose()
    }
  })

  it('refuses a U-Net whose halves do not match', () =>
    leavesNothing(() => {
      const down = block().conv(2, 3, { padding: 'same' }).pool(2).pool(2)
      const unet = toModel(
        input([null, null, 1]).pipe(branch(block(), down.upsample(2).upsample(2)).concat()),
      )
      const [x, ok] = [tf.zeros<tf.Rank.R4>([1, 18, 18, 1]), tf.zeros<tf.Rank.R4>([1, 20, 20, 1])]
      expect(() => unet.predict(x)).toThrow(BuildError)
      expect(() => unet.predict(x)).toThrow(/branch1.*18x18x1.*16x16x2/)
      tf.dispose([x, ok, unet.predict(ok)])
      unet.dispose()
    }))

  it('is checked once per size', () =>
    leavesNothing(() => {
      let asked = 0
      const built = toModel(
        input([null]).repeatVector(2).globalPool1d(),
        any({
          trainable: () => {
            asked++
            return true
          },
        }),
      )
      const before = asked
      const predict = (n: number) => {
        const x = tf.zeros<tf.Rank.R2>([2, n])
        tf.dispose([x, built.predict(x)])
      }
      for (const n of [4, 5, 4, 5, 4]) predict(n)
      expect((asked - before) / before).toBe(2)
      for (let n = 1; n < 300; n++) predict(n)
      built.dispose()
    }))
})

describe('a batch', () => {
  const built = toModel(input([28, 28, 1]).flatten().dense(2))
  const vector = toModel(input([4]).dense(2))
  afterAll(() => {
    built.dispose()
    vector.dispose()
  })

  it.each<[string, () => unknown, string]>([
    [
      'lacks its dimension',
      () => zeros(28, 28, 1),
      'predict: expected a batch of 28x28x1, got 28x28x1: add the batch dimension with x.expandDims()',
    ],
    [
      'has other sizes',
      () => zeros(5, 14, 14, 1),
      'predict: expected a batch of 28x28x1, got a batch of 14x14x1',
    ],
    [
      'has another rank',
      () => zeros(5, 784),
      'predict: expected a batch of 28x28x1, got a tensor of shape [5, 784]',
    ],
    [
      'is a scalar',
      () => zeros(),
      'predict: expected a batch of 28x28x1, got a tensor of shape []',
    ],
    [
      'is an array',
      () => [[1]],
      'predict: needs a tf.Tensor, a batch of 28x28x1, got an array; use tf.tensor or tf.stack',
    ],
    ['is missing', () => undefined, 'predict: needs a tf.Tensor, a batch of 28x28x1, got nothing'],
    ['is null', () => null, 'got null'],
    ['is typed data', () => new Float32Array(4), 'got an object'],
  ])('is refused when it %s', (_, x, message) => {
    expect(() => built.predict(any(x()))).toThrow(message)
  })

  it('is refused by features too, and so are unknown options', () => {
    expect(() => vector.features(any(zeros(4)))).toThrow(
      'features: expected a batch of vectors of size 4, got 4: add the batch dimension',
    )
    const x = zeros<tf.Rank.R2>(3, 4)
    expect(() => vector.predict(x, any({ batchsize: 2 }))).toThrow(
      new TypeError('predict: option "batchsize" is not known; remove it, or use one of batchSize'),
    )
    expect(() => vector.features(x, any(3))).toThrow(
      'features: the options must be an object, got 3; write { name: value }, with these names: batchSize',
    )
    expect(() => vector.predict(x, any(null))).toThrow('got null')
    vector.predict(x, { batchSize: 2 }).dispose()
  })
})
