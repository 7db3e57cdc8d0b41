import { beforeAll, describe, expect, test } from '@jest/globals'
import { startBackend } from '@layersmith/backends'
import * as tf from '@tensorflow/tfjs'
import { block, input, inputs, plan, toModel } from 'layersmith'
import {
  bench,
  type BenchEvent,
  type BenchOptions,
  type Contestants,
  type Measurement,
  type Row,
  type Run,
  type Timed,
} from '../src/index.js'

const net = input([6, 6, 1]).conv(4, 3).bn().relu().flatten().dense(3)

/** The same by hand, with names of its own. */
const byHand = () =>
  tf.sequential({
    layers: [
      tf.layers.conv2d({ inputShape: [6, 6, 1], filters: 4, kernelSize: 3 }),
      tf.layers.batchNormalization(),
      tf.layers.reLU(),
      tf.layers.flatten(),
      tf.layers.dense({ units: 3 }),
    ],
  })

const quick = { batch: 2, seconds: 0.1, ceilings: false } as const

/** The only run, after a check that nothing is left behind. */
const run = async (contestants: Contestants, options: BenchOptions = {}): Promise<Run> => {
  const before = tf.memory().numTensors
  const report = await bench(contestants, { ...quick, ...options })
  expect(tf.memory().numTensors).toBe(before)
  expect(report.result.runs).toHaveLength(1)
  return report.result.runs[0]!
}

const rowOf = ({ measurements }: Run, mode: Measurement['mode'], contestant: string): Row =>
  measurements.find((one) => one.mode === mode)!.rows.find((row) => row.contestant === contestant)!

beforeAll(async () => {
  await startBackend({ require: 'wasm' })
  toModel(net).dispose() // creates what is made once per process
})

describe('a net and its twin by hand', () => {
  test('are timed in every mode, with equal weights, and leave nothing behind', async () => {
    const events: BenchEvent['event'][] = []
    const { contestants, measurements, environment } = await run(
      { ours: net, theirs: byHand },
      // time enough for a busy machine too, where short measurements leave cells out
      { batch: [1, 3], seconds: 0.5, onEvent: ({ event }) => events.push(event) },
    )
    expect(measurements.map(({ mode, batch }) => [mode, batch])).toEqual([
      ['build', null],
      ['forward', 1],
      ['forward', 3],
      ['train', 1],
      ['train', 3],
    ])
    const [ours, theirs] = contestants
    expect(ours).toMatchObject({ kind: 'net', difference: null, error: null })
    // the same kernels in the same order: to the last bit, also after a training step
    expect(theirs).toMatchObject({ kind: 'model', difference: { forward: 0, train: 0 } })
    expect(theirs!.memory).toEqual(ours!.memory)
    expect(ours!.params).toBe(40 + 16 + 195)
    expect(ours!.memory!.model.bytes).toBe(4 * ours!.params!)
    for (const { rows, batch, mode } of measurements)
      for (const row of rows as readonly Timed[]) {
        expect(row.runs).toBeGreaterThanOrEqual(7)
        expect(row.quartiles[0]).toBeLessThanOrEqual(row.median)
        const passes = mode === 'train' ? 3 : 1
        if (batch === null) expect(row.gflops).toBeNull()
        else
          expect(row.gflops).toBeCloseTo(
            (passes * batch * plan(net).flops!) / (1e6 * row.median),
            9,
          )
      }
    // what comes last is what the others are divided by
    const { ratio } = rowOf({ measurements } as Run, 'forward', 'theirs') as Timed
    expect(ratio).toEqual({ ratio: 1, interval: [1, 1] })
    expect(environment.backend.backend).toBe('wasm')
    expect(events[0]).toBe('started')
    expect(events.at(-1)).toBe('ended')
    expect(events.filter((event) => event === 'measured')).toHaveLength(5)
  })

  test('any of them can be the reference', async () => {
    const run_ = await run({ ours: net, theirs: byHand }, { modes: ['forward'], reference: 'ours' })
    expect((rowOf(run_, 'forward', 'ours') as Timed).ratio!.ratio).toBe(1)
  })

  test('have a share of the limits of the device', async () => {
    const ceilings = { bandwidth: { rate: 10, size: 1 }, arithmetic: { rate: 20, size: 1 } }
    const one = await run({ ours: net, theirs: byHand }, { modes: ['forward'], ceilings })
    expect(one.ceilings).toEqual(ceilings)
    for (const { ofLimit } of one.measurements[0]!.rows as readonly Timed[])
      expect(ofLimit).toBeGreaterThan(0)
  })
})

test('a training that cannot start becomes the reason, and leaves nothing behind', async () => {
  const optimizer = () => {
    throw new Error('no such optimizer')
  }
  for (const [options, reason] of [
    [{ optimizer }, 'no such optimizer'],
    [{ loss: 'unheardOf' }, 'unheardOf'],
  ] as const) {
    const { contestants } = await run({ ours: net }, { modes: ['train'], ...options })
    expect(contestants[0]!.error).toContain(reason)
  }
})

