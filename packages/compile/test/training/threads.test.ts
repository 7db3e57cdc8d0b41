// Threads of compiled training: equal bits, reports, and what happens when a thread fails.
import { availableParallelism } from 'node:os'
import { afterEach, describe, expect, it } from '@jest/globals'
import { block, input, residual } from '@layersmith/core'
import { compileTraining } from '@layersmith/compile'
import { toModel } from '@layersmith/tfjs'
import { build, sizeOf, targets, wave, weightsOf } from '../support/training.js'
import { withWorkers } from '../support/workers.js'

const nets = {
  'convolutions by Winograd, directly and by products': input([18, 18, 4])
    .conv(16, 3, { padding: 'same' })
    .bn()
    .relu()
    .pool(2)
    .conv(24, 3, { padding: 'same' })
    .relu()
    .conv(16, 1)
    .conv(12, 5, { stride: 2 })
    .globalPool(),
  'depthwise and grouped convolutions': input([17, 17, 6])
    .conv(16, 3, { stride: 2, padding: 'same' })
    .bn()
    .depthwiseConv(3, { padding: 'same' })
    .bn()
    .relu({ maxValue: 6 })
    .depthwiseConv(5, { stride: 2, padding: 'same' })
    .conv(8, 3, { groups: 4 })
    .flatten(),
  'dense layers, dropout and residuals': input([96])
    .dense(128, { activation: 'tanh' })
    .dropout(0.3)
    .pipe(residual(block().dense(128).layerNorm().activation('gelu')))
    .dense(64, { activation: 'relu' }),
  'pooling and odd sizes': input([15, 13, 5])
    .conv(7, 3)
    .pool(3, { stride: 2 })
    .bn()
    .conv(9, 2)
    .pool(2, { kind: 'average' })
    .groupNorm(3)
    .flatten(),
  'upsampling, slopes, moved axes and statistics of another axis': input([12, 10, 6])
    .conv(8, 3)
    .prelu({ sharedAxes: [1, 2] })
    .upsample(2, { interpolation: 'bilinear' })
    .bn({ axis: 1 })
    .permute([3, 1, 2])
    .conv(6, 3, { stride: 2 })
    .prelu()
    .flatten(),
}
const SIZES = [9, 9, 4, 9, 1, 9, 4]

/** What some steps measure and leave. */
const train = async (net: unknown, threads: number, options: object): Promise<unknown> => {
  const built = build(net)
  const trainer = await compileTraining(built, {
    loss: 'categoricalCrossentropy',
    threads,
    ...options,
  } as never)
  expect(trainer.report.threads).toBe(threads)
  const each = sizeOf(built.plan.inputs[0]?.shape ?? [])
  const measured = SIZES.map((count, i) =>
    trainer.step(wave(count * each, i) as never, targets.hot(count, 5, i) as never),
  )
  trainer.dispose()
  const weights = weightsOf(built)
  built.dispose()
  return { measured, weights }
}

describe('results are the same on any number of threads, bit for bit:', () => {
  for (const [name, net] of Object.entries(nets))
    for (const optimizer of ['adam', 'sgd'] as const)
      it(`${name}, by ${optimizer}`, async () => {
        const whole = (net as (typeof nets)['dense layers, dropout and residuals']).dense(5, {
          activation: 'softmax',
        })
        const options = { optimizer, metrics: ['accuracy'], clip: { globalNorm: 1 } }
        const alone = await train(whole, 1, options)
        expect(await train(whole, 2, options)).toEqual(alone)
        expect(await train(whole, 3, options)).toEqual(alone)
      })
})

const small = input([6, 6, 2]).conv(8, 3).relu().dropout(0.2).flatten()
const net = small.dense(3, { activation: 'softmax' })
const options = { optimizer: 'adam', loss: 'categoricalCrossentropy' } as const
const data = (count: number, phase = 0) =>
  [wave(count * 72, phase), targets.hot(count, 3, phase)] as const

