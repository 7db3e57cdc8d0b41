/** Step 3: two classic mistakes with batch normalization, in TensorFlow.js and in layersmith. */
import { join } from 'node:path'

import {
  accuracyOf,
  firstDigits,
  indented,
  JobFailure,
  percent,
  scoresFor,
} from '@layersmith/example-shared'
import * as tf from '@tensorflow/tfjs'
import { block, input, shared, toModel } from 'layersmith'

import type { Job } from '../job/job.js'
import { compilerSays } from '../mistakes/compiler.js'
import { shareAcrossChannelCounts, shareAcrossEqualCounts } from '../mistakes/with-tensorflow.js'
import { train } from '../training/train.js'

const fixture = 'mistakes.ts'
const briefly = { images: 2560, epochs: 1, batch: 64 }
const testDigits = 1000

export async function showMistakes(job: Job): Promise<void> {
  const { terminal, options } = job
  const title = (text: string) => terminal.line(`\n   ${terminal.paint('name', text)}`)

  terminal.line('   Mistake 1: one batch normalization for 6 and for 16 channels')
  terminal.line('   Mistake 2: one batch normalization for 8 and for 8 channels')

  title('TensorFlow.js')
  terminal.line(`   1  at run time: ${terminal.paint('bad', shareAcrossChannelCounts())}`)
  const careless = shareAcrossEqualCounts(options.seed)
  try {
    const outcome = await trainBriefly(careless.model, job)
    terminal.line(`   2  no error. After ${briefly.images} images: ${describe(outcome)}`)
    terminal.line('      The statistics of both places are mixed into one, and prediction fails.')
  } finally {
    careless.dispose()
  }

  title('layersmith, at compile time')
  await showCompilerErrors(job)

  title('layersmith, at run time, in code that gets around the compiler')
  terminal.line(`   1  ${terminal.paint('good', refusalOf(tf.layers.batchNormalization()))}`)
  terminal.line(`   2  ${terminal.paint('good', refusalOf(block().conv(8, 4).bn()))}`)

  title('layersmith, done right: use the block, and every use gets its own layers')
  const stage = block().conv(8, 4, { activation: 'relu' }).bn({ momentum: 0.9 }).pool(2)
  const built = toModel(
    input([28, 28, 1]).pipe(stage).pipe(stage).flatten().dense(10, { activation: 'softmax' }),
    {
      seed: options.seed,
    },
  )
  try {
    const outcome = await trainBriefly(built.model, job)
    terminal.line(`   input([28, 28, 1]).pipe(stage).pipe(stage): ${describe(outcome)}`)
  } finally {
    built.dispose()
  }
}

async function showCompilerErrors({ terminal, home, signal }: Job): Promise<void> {
  const diagnostics = await compilerSays(join(home, 'test-types', 'fixtures'), fixture, signal)
  if (diagnostics.length < 2) {
    throw new JobFailure(
      `${fixture} has two mistakes, but the compiler found ${diagnostics.length}`,
    )
  }
  diagnostics.forEach(({ line, source, message }, index) => {
    terminal.line(`   ${index + 1}  ${source}  ${terminal.paint('faint', `${fixture}:${line}`)}`)
    terminal.line(terminal.paint('good', indented(message, 6)))
  })
}

/** What `shared` throws for a part that the compiler would have rejected. */
function refusalOf(part: unknown): string {
  try {
    // The lie: `never` fits everywhere, like an `any` from untyped code.
    shared(part as never)
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  }
  throw new JobFailure('shared() accepted a part that holds a batch normalization')
}

interface Outcome {
  /** In the last training steps, where each batch is normalized with its own statistics. */
  readonly training: number
  /** On unseen digits, normalized with the statistics learned in training. */
  readonly test: number
}

async function trainBriefly(
  model: tf.LayersModel,
  { mnist, options, signal }: Job,
): Promise<Outcome> {
  const steps = await train(
    model,
    mnist.train,
    { ...briefly, seed: options.seed },
    { signal, onStep: () => undefined },
  )
  const last = steps.slice(-8)
  const test = firstDigits(mnist.test, testDigits)
  return {
    training: last.reduce((sum, step) => sum + step.accuracy, 0) / last.length,
    test: accuracyOf(await scoresFor(model, test, signal), test.labels),
  }
}

function describe({ training, test }: Outcome): string {
  return `${percent(training)} right in training, ${percent(test)} in the test`
}
