/** The command line of the example: its options and their defaults. */
import {
  type CommonOptions,
  commonFlags,
  commonUsage,
  readCommon,
  readFlags,
  wholeNumber,
} from '@layersmith/example-shared'

export interface Options extends CommonOptions {
  /** Digits to train on, in each of the two trainings. */
  readonly images: number
}

/** What the full job must reach. Fewer images reach less, so the caller sets their threshold. */
const fullJob = { images: 1000, accuracy: 0.8 }

export const usage = `Usage: npm start -- [options]

Gives an imported MobileNetV2 a new head for MNIST digits: trains the head, then all of the net but
the normalizations, which stay frozen.

  --images <n>         digits to train on, in each training (default: ${fullJob.images})
  --batch <n>          digits in one training step (default: 16)
  --seed <n>           seed of the head and of the choice of the digits (default: 42)
  --min-accuracy <x>   fail below this test accuracy, from 0 to 1
                       (default: ${fullJob.accuracy} on ${fullJob.images} images or more, else none)
${commonUsage('the picture')}`

export function parseOptions(args: readonly string[]): Options {
  const flags = readFlags(args, [...commonFlags, 'images'])
  const images = wholeNumber('--images', flags.images ?? String(fullJob.images), 1)
  return {
    ...readCommon(flags, {
      batch: 16,
      minAccuracy: images < fullJob.images ? undefined : fullJob.accuracy,
    }),
    images,
  }
}