describe('a trainer of several threads', () => {
  it('works beside another, and ends its workers with itself', async () => {
    const [a, b, c] = [toModel(net, { seed: 1 }), toModel(net, { seed: 1 }), toModel(net)]
    const alone = await compileTraining(a, { ...options, threads: 1 })
    const wanted = [0, 1, 2, 3].map((phase) => alone.step(...data(6, phase)))
    alone.dispose()
    const {
      result: [mine, other],
      started,
      ended,
    } = await withWorkers(
      async () =>
        [
          await compileTraining(b, { ...options, threads: 2 }),
          await compileTraining(c, { ...options, threads: 3 }),
        ] as const,
    )
    expect(started.length).toBe(3)
    const got = [0, 1, 2, 3].map((phase) => {
      other.step(...data(5, phase))
      return mine.step(...data(6, phase))
    })
    expect(got).toEqual(wanted)
    other.dispose()
    mine.dispose()
    await ended()
    expect(weightsOf(b)).toEqual(weightsOf(a))
    for (const one of [a, b, c]) one.dispose()
  })

  it('leaves weights as they were when a thread has ended', async () => {
    const built = toModel(net, { seed: 1 })
    const { result: trainer, started } = await withWorkers(() =>
      compileTraining(built, { ...options, threads: 2 }),
    )
    trainer.step(...data(6))
    trainer.sync()
    const before = weightsOf(built)
    await started[0]?.terminate()
    const message =
      /^A thread of compileTraining ended: it ended with 1\. Dispose of the trainer and make another$/
    for (const phase of [1, 2]) expect(() => trainer.step(...data(6, phase))).toThrow(message)
    trainer.dispose()
    expect(weightsOf(built)).toEqual(before)
    const next = await compileTraining(built, { ...options, threads: 2 })
    expect(next.step(...data(6)).loss).toBeGreaterThan(0)
    next.dispose()
    built.dispose()
  })
})

describe('the number of threads', () => {
  const made = async (threads?: number | 'auto') => {
    const built = toModel(net, { seed: 1 })
    try {
      const trainer = await compileTraining(built, { ...options, threads })
      const { threads: number, threadsBecause } = trainer.report
      trainer.dispose()
      return [number, threadsBecause]
    } finally {
      built.dispose()
    }
  }
  const page = globalThis as { crossOriginIsolated?: boolean }
  afterEach(() => {
    delete page.crossOriginIsolated
  })

  it('is the one that was asked for, or is measured', async () => {
    expect(await made(1)).toEqual([1, 'as asked'])
    expect(await made(2)).toEqual([2, 'as asked'])
    const measured = await made('auto')
    expect(measured[1]).toMatch(
      availableParallelism() === 1
        ? /^there is one processor$/
        : /^a convolution's gradient took .* ms on 1, .* ms on 2/,
    )
    expect(await made()).toEqual(measured)
  })

  it('is one on a page that is not isolated', async () => {
    page.crossOriginIsolated = false
    expect(await made('auto')).toEqual([
      1,
      'the page is not cross-origin isolated, so no memory can be shared with workers',
    ])
    expect(await made(1)).toEqual([1, 'as asked'])
    await expect(made(2)).rejects.toThrow(
      /^compileTraining: 2 threads were requested, but the page is not cross-origin isolated/,
    )
  })

  it('is refused, or one, where workers do not start', async () => {
    const none = new Error('no more workers')
    await expect(withWorkers(() => made(2), none)).rejects.toThrow(
      'compileTraining: a worker did not start: no more workers; leave threads out or set it to 1',
    )
    if ((await made('auto'))[0] === 1) return
    const { result } = await withWorkers(() => made('auto'), none)
    expect(result).toEqual([1, 'more could not be tried: no more workers'])
  })

  it.each([0, 33, 1.5, '2', null])('is not %s', async (threads) => {
    await expect(made(threads as never)).rejects.toThrow(
      "compileTraining: threads must be a whole number from 1 to 32 or 'auto', got",
    )
  })
})