describe('contestants can be', () => {
  const asked = { modes: ['forward', 'train'] } as const

  test('open blocks, and layers of classes, for the inputs that the options name', async () => {
    const { contestants, measurements } = await run(
      { block: block().dense(2), layer: () => tf.layers.dense({ units: 2 }) },
      { ...asked, inputs: [5] },
    )
    expect(contestants.map(({ kind, error }) => [kind, error])).toEqual([
      ['net', null],
      ['layer', null],
    ])
    expect(measurements.flatMap(({ rows }) => rows.filter((row) => 'error' in row))).toEqual([])
  })

  test('nets with several inputs, by name', async () => {
    const both = inputs({ image: [2], scale: [3] })
      .merge('concat')
      .dense(2)
    const model = () => {
      const scale = tf.input({ shape: [3], name: 'scale' })
      const image = tf.input({ shape: [2], name: 'image' })
      const joined = tf.layers.concatenate().apply([image, scale])
      const y = tf.layers.dense({ units: 2 }).apply(joined) as tf.SymbolicTensor
      return tf.model({ inputs: [scale, image], outputs: y })
    }
    const { contestants } = await run({ ours: both, theirs: model }, asked)
    expect(contestants.map(({ error }) => error)).toEqual([null, null])
    expect(contestants[1]!.difference).toEqual({ forward: 0, train: 0 })
  })

  test('models and builds that exist already, which keep their weights and stay usable', async () => {
    const built = toModel(net, { seed: 1 })
    const model = byHand()
    const numbers = () => model.getWeights().map((weight) => Array.from(weight.dataSync()))
    const before = numbers()
    const one = await run({ built, model }, { modes: ['build', 'forward', 'train'] })
    expect(numbers()).toEqual(before)
    expect(rowOf(one, 'build', 'model')).toEqual({
      contestant: 'model',
      error: expect.stringContaining('give a function that makes it'),
    })
    expect(rowOf(one, 'train', 'built')).toHaveProperty('median')
    const y = model.predict(tf.zeros([1, 6, 6, 1])) as tf.Tensor
    expect(y.shape).toEqual([1, 3])
    model.dispose()
    built.dispose()
  })

  test('functions of a batch, which cannot train, and their own dispose() frees them', async () => {
    let disposed = 0
    const program = () => {
      const built = toModel(net, { seed: 3 })
      const compute = (x: unknown) => built.predict(x as tf.Tensor4D)
      return Object.assign(compute, {
        dispose: () => {
          disposed++
          built.dispose()
        },
      })
    }
    const one = await run(
      { ours: () => toModel(net, { seed: 3 }), program },
      { ...asked, inputs: [6, 6, 1] },
    )
    expect(one.contestants[1]).toMatchObject({ kind: 'program', difference: { forward: 0 } })
    expect(rowOf(one, 'train', 'program')).toEqual({
      contestant: 'program',
      error: 'a program only runs forward',
    })
    expect(disposed).toBe(1)
  })

  test('results of other programs, which are no part of the ratios', async () => {
    const pytorch = {
      program: 'PyTorch 2.9.0',
      device: 'cpu',
      threads: 1,
      measurements: [
        { mode: 'forward', batch: 2, median: 4, quartiles: [3, 5], runs: 20 },
      ] as const,
    }
    const one = await run(
      { ours: net, pytorch: { ...pytorch, measurements: [...pytorch.measurements] } },
      asked,
    )
    expect(rowOf(one, 'forward', 'pytorch')).toMatchObject({
      median: 4,
      ratio: null,
      gflops: (2 * plan(net).flops!) / 4e6,
    })
    expect(rowOf(one, 'train', 'pytorch')).toHaveProperty('error')
    expect(one.contestants[1]).toMatchObject({
      kind: 'timings',
      about: 'PyTorch 2.9.0 on cpu, 1 thread, timed alone',
    })
    expect(one.measurements[0]!.fastest).toBeNull()
  })

  test('tokens, if the options make them', async () => {
    const words = input([4]).embedding(10, 3).flatten().dense(1)
    const data = (batch: number) => tf.randomUniform([batch, 4], 0, 10, 'int32')
    const { contestants } = await run({ words, again: words }, { ...asked, data })
    expect(contestants.map(({ error }) => error)).toEqual([null, null])
  })
})

