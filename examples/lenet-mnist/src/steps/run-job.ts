/*
 * LeNet on MNIST: what layersmith does, shown on one small network.
 *
 *   1 compare with the hand-written layer → 2 plan → 3 mistakes
 *     → 4 train → 5 save and load → 6 pictures
 */
import { type Job as AnyJob, runJob, UsageError } from '@layersmith/example-shared'

import { buildLenet } from '../nets/lenet.js'
import type { Options } from '../job/options.js'
import { compareNets } from './compare-nets.js'
import { drawPictures } from './draw-pictures.js'
import { saveAndLoad } from './save-and-load.js'
import { showMistakes } from './show-mistakes.js'
import { showPlan } from './show-plan.js'
import { trainNet } from './train-net.js'

export const runLenet = (start: Omit<AnyJob<Options>, 'mnist' | 'out'>): Promise<void> =>
  runJob(start, async (job, step) => {
    const {
      mnist: { train },
      options: { images, seed },
    } = job
    if (images !== undefined && images > train.count) {
      throw new UsageError(
        `--images: expected at most ${train.count}, the number of images, got ${images}`,
      )
    }
    await step('1  The same network, with layersmith and by hand', () => compareNets(job))
    await step('2  The plan', () => showPlan(job))
    await step('3  Two classic mistakes', () => showMistakes(job))

    const built = buildLenet(seed)
    try {
      const trained = await step('4  Training', () => trainNet(job, built))
      await step('5  To disk and back', () => saveAndLoad(job, built.model, trained))
      await step('6  Pictures', () => drawPictures(job, built.plan, trained))
      return trained.accuracy
    } finally {
      built.dispose()
    }
  })
