/*
 * The whole circle of training elsewhere:
 *
 *   1 files → 2 the same numbers → 3 an epoch → 4 back here → 5 the same net, trained here
 *     → 6 a process dies, and the training goes on → 7 one dies on another host
 */
import { runJob, UsageError } from '@layersmith/example-shared'

import type { Job } from '../job/job.js'
import { bringBack, trainHere } from './bring-back.js'
import { dieAndGoOn } from './die-and-go-on.js'
import { dieElsewhere } from './die-elsewhere.js'
import { exportDigits, exportNet } from './export-net.js'
import { trainBoth, type Training } from './train-in-python.js'

/** Enough images and epochs for the first to end long before the last. */
const few = { images: 3200, epochs: 4 }

/**
 * How far the loss of several processes may be from that of one, in the first epoch. They add up in
 * another order, so a value is now and then the largest of its pooling window that was not before,
 * and from there on the trainings drift apart. On all images, one process ends 9e-4 away if it
 * merely gets the examples of its batches in reverse. Under Ray, each process also normalizes by
 * its own part of a batch: another training, which should be as good.
 */
const lossWithin = { jax: { few: 1e-5, all: 5e-3 }, ray: { few: 0.02, all: 0.02 } } as const

export const runDistributed = (start: Omit<Job, 'mnist' | 'out'>): Promise<void> =>
  runJob(start, async (job, step) => {
    const { mnist, options } = job
    const { images, processes, engine, checks } = options
    if (images !== undefined && images > mnist.train.count) {
      throw new UsageError(
        `--images: expected at most ${mnist.train.count}, the number of images, got ${images}`,
      )
    }
    const [all, small] = await step('1  LeNet and the digits, as files', async () => {
      const exported = await exportNet(job)
      const training: Training = {
        ...exported,
        name: 'all',
        epochs: 1,
        rate: 1e-2,
        decay: 'cosine',
      }
      const digits = await exportDigits(job, exported.model, 'few-digits', few.images)
      const gentle: Training = { ...digits, name: 'few', ...few, rate: 1e-3, decay: 'none' }
      return [training, gentle] as const
    })
    const undisturbed = await step(`2  Few digits, in one process and in ${processes}`, () =>
      trainBoth(job, small, lossWithin[engine].few),
    )
    const { file } = await step(`3  One epoch of all, in one process and in ${processes}`, () =>
      trainBoth(job, all, lossWithin[engine].all),
    )
    const accuracy = await step('4  Back here', () => bringBack(job, file))
    await step('5  The same net, trained here', () => trainHere(job, accuracy))
    if (checks) {
      await step('6  A process dies, and the training goes on', () =>
        dieAndGoOn(job, small, undisturbed),
      )
      await step('7  A process dies, as on another host', () => dieElsewhere(job, small))
    }
    return accuracy
  })
