// Every kind of layer trains on the wasm backend as started by startBackend(), and learns there
// what it learns on cpu.
import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { startBackend } from '@layersmith/backends'
import {
  type AnyBlock,
  type AnyNet,
  block,
  branch,
  input,
  kinds,
  ofKind,
  recognize,
} from '@layersmith/core'
import { toModel } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'
import { type Sample, samples } from './support/samples.js'
import { wave } from './support/tensors.js'

beforeAll(async () => {
  const { fastKernels } = await startBackend({ require: 'wasm' })
  expect(fastKernels).toMatchObject({ on: true })
})

// Seeds of noise come from here, so that both backends draw the same noise.
beforeEach(() => {
  jest.spyOn(Math, 'random').mockReturnValue(0.4)
})
afterEach(() => {
  jest.restoreAllMocks()
})

const meant = ({ className, config }: Sample) => recognize(className, config as never)!

/** The sample after a dense layer of its size, whose weights show its gradient. */
const netOf = (sample: Sample): AnyNet => {
  const { kind, config } = meant(sample)
  const shape = sample.shapes[0]!
  const start = input([...shape]).loose()
  // both are open blocks from here on: the compiler does not know the parts of a sample
  const head = (sample.tokens === true ? start : start.dense(shape.at(-1)!)) as AnyBlock
  const method = kinds().some((one) => one.kind === kind && one.method)
  const layer = method
    ? ofKind(kind, config)
    : ((branch(block(), block().dense(shape.at(-1)!)) as any)[kind](config) as AnyBlock)
  return head.pipe(layer) as never
}

interface Trained {
  readonly losses: readonly number[]
  readonly weights: Readonly<Record<string, readonly number[]>>
}

/** Three training steps from the same weights, or the message of TensorFlow.js if it cannot. */
const train = async (backend: 'cpu' | 'wasm', sample: Sample): Promise<Trained | string> => {
  if (!(await tf.setBackend(backend))) throw new Error(`${backend} does not start`)
  const built = toModel(netOf(sample), { seed: 3 })
  const optimizer = tf.train.sgd(0.05)
  const x = tf.tidy(() =>
    sample.tokens
      ? wave([4, ...sample.shapes[0]!])
          .abs()
          .mul(4.9)
          .floor()
      : wave([4, ...sample.shapes[0]!]),
  )
  const y = wave([4, ...(built.plan.outputs[0]!.shape as number[])], 1)
  try {
    built.model.compile({ optimizer, loss: 'meanSquaredError' })
    const losses: number[] = []
    for (let step = 0; step < 3; step++)
      losses.push((await built.model.trainOnBatch(x, y)) as number)
    return {
      losses,
      weights: Object.fromEntries(
        built.model.weights.map((weight) => [
          weight.originalName,
          Array.from(weight.read().dataSync()),
        ]),
      ),
    }
  } catch (error) {
    return (error as Error).message
  } finally {
    built.dispose()
    optimizer.dispose()
    tf.dispose([x, y])
  }
}

const expectClose = (got: readonly number[], expected: readonly number[]): void => {
  expect(got).toHaveLength(expected.length)
  const largest = Math.max(1e-3, ...expected.map(Math.abs))
  got.forEach((value, i) => expect(Math.abs(value - expected[i]!) / largest).toBeLessThan(1e-4))
}

/**
 * Cases whose gradient is wrong on cpu but right on wasm: packages/backends/test/numerical compares
 * it with its definition.
 */
const isWrongOnCpu = ({ className, config }: Sample): boolean =>
  className === 'UpSampling2D' ||
  (/^AveragePooling[23]D$/.test(className) && config['padding'] === 'same')

/** Kinds for which TensorFlow.js has no gradient on any backend. */
const hasNoGradient = ({ className }: Sample): boolean =>
  ['CategoryEncoding', 'Conv3DTranspose', 'Masking', 'ThresholdedReLU'].includes(className)

describe('on wasm and on cpu', () => {
  it('every kind is covered', () => {
    const turns = new Set<string>(samples.map((sample) => meant(sample).kind))
    expect(
      kinds()
        .map(({ kind }) => kind)
        .filter((kind) => !turns.has(kind)),
    ).toEqual([])
  })

  it.each(
    samples.map((sample) => [sample.className, JSON.stringify(sample.config), sample] as const),
  )('%s %s learns the same', async (_, __, sample) => {
    const expected = await train('cpu', sample)
    const got = await train('wasm', sample)
    if (typeof expected === 'string' || typeof got === 'string') {
      expect(got).toBe(expected)
      expect([sample, hasNoGradient(sample)]).toEqual([sample, true])
      return
    }
    if (isWrongOnCpu(sample)) {
      expectClose(got.losses.slice(0, 1), expected.losses.slice(0, 1))
      expect(got.losses.at(-1)!).toBeLessThan(got.losses[0]!)
      return
    }
    expectClose(got.losses, expected.losses)
    for (const [name, values] of Object.entries(expected.weights))
      expectClose(got.weights[name]!, values)
  })
})
