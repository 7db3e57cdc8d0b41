// The kernels' threads: how many, what they compute, and when they end.
import { availableParallelism } from 'node:os'
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals'
import { dispose, env, type Tensor } from '@tensorflow/tfjs'
import { installKernels, uninstallKernels } from '../../src/index.js'
import { batch, nets, setWeights } from '../support/nets.js'
import { heapBytes, removeWasm, startWithKernels, testOn } from '../support/backends.js'
import { kernel, random } from '../support/values.js'

const globals = () => Reflect.ownKeys(globalThis)
const before = globals()

testOn(3)
beforeAll(startWithKernels)
afterEach(() => installKernels({ threads: 3 }))
afterAll(uninstallKernels)

const convolution = { strides: [2, 2], pad: 'same', dataFormat: 'NHWC' }

test('everything that the start changed is restored', async () => {
  expect(globals()).toEqual(before)
  expect(await env().getAsync('WASM_HAS_MULTITHREAD_SUPPORT')).toBe(false)
})

test('the number of threads can change while the kernels are installed', async () => {
  const off = await installKernels()
  expect([off.threads, off.threadsBecause]).toEqual([3, 'as asked'])
  expect(await installKernels({ threads: 2 })).toBe(off)
  expect(off.threads).toBe(2)
  await installKernels({ threads: 'auto' })
  expect(off.threadsBecause).toMatch(
    availableParallelism() === 1
      ? /one processor/
      : /^a convolution's gradient took .* ms on 1, .* ms on 2/,
  )
})

test('a measurement ends where the clock stands still, as with fake timers', async () => {
  const clock = jest.spyOn(performance, 'now').mockReturnValue(1)
  try {
    const off = await installKernels({ threads: 'auto' })
    expect([off.threads, off.threadsBecause]).toEqual([
      1,
      availableParallelism() === 1
        ? 'there is one processor'
        : 'more could not be tried: the clock, performance.now(), stands still',
    ])
  } finally {
    clock.mockRestore()
  }
})

test('a net learns the same on any number of threads, bit for bit', async () => {
  const learn = async (threads: number): Promise<unknown[]> => {
    await installKernels({ threads })
    const results: unknown[] = []
    for (const net of Object.values(nets)) {
      const model = net.make()
      setWeights(model)
      model.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy' })
      const { x, y } = batch(net, 5)
      for (let step = 0; step < 3; step++) results.push(await model.trainOnBatch(x, y))
      results.push(model.getWeights().map((weight) => weight.dataSync()))
      model.dispose()
      dispose([x, y])
    }
    return results
  }
  const alone = await learn(1)
  expect(await learn(2)).toEqual(alone)
  expect(await learn(5)).toEqual(alone)
})

test('workers see that the heap has grown', () => {
  const run = (): Tensor =>
    kernel('Conv2DBackpropFilter', { x, dy }, { ...convolution, filterShape: [3, 3, 24, 20] })[0]!
  const [x, dy] = [random(1, [2, 100, 100, 24]), random(2, [2, 50, 50, 20])]
  const first = run()
  const size = heapBytes()
  const kept: Tensor[] = []
  while (heapBytes() < size + 2e7) kept.push(random(3, [100, 100, 100]))
  const [xAbove, dyAbove] = [x.clone().mul(1), dy.clone().mul(1)]
  const again = kernel(
    'Conv2DBackpropFilter',
    { x: xAbove, dy: dyAbove },
    { ...convolution, filterShape: [3, 3, 24, 20] },
  )[0]!
  expect(again.dataSync()).toEqual(first.dataSync())
  dispose([x, dy, first, again, xAbove, dyAbove, ...kept])
})

test('off() ends the threads, and a new backend gets new ones', async () => {
  const off = await installKernels()
  off()
  expect(off.threads).toBe(1)
  expect((await installKernels({ threads: 2 })).threads).toBe(2)
  removeWasm()
  const renewed = await startWithKernels()
  expect(renewed.threads).toBe(3)
  expect(renewed).not.toBe(off)
})