describe('a contestant is a row with its error if it', () => {
  const errorOf = async (other: Contestants[string], options: BenchOptions = {}) => {
    const one = await run({ ours: net, other, theirs: byHand }, { modes: ['forward'], ...options })
    // the others race on
    expect(rowOf(one, 'forward', 'ours')).toHaveProperty('median')
    expect(rowOf(one, 'forward', 'theirs')).toHaveProperty('median')
    const row = rowOf(one, 'forward', 'other')
    if (!('error' in row)) throw new Error('it has times')
    return row.error
  }

  test('cannot be made', async () => {
    const failing = () => {
      throw new Error('no such file: /home/someone/weights.bin\nstack')
    }
    expect(await errorOf(failing)).toBe('no such file: …')
  })

  test('is refused as a net', async () => {
    expect(await errorOf(() => input([6, 6, 1]).loose().conv(4, 9))).toContain('conv1')
  })

  test('computes something else', async () => {
    const other = () => {
      const model = byHand()
      model.add(tf.layers.reLU({ maxValue: 0.01 }))
      return model
    }
    expect(await errorOf(other)).toMatch(
      /^it computes something else than ours: they differ by .* of the largest output/,
    )
  })

  test('has other weights', async () => {
    expect(await errorOf(input([6, 6, 1]).flatten().dense(3))).toContain(
      'its 2 weights do not match the 8 of ours',
    )
  })

  test('takes other inputs', async () => {
    expect(await errorOf(input([5]).dense(3))).toBe('it takes 5, the batches have 6x6x1')
  })

  test('makes nothing that runs', async () => {
    expect(await errorOf((() => 42) as never)).toContain('expected a net, a model, a layer')
  })

  test('fails only later', async () => {
    let runs = 0
    const program = () => (x: unknown) => {
      if (++runs > 20) throw new Error('no memory left')
      return toPredict(x as tf.Tensor4D)
    }
    const built = toModel(net)
    const toPredict = (x: tf.Tensor4D) => built.predict(x)
    expect(await errorOf(program, { compare: false })).toBe('no memory left')
    built.dispose()
  })
})

test('without comparing, each computes what it likes', async () => {
  const { contestants, measurements } = await run(
    { ours: net, other: input([6, 6, 1]).flatten().dense(300) },
    { compare: false, modes: ['forward'] },
  )
  expect(contestants.map(({ difference }) => difference)).toEqual([null, null])
  const [first, second] = measurements[0]!.rows as readonly Timed[]
  // by its own FLOPs
  expect(second!.gflops! * second!.median).toBeCloseTo((2 * (2 * 36) * 300) / 1e6, 9)
  expect(first!.gflops! * first!.median).toBeCloseTo((2 * plan(net).flops!) / 1e6, 9)
})

describe('refused at once, in words', () => {
  const model = () => byHand()
  test.each<[string, unknown, unknown, string]>([
    ['no contestants', {}, {}, 'at least one contestant, got {}'],
    ['no record', [net], {}, 'contestants by name'],
    ['a net alone', net, {}, 'contestants by name'],
    ['nothing', { ours: undefined }, {}, 'bench: ours: expected a net'],
    ['a layer', { ours: tf.layers.flatten() }, {}, 'write () => layer'],
    ['a function of a batch', { ours: (x: unknown) => x }, {}, 'write () => (x) => …'],
    ['names that collide', { Ours: net, 'ours ': net }, {}, 'Ours and ours '],
    ['an empty name', { ' ': net }, {}, '1 to 60 visible characters'],
    [
      'only results',
      { p: { program: 'P', device: 'cpu', threads: 1, measurements: [] } },
      {},
      'a contestant that runs here',
    ],
    ['wrong results', { ours: net, p: { program: 'P' } }, {}, 'bench: p: device: '],
    ['an unknown option', { ours: net }, { backend: 'wasm' }, "did you mean 'backends'?"],
    ['an unknown backend', { ours: net }, { backends: ['wsam'] }, "did you mean 'wasm'?"],
    ['no backend', { ours: net }, { backends: [] }, "'all' or a list of names"],
    ['an unknown mode', { ours: net }, { modes: ['fit'] }, 'one of build, forward, train'],
    ['an unknown reference', { ours: net }, { reference: 'theirs' }, "got 'theirs'"],
    ['no batch', { ours: net }, { batch: 0 }, 'a whole number of at least 1, got 0'],
    ['sizes that are no numbers', { ours: net }, { inputs: ['6', 6, 1] }, "got '6'"],
    ['no inputs', { ours: model }, {}, 'write { inputs: [28, 28, 1] }'],
    ['no seconds', { ours: net }, { seconds: 0 }, 'a number above 0, got 0'],
    ['a seed', { ours: net }, { seed: 1.5 }, 'got 1.5'],
    ['too few examples', { ours: net }, { data: () => tf.zeros([1]) }, 'tensors of 2 examples'],
    ['backends in a test runner', { ours: net }, { backends: ['cpu'] }, "got 'a test runner'"],
  ])('%s', async (_, contestants, options, message) => {
    tf.engine().startScope()
    await expect(bench(contestants as never, { ...quick, ...(options as object) })).rejects.toThrow(
      message,
    )
    await expect(bench(contestants as never, { ...quick, ...(options as object) })).rejects.toThrow(
      TypeError,
    )
    tf.engine().endScope()
  })

  test('a second benchmark before the first has ended', async () => {
    const first = bench({ ours: net }, { ...quick, modes: ['forward'] })
    await expect(bench({ ours: net }, quick)).rejects.toThrow('await the first')
    await first
  })
})
