/**
 * Step 4: trains on the real digits, then counts how many unseen digits the net gets right.
 */
import {
  accuracyOf,
  percent,
  progressView,
  scoresFor,
  type TrainingStep,
} from '@layersmith/example-shared'

import type { Job } from '../job/job.js'
import type { BuiltLenet } from '../nets/lenet.js'
import { trainCompiled } from '../training/compiled.js'

export interface Trained {
  readonly steps: readonly TrainingStep[]
  /** Of the test digits, before the model goes to disk and back. */
  readonly scores: Float32Array
  readonly accuracy: number
}

export async function trainNet(job: Job, built: BuiltLenet): Promise<Trained> {
  const { terminal, options, mnist, signal } = job
  const { epochs, batch, seed } = options
  const images = options.images ?? mnist.train.count
  terminal.line('   by compileTraining of @layersmith/compile: one program of WebAssembly')
  const view = progressView(terminal, images * epochs)
  let steps: readonly TrainingStep[]
  try {
    steps = await trainCompiled(
      built,
      mnist.train,
      { images, epochs, batch, seed },
      { signal, onStep: view.show },
    )
  } finally {
    view.stop()
  }
  const scores = await scoresFor(built.model, mnist.test, signal)
  const accuracy = accuracyOf(scores, mnist.test.labels)
  const right = Math.round(accuracy * mnist.test.count)
  terminal.line(
    `   test accuracy ${terminal.paint('name', percent(accuracy))}: ` +
      `${right} of ${mnist.test.count} digits right`,
  )
  return { steps, scores, accuracy }
}
