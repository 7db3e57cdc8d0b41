// The engine that compile takes when none is named, and the reason that it gives. Which one is
// faster is never asserted.
import { afterEach, beforeEach, expect, it } from '@jest/globals'
import { compile } from '@layersmith/compile'
import { type AnyNet, block, graph, input } from '@layersmith/core'
import { toModel } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'
import { asGiven, batchFor, differenceOf, randomize } from './support/compare.js'

let tensors = 0
beforeEach(() => {
  tensors = tf.memory().numTensors
})
afterEach(() => {
  expect(tf.memory().numTensors).toBe(tensors)
})

/** The report of a net, which computes what predict computes. */
const reportOf = async (net: AnyNet, options: object = {}) => {
  const built = toModel(net, { seed: 1 })
  randomize(built, 1)
  const run = await compile(built, options)
  const batch = batchFor(built.plan, 2, 3)
  const x = asGiven(batch) as never
  const [y, wanted] = [run(x), built.predict(x)]
  expect(differenceOf(y, wanted)).toBeLessThan(1e-4)
  tf.dispose([batch, y, wanted] as tf.TensorContainer)
  run.dispose()
  built.dispose()
  return run.report
}

const MEASURED =
  /^for one example, wasm took [\d.]+ ms and tfjs (more than )?[\d.]+ ms on the backend cpu$/

const stem = block().conv(8, 3).bn().relu()
it.each<readonly [string, unknown]>([
  ['a small net', input([8, 8, 3]).pipe(stem).pool(2).flatten().dense(4)],
  [
    'several inputs and outputs',
    graph({ a: [4], b: [3] }, ({ a, b }) => ({
      left: a.pipe(block().dense(2)),
      right: b.pipe(block().dense(5)),
    })),
  ],
  [
    'one that tfjs may take long for',
    input([48, 48, 48]).pipe(block().conv(48, 3).conv(48, 3).conv(48, 3).globalPool()),
  ],
])('both are timed: %s', async (_, net) => {
  const { engine, why } = await reportOf(net as AnyNet)
  expect(why).toMatch(MEASURED)
  expect(['tfjs', 'wasm']).toContain(engine)
})

it('what wasm refuses is for tfjs, and the reason is its own', async () => {
  const { engine, why } = await reportOf(input([5, 3]).lstm(4, { returnSequences: true }).gru(2))
  expect(engine).toBe('tfjs')
  expect(why).toBe(
    'wasm cannot compute it: lstm1: layer lstm: there is no kernel for it (and 1 more)',
  )
})

it('sizes that are open cannot be timed', async () => {
  const { engine, why } = await reportOf(input([null, null, 3]).pipe(stem).globalPool())
  expect(engine).toBe('tfjs')
  expect(why).toBe('the net leaves sizes open, so there is nothing to measure')
})

it('exact takes wasm, or says that it has no effect', async () => {
  const exact = await reportOf(input([8, 8, 8]).pipe(stem), { exact: true })
  expect(exact).toMatchObject({
    engine: 'wasm',
    why: 'exact is asked for, which tfjs does not have',
  })
  const refused = await reportOf(input([5, 3]).lstm(4), { exact: true })
  expect(refused.engine).toBe('tfjs')
  expect(refused.why).toContain('no kernel for it, which leaves the rounding to its backend')
})
