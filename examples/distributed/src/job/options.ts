/** The command line of the example: its options and their defaults. */
import {
  type CommonOptions,
  commonFlags,
  commonUsage,
  fraction,
  optional,
  readCommon,
  readFlags,
  wholeNumber,
} from '@layersmith/example-shared'

export interface Options extends CommonOptions {
  /** How many training images to use; all of them if undefined. */
  readonly images: number | undefined
  readonly processes: number
  /** The Python that has Keras and JAX. */
  readonly python: string
  /** How far from the accuracy of training here; undefined means as far as it likes. */
  readonly accuracyWithin: number | undefined
  /** Whether to end a process by force, and to go on. */
  readonly checks: boolean
}

/** What the full job must reach. Fewer images reach less, so the caller sets their threshold. */
const fullJob = { images: 60_000, accuracy: 0.975, within: 0.003 }

export const usage = `Usage: npm run example:distributed -- [options]

Builds LeNet here, trains it on MNIST in several processes of Keras on JAX, and brings it back.

  --images <n>           train on n of the training images (default: all 60,000)
  --processes <n>        how many train together (default: 2)
  --batch <n>            images in one step, over all processes (default: 64)
  --seed <n>             seed of the weights and of the order of the images (default: 42)
  --python <command>     the Python that has Keras and JAX (default: python3)
  --checks               also kill a process while it trains, and resume
  --min-accuracy <x>     fail below this test accuracy, from 0 to 1
                         (default: ${fullJob.accuracy} on all images, else none)
  --accuracy-within <x>  fail if the accuracy is further from that of \`npm start\`
                         (default: ${fullJob.within} on all images, else none)
${commonUsage('files and checkpoints')}`

export function parseOptions(args: readonly string[]): Options {
  const flags = readFlags(
    args,
    [...commonFlags, 'images', 'processes', 'python', 'accuracy-within'],
    ['checks'],
  )
  const images = optional(flags.images, (text) => wholeNumber('--images', text, 1))
  const isFull = (images ?? fullJob.images) >= fullJob.images
  return {
    ...readCommon(flags, { batch: 64, minAccuracy: isFull ? fullJob.accuracy : undefined }),
    images,
    processes: wholeNumber('--processes', flags.processes ?? '2', 2),
    python: flags.python ?? 'python3',
    accuracyWithin:
      optional(flags['accuracy-within'], (text) => fraction('--accuracy-within', text)) ??
      (isFull ? fullJob.within : undefined),
    checks: flags.checks ?? false,
  }
}
