/** The command line of the example: its options and their defaults. */
import {
  type CommonOptions,
  commonFlags,
  commonUsage,
  optional,
  readCommon,
  readFlags,
  wholeNumber,
} from '@layersmith/example-shared'

export interface Options extends CommonOptions {
  /** How many training images to use; all of them if undefined. */
  readonly images: number | undefined
  readonly epochs: number
}

/** What the full job must reach. Fewer images reach less, so the caller sets their threshold. */
const fullJob = { images: 60_000, accuracy: 0.975 }

export const usage = `Usage: npm start -- [options]

Builds LeNet with layersmith and by hand, compares the two, trains on MNIST, saves, loads and draws.

  --images <n>         train on n of the training images (default: all 60,000)
  --epochs <n>         passes over the images (default: 1)
  --batch <n>          images in one training step (default: 64)
  --seed <n>           seed of the weights and of the order of the images (default: 42)
  --min-accuracy <x>   fail below this test accuracy, from 0 to 1
                       (default: ${fullJob.accuracy} on all images, else none)
${commonUsage('the pictures and the model')}`

export function parseOptions(args: readonly string[]): Options {
  const flags = readFlags(args, [...commonFlags, 'images', 'epochs'])
  const images = optional(flags.images, (text) => wholeNumber('--images', text, 1))
  return {
    ...readCommon(flags, {
      batch: 64,
      minAccuracy: (images ?? fullJob.images) < fullJob.images ? undefined : fullJob.accuracy,
    }),
    images,
    epochs: wholeNumber('--epochs', flags.epochs ?? '1', 1),
  }
}
