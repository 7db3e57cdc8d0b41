import { writeFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { beforeAll, expect, test } from '@jest/globals'
import { seededRandom } from '@layersmith/bench'
import { UsageError } from '@layersmith/example-shared'
import * as tf from '@tensorflow/tfjs'
import type { Contestant } from '../src/contestant.js'
import { startContestant } from '../src/contestants.js'
import { checkEqual, type Lane, measureNet, NotEqual } from '../src/measure.js'
import { netNames } from '../src/nets/index.js'
import { defaults, parseOptions, usage } from '../src/options.js'
import { outsideOf } from '../src/outside.js'

const outside = outsideOf(null)
let own: Contestant
let composed: Contestant
let compiled: Contestant
beforeAll(async () => {
  ;[own, composed, compiled] = (await Promise.all(
    (['own', 'composed', 'compiled'] as const).map(async (name) => {
      const started = await startContestant(name, 1, outside)
      if (typeof started === 'string') throw new Error(started)
      return started
    }),
  )) as [Contestant, Contestant, Contestant]
})

test('the contestants take turns, and each has a time for every round', async () => {
  const before = tf.memory().numTensors
  const rounds: number[] = []
  const measured = await measureNet(
    'lenet',
    [own, compiled, composed],
    { rounds: 3, slowRounds: 0, warmUp: 0 },
    seededRandom(1),
    (round) => rounds.push(round),
  )
  expect(rounds).toEqual([0, 0, 0, 0, 0, 1, 2, 3])
  expect(measured.map(({ contestant, runs }) => [contestant, runs])).toEqual([
    ['own', 3],
    ['compiled', 3],
    ['composed', 3],
  ])
  expect(measured[0]!.toReference).toEqual({ ratio: 1, interval: [1, 1] })
  for (const { best, median, cores } of measured) {
    expect(best).toBeGreaterThan(0)
    expect(best).toBeLessThanOrEqual(median)
    expect(cores).toBeGreaterThan(0)
  }
  expect(tf.memory().numTensors).toBe(before)
})

test('the contestants say what they run on', () => {
  expect(own.facts).toMatchObject({
    backend: 'wasm',
    threads: 1,
    fastKernels: { on: true, because: null },
  })
  expect(composed.facts).toMatchObject({ backend: 'wasm', fastKernels: { on: false } })
})

test('different nets are not compared', () => {
  const lane = (name: Lane['name'], params: number, loss: number, output = [10]): Lane => ({
    name,
    steps: [],
    first: { time: 1, busy: 1, loss },
    training: {
      params,
      output,
      step: () => Promise.reject(new Error('not asked for')),
      dispose: () => Promise.resolve(),
    },
  })
  const check =
    (...others: Lane[]) =>
    () =>
      checkEqual('lenet', [lane('own', 4312, 2.3), ...others])
  expect(check(lane('node', 4312, 2.3001), lane('keras', 4312, 2.9))).not.toThrow()
  expect(check(lane('node', 4312, 2.4))).toThrow(
    new NotEqual('lenet: the first loss of node is 2.4, that of own is 2.3'),
  )
  expect(check(lane('keras', 4313, 2.3))).toThrow(NotEqual)
  expect(check(lane('keras', 4312, 2.3, [11]))).toThrow(NotEqual)
  expect(() => checkEqual('lenet', [])).toThrow('own does not take part')
})

test('a missing contestant is left out with the reason', async () => {
  expect(await startContestant('node', 1, outside)).toMatch(/without its native addon.*npm rebuild/)
  expect(await startContestant('cpu', 2, outside)).toMatch(/one thread/)
  expect(await startContestant('compiled', 2, outside)).toMatchObject({ facts: { threads: 2 } })
  expect(await startContestant('keras', 1, outside)).toBe('left out by --python none')
  expect(await startContestant('keras', 1, outsideOf('no-such-python'))).toBe(
    'there is no no-such-python here',
  )
})

test.each(netNames)(
  'jax-js trains %s, which has the same size there',
  async (net) => {
    const jax = await startContestant('jax', 1, outside)
    if (typeof jax === 'string') throw new Error(jax)
    const [own_, training] = [await own.train(net), await jax.train(net)]
    expect([training.params, training.output]).toEqual([own_.params, own_.output])
    if (net === 'lenet') {
      // ten classes, of which each is as likely at first
      const first = await training.step()
      expect(first.loss).toBeGreaterThan(1)
      expect(first.loss).toBeLessThan(6)
      for (let i = 0; i < 3; i++) expect((await training.step()).loss).toBeLessThan(first.loss)
    }
    await own_.dispose()
    await training.dispose()
  },
  120_000,
)

test('Keras is asked for a net, and then for one step at a time', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'layersmith-'))
  try {
    // stands in for a Python with Keras, and ignores the script that it is given
    const stand = path.join(folder, 'python')
    writeFileSync(
      stand,
      `#!${process.execPath}
      console.log(JSON.stringify({ keras: '3', tensorflow: '2', threads: Number(process.env.TF_NUM_INTRAOP_THREADS) }))
      require('node:readline').createInterface({ input: process.stdin }).on('line', (line) =>
        console.log(JSON.stringify(line === 'step' ? { time: 2, busy: 1, loss: 0.5 } : { params: line.length, output: [10] })))
    `,
      { mode: 0o755 },
    )
    const keras = await startContestant('keras', 3, outsideOf(stand))
    if (typeof keras === 'string') throw new Error(keras)
    expect(keras.facts).toEqual({ keras: '3', tensorflow: '2', threads: 3 })
    const training = await keras.train('lenet')
    expect(training).toMatchObject({ params: 'net lenet 64'.length, output: [10] })
    expect(await training.step()).toEqual({ time: 2, busy: 1, loss: 0.5 })
    await keras.stop()
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('options: defaults, lists, and what is refused', () => {
  expect(parseOptions([])).toEqual({
    nets: netNames,
    ...defaults,
    browser: false,
    out: undefined,
    help: false,
  })
  expect(
    parseOptions(['--net', 'vgg, vgg', '--threads', '1,2', '--slow', '0', '--python', 'none']),
  ).toMatchObject({ nets: ['vgg'], threads: [1, 2], slowRounds: 0, python: null })
  expect(parseOptions(['--browser']).browser).toBe(true)
  // measure.mjs puts its own option before one of the same name
  expect(parseOptions(['--out', 'a', '--out', 'b']).out).toBe('b')
  expect(() => parseOptions(['--net', 'alexnet'])).toThrow(
    new UsageError('--net: expected one of lenet, vgg, mobile, resnet, got "alexnet"'),
  )
  expect(() => parseOptions(['--rounds', '0'])).toThrow(UsageError)
  for (const option of [
    'oracles',
    'net',
    'rounds',
    'slow',
    'threads',
    'browser',
    'seed',
    'python',
    'out',
    'help',
  ])
    expect(usage).toContain(`--${option}`)
})
