// Windows in space with padding 'same', also narrower than their stride, by definition: the input
// padded as Keras says, and windows that need no padding.
import { expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { type AnyNet, input } from '@layersmith/core'
import { fileHandler, loadModel, toModel } from '@layersmith/tfjs'
import fc from 'fast-check'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expectClose, leavesNothing, take, wave } from './support/tensors.js'

type Three = readonly [number, number, number]
const three = (min: number, max: number): fc.Arbitrary<Three> => {
  const one = fc.integer({ min, max })
  return fc.tuple(one, one, one)
}

/** What Keras puts before and after an axis. */
const margin = (length: number, size: number, step: number): [number, number] => {
  const all = Math.max((Math.ceil(length / step) - 1) * step + size - length, 0)
  return [Math.floor(all / 2), Math.ceil(all / 2)]
}
const padded = (x: tf.Tensor5D, size: Three, step: Three, value = 0): tf.Tensor5D =>
  tf.pad(x, [[0, 0], ...size.map((n, i) => margin(x.shape[i + 1]!, n, step[i]!)), [0, 0]], value)
const mean = (x: tf.Tensor5D, size: Three, step: Three): tf.Tensor5D =>
  tf.avgPool3d(padded(x, size, step), [...size], [...step], 'valid')

type Kind = 'conv' | 'max' | 'average'
const byDefinition = (
  kind: Kind,
  x: tf.Tensor5D,
  size: Three,
  step: Three,
  weights: readonly tf.Tensor[],
): tf.Tensor => {
  const [kernel, bias] = weights
  if (kind === 'conv')
    return tf.add(
      tf.conv3d(padded(x, size, step), kernel as tf.Tensor5D, [...step], 'valid'),
      bias!,
    )
  if (kind === 'max')
    return tf.maxPool3d(padded(x, size, step, -1e9), [...size], [...step], 'valid')
  // padding does not count
  return tf.div(mean(x, size, step), mean(tf.onesLike(x), size, step))
}
const netOf = (kind: Kind, volume: Three, size: Three, step: Three): AnyNet => {
  const net = input([...volume, 2]).loose()
  const options = { stride: step, padding: 'same' } as const
  const made =
    kind === 'conv'
      ? net.conv3d(2, size, { ...options, biasInitializer: 'randomNormal' })
      : net.pool3d(size, { ...options, kind })
  return made // its input is known
}

it.each<Kind>(['conv', 'max', 'average'])('%s computes as padding is defined', (kind) =>
  fc.assert(
    fc.asyncProperty(three(1, 6), three(1, 3), three(1, 3), (volume, size, step) =>
      leavesNothing(() => {
        const built = toModel(netOf(kind, volume, size, step), { seed: 1 })
        const x = wave([2, ...volume, 2]) as tf.Tensor5D
        const [got, expected] = tf.tidy(() => [
          built.model.predict(x) as tf.Tensor,
          byDefinition(kind, x, size, step, built.model.getWeights()),
        ])
        expect(got.shape).toEqual(expected.shape)
        const [a, b] = take(got, expected)
        expectClose(a!, b!)
        x.dispose()
        built.dispose()
        return Promise.resolve()
      }),
    ),
    { numRuns: 30 },
  ),
)

it('trains, and computes the same when it is loaded', () =>
  leavesNothing(async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'layersmith-'))
    const built = toModel(netOf('conv', [4, 4, 4], [1, 2, 2], [3, 2, 3]), { seed: 1 })
    built.model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
    const x = wave([2, 4, 4, 4, 2]) as tf.Tensor5D
    const before = built.model.predict(x) as tf.Tensor
    const y = tf.zerosLike(before)
    for (let step = 0; step < 3; step++) await built.model.trainOnBatch(x, y)
    const after = built.model.predict(x) as tf.Tensor
    const norm = (t: tf.Tensor) => tf.tidy(() => t.square().mean().arraySync() as number)
    expect(norm(after)).toBeLessThan(norm(before))
    await built.model.save(fileHandler(folder))
    const loaded = await loadModel(folder)
    const [again, last] = take(loaded.predict(x) as tf.Tensor, after)
    expectClose(again!, last!)
    tf.dispose([x, y, before])
    loaded.dispose()
    built.dispose()
    rmSync(folder, { recursive: true })
  }))
