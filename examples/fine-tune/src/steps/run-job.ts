/*
 * An imported net learns something else:
 *
 *   1 import and surgery → 2 train the new head → 3 train all but the normalizations → 4 picture
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import {
  accuracyOf,
  batchOf,
  type Curve,
  type Digits,
  drawTrainingCurve,
  firstDigits,
  grouped,
  type Job as AnyJob,
  percent,
  progressView,
  runJob,
  scoresFor,
  seededRandom,
  shuffledIndices,
  train,
  UsageError,
} from '@layersmith/example-shared'
import {
  type AnyNet,
  fromModel,
  loadWeights,
  plan,
  setTrainable,
  toModel,
  weightsOf,
} from 'layersmith'

import { loadMobileNet } from '../data/mobilenet.js'
import type { Options } from '../job/options.js'
import { digitsNet, inHead, lastMap, thawed } from '../nets/digits.js'

type Job = AnyJob<Options>
type Tuned = Awaited<ReturnType<typeof replaceHead>>

/** The first digits of the test set; all 10,000 would take longer than the training. */
const testDigits = 500
/** More at once would need much memory: each becomes maps of 42x42 with up to 96 channels. */
const testBatch = 50

export const runFineTune = (start: Omit<Job, 'mnist' | 'out'>): Promise<void> =>
  runJob(start, async (job, step) => {
    const {
      mnist,
      options: { images },
    } = job
    if (images > mnist.train.count) {
      throw new UsageError(
        `--images: expected at most ${mnist.train.count}, the number of images, got ${images}`,
      )
    }
    const built = await step('1  MobileNetV2 with another head', () => replaceHead(job))
    try {
      const test = firstDigits(mnist.test, testDigits)
      const frozen = await step('2  Training the head, all else frozen', () =>
        tune(job, built, test, 3e-3),
      )
      const whole = await step('3  Training all but the normalizations', () => {
        setTrainable(built, thawed)
        return tune(job, built, test, 1e-4)
      })
      await step('4  A picture', () =>
        drawPicture(job, [
          { name: 'head only', ...frozen },
          { name: 'thawed', ...whole },
        ]),
      )
      return whole.testAccuracy
    } finally {
      built.dispose()
    }
  })

/** Imports the net, cuts off its head, puts on another, and moves the weights across. */
async function replaceHead({ terminal, options: { seed } }: Job) {
  const model = await loadMobileNet()
  try {
    const { net, weights } = fromModel<AnyNet>(model)
    terminal.line(`   imported: ${plan(net).positions.length} positions`)

    const built = toModel(digitsNet(net), { seed, trainable: inHead })
    const { loaded, missing, unexpected } = loadWeights(built, weights, { strict: false })
    terminal.line(`   up to ${lastMap}, with the weights of ${loaded.length} names`)
    terminal.line(`   left: ${unexpected.join(', ')}`)
    terminal.line(`   new: ${missing.join(', ')}`)
    return built
  } finally {
    model.dispose()
  }
}

type Trained = Omit<Curve, 'name'>

/** Trains what is not frozen, and measures the accuracy on digits that the net has never seen. */
async function tune(
  { terminal, options, mnist, signal }: Job,
  { model }: Tuned,
  test: Digits,
  learningRate: number,
): Promise<Trained> {
  const { images, batch, seed } = options
  const all = Object.keys(weightsOf(model)).length
  terminal.line(`   ${model.trainableWeights.length} of ${grouped(all)} weights train`)
  const order = shuffledIndices(mnist.train.count, seededRandom(seed)).subarray(0, images)
  const view = progressView(terminal, images)
  let steps: Curve['steps']
  try {
    steps = await train(
      model,
      {
        loss: 'categoricalCrossentropy',
        learningRate,
        order,
        batch,
        batchOf: (numbers) => batchOf(mnist.train, numbers),
      },
      { signal, onStep: view.show },
    )
  } finally {
    view.stop()
  }
  const testAccuracy = accuracyOf(await scoresFor(model, test, signal, testBatch), test.labels)
  terminal.line(
    `   test accuracy ${terminal.paint('name', percent(testAccuracy))} ` +
      `on ${test.count} digits; chance is ${percent(0.1)}`,
  )
  return { steps, testAccuracy }
}

/** Both trainings in one picture. */
async function drawPicture({ terminal, out }: Job, curves: readonly Curve[]): Promise<void> {
  const file = join(out, 'training-curve.svg')
  const title = 'MobileNetV2 learns digits'
  await mkdir(out, { recursive: true })
  await writeFile(file, await drawTrainingCurve({ title, unit: 'Digits', curves }))
  terminal.line(`   ${file}`)
}
