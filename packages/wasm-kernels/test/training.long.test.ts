import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { dispose, train, type LayersModel } from '@tensorflow/tfjs'
import { adam } from '../src/index.js'
import { heapBytes, held, startWithKernels, use } from './support/backends.js'
import { batch, nets, setWeights, type Net } from './support/nets.js'

beforeAll(startWithKernels)

const made = ({ make }: Net, optimizer = adam(0.01)): LayersModel => {
  const net = make()
  setWeights(net)
  net.compile({ optimizer, loss: 'categoricalCrossentropy' })
  return net
}

const losses = async (backend: 'cpu' | 'wasm', net: Net, steps: number): Promise<number[]> => {
  await use(backend)
  const before = held()
  const optimizer = backend === 'cpu' ? train.adam(0.01) : adam(0.01)
  const model = made(net, optimizer)
  const { x, y } = batch(net, 8)
  const result: number[] = []
  for (let step = 0; step < steps; step++) result.push((await model.trainOnBatch(x, y)) as number)
  model.dispose()
  optimizer.dispose()
  dispose([x, y])
  expect(held()).toEqual(before)
  return result
}

describe.each(Object.entries(nets))('%s', (_name, net) => {
  test('follows the loss curve of the cpu backend', async () => {
    const expected = await losses('cpu', net, 20)
    const got = await losses('wasm', net, 20)
    expect(got.at(-1)!).toBeLessThan(got[0]! / 2)
    got.forEach((loss, step) =>
      expect(Math.abs(loss - expected[step]!)).toBeLessThan(1e-3 * expected[step]! + 1e-4),
    )
  })
})

describe('in the long run', () => {
  beforeEach(() => use('wasm'))

  test('a thousand steps hold no more tensors than two, and need no more heap', async () => {
    const net = nets['a MobileNet-like net']!
    const model = made(net)
    const { x, y } = batch(net, 4)
    for (let step = 0; step < 2; step++) await model.trainOnBatch(x, y)
    const before = { ...held(), heap: heapBytes() }
    for (let step = 0; step < 1000; step++) await model.trainOnBatch(x, y)
    expect({ ...held(), heap: heapBytes() }).toEqual(before)
    model.dispose()
    dispose([x, y])
  })

  test('two models that train in turn learn what each learns alone', async () => {
    const pair = ['LeNet', 'a VGG-like net'].map((name) => nets[name]!)
    const alone: number[][] = []
    for (const net of pair) alone.push(await losses('wasm', net, 6))
    const inTurn = pair.map((net) => ({
      model: made(net),
      data: batch(net, 8),
      losses: [] as number[],
    }))
    for (let step = 0; step < 6; step++) {
      for (const one of inTurn)
        one.losses.push((await one.model.trainOnBatch(one.data.x, one.data.y)) as number)
    }
    expect(inTurn.map((one) => one.losses)).toEqual(alone)
    for (const { model, data } of inTurn) {
      model.dispose()
      dispose([data.x, data.y])
    }
  })
})
