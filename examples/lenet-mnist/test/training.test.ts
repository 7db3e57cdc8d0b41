import { classes, type Digits, imageSize, Interrupted, scoresFor } from '@layersmith/example-shared'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { startBackend } from '@layersmith/backends'
import * as tf from '@tensorflow/tfjs'
import { toModel } from 'layersmith'

import { buildLenet, lenet } from '../src/nets/lenet.js'
import { trainCompiled } from '../src/training/compiled.js'
import { train } from '../src/training/train.js'

const running = new AbortController().signal
const settings = { images: 8, epochs: 1, batch: 4, seed: 5 }

/** Digits that a net can tell apart: a bright stripe at a height that depends on the label. */
function stripes(count: number): Digits {
  const pixels = new Uint8Array(count * imageSize)
  const labels = Uint8Array.from({ length: count }, (_, index) => index % classes)
  labels.forEach((label, index) =>
    pixels.fill(255, index * imageSize + label * 56, index * imageSize + label * 56 + 56),
  )
  return { count, pixels, labels }
}

beforeAll(async () => {
  await startBackend({ require: 'wasm' })
})

async function trained(seed: number): Promise<readonly number[]> {
  const built = toModel(lenet, { seed })
  try {
    await train(
      built.model,
      stripes(12),
      { ...settings, seed },
      { signal: running, onStep: () => undefined },
    )
    return Array.from(await scoresFor(built.model, stripes(4), running))
  } finally {
    built.dispose()
  }
}

test('as one program, measures what training by TensorFlow.js does, and frees all', async () => {
  const before = tf.memory().numTensors
  const hooks = { signal: running, onStep: () => undefined }
  const byTensorFlow = toModel(lenet, { seed: 1 })
  const wanted = await train(byTensorFlow.model, stripes(12), settings, hooks)
  byTensorFlow.dispose()
  const built = buildLenet(1)
  const steps = await trainCompiled(built, stripes(12), settings, hooks)
  built.dispose()
  expect(steps.map(({ examples }) => examples)).toEqual(wanted.map(({ examples }) => examples))
  steps.forEach(({ loss }, index) => expect(loss).toBeCloseTo(wanted[index]?.loss ?? NaN, 2))
  expect(tf.memory().numTensors).toBe(before)
})

describe('training', () => {
  test('gives the same net for the same seed, and frees all tensors', async () => {
    const before = tf.memory().numTensors
    const first = await trained(5)
    expect(await trained(5)).toEqual(first)
    expect(await trained(6)).not.toEqual(first)
    expect(tf.memory().numTensors).toBe(before)
  })

  test('reports every step, up to the last image', async () => {
    const built = toModel(lenet, { seed: 1 })
    const done: number[] = []
    const steps = await train(
      built.model,
      stripes(12),
      { images: 10, epochs: 1, batch: 4, seed: 1 },
      {
        signal: running,
        onStep: (progress) => done.push(progress.done),
      },
    )
    built.dispose()
    expect(done).toEqual(steps.map((step) => step.examples))
    expect(done.at(-1)).toBe(10)
    expect(
      steps.every((step) => Number.isFinite(step.loss) && step.accuracy >= 0 && step.accuracy <= 1),
    ).toBe(true)
  })

  test('stops after the current batch when Ctrl-C is pressed, and frees all tensors', async () => {
    const before = tf.memory().numTensors
    const controller = new AbortController()
    const built = toModel(lenet, { seed: 1 })
    let steps = 0
    const stopped = train(
      built.model,
      stripes(12),
      { ...settings, images: 12 },
      {
        signal: controller.signal,
        onStep: () => {
          steps++
          controller.abort(new Interrupted('stopped by Ctrl-C'))
        },
      },
    )
    await expect(stopped).rejects.toThrow('stopped by Ctrl-C')
    expect(steps).toBe(1)
    built.dispose()
    expect(tf.memory().numTensors).toBe(before)
  })
})
