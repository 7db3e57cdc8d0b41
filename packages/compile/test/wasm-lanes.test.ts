// What lies between the numbers of a wasm program (lanes after channels, zeros around images)
// never reaches a result, whatever the numbers are.
import { expect, it } from '@jest/globals'
import { type AnyNet, block, graph, input } from '@layersmith/core'
import { compile } from '@layersmith/compile'
import { toModel } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'
import { difference } from './support/compare.js'

/** What predict and a program give for two examples of the same numbers. */
const both = async (net: AnyNet, fill: (i: number) => number) => {
  const built = toModel(net, { seed: 3 })
  const run = await compile(built, { engine: 'wasm', exact: true })
  const size = built.plan.inputs[0]?.shape.reduce<number>((n, one) => n * (one ?? 1), 1) ?? 0
  const x = tf.tidy(() =>
    tf.tensor(
      Float32Array.from({ length: 2 * size }, (_, i) => fill(i % size)),
      [2, ...((built.plan.inputs[0]?.shape ?? []) as number[])],
    ),
  )
  const numbers = (y: unknown): Float32Array => (y as tf.Tensor).dataSync<'float32'>()
  const [theirs, ours] = [built.predict(x), run(x)]
  const result = { theirs: numbers(theirs), ours: numbers(ours) }
  tf.dispose([x, theirs, ours] as tf.Tensor[])
  run.dispose()
  built.dispose()
  return result
}

const close = (theirs: Float32Array, ours: Float32Array): void => {
  const most = theirs.reduce((all, n) => (Number.isFinite(n) ? Math.max(all, Math.abs(n)) : all), 0)
  expect(ours).toHaveLength(theirs.length)
  theirs.forEach((n, i) => {
    if (Number.isFinite(n)) expect(Math.abs(n - (ours[i] ?? NaN))).toBeLessThan(1e-5 * most)
    else expect(ours[i]).toBe(n)
  })
}

it.each<readonly [string, unknown]>([
  [
    'a reshape into an image with zeros around it',
    input([512]).reshape([8, 8, 8]).depthwiseConv(5, { padding: 'same' }),
  ],
  [
    'groups whose last one fills more lanes than its filters',
    graph([12, 12, 8], (x) => {
      const y = x.pipe(block().relu().conv(10, 1, { groups: 2 }))
      return {
        a: y.pipe(block().conv(10, 1, { groups: 5 })),
        b: y.pipe(block().conv(16, 3)),
      }
    }),
  ],
])('%s', async (_, net) => {
  expect(await difference(net as AnyNet, 3, { engine: 'wasm', size: 3, exact: true })).toBeLessThan(
    1e-5,
  )
})

it.each<readonly [string, AnyNet, (i: number) => number]>([
  ['softmax of large negative numbers', input([2, 2, 3]).softmax().flatten().dense(2), () => -100],
  ['softmax before a convolution', input([12, 12, 9]).softmax().conv(16, 3), () => -100],
  [
    'a sigmoid of infinity',
    input([2, 2, 1]).conv(5, 1, { activation: 'sigmoid' }).flatten().dense(2),
    () => Infinity,
  ],
  [
    'a sigmoid of infinity before a convolution',
    input([8, 8, 1]).conv(12, 1, { activation: 'sigmoid' }).conv(8, 3),
    () => Infinity,
  ],
  [
    'NaN in the largest of all',
    input([2, 2, 1]).globalPool({ kind: 'max' }),
    (i) => (i === 1 ? NaN : i),
  ],
  ['NaN in the largest of a window', input([4, 4, 1]).pool(2), (i) => (i === 5 ? NaN : i)],
])('%s', async (_, net, fill) => {
  const { theirs, ours } = await both(net, fill)
  close(theirs, ours)
})
