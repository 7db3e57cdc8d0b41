/** The command line of the example: its options and their defaults. */
import {
  type CommonOptions,
  commonFlags,
  commonUsage,
  fraction,
  optional,
  readCommon,
  readFlags,
  UsageError,
  wholeNumber,
} from '@layersmith/example-shared'

/** What trains in Python, each by a program of @layersmith/keras. */
const engines = { jax: 'train.py', ray: 'train_ray.py' } as const
export type Engine = keyof typeof engines

export const programOf = (engine: Engine): string => engines[engine]

export interface Options extends CommonOptions {
  /** Keras on JAX, or on torch under Ray. */
  readonly engine: Engine
  /** How many training images to use; all of them if undefined. */
  readonly images: number | undefined
  readonly processes: number
  /** The Python that has Keras and the engine. */
  readonly python: string
  /** How far from the accuracy of training here; undefined means as far as it likes. */
  readonly accuracyWithin: number | undefined
  /** Whether to end a process by force, and to go on. */
  readonly checks: boolean
}

/** What the full job must reach. Fewer images reach less, so the caller sets their threshold. */
const fullJob = { images: 60_000, accuracy: 0.975, within: 0.003 }

export const usage = `Usage: npm run example:distributed -- [options]

Builds LeNet here, trains it on MNIST in several processes of Keras, and brings it back.

  --images <n>           train on n of the training images (default: all 60,000)
  --processes <n>        how many train together (default: 2)
  --batch <n>            images in one step, over all processes (default: 64)
  --seed <n>             seed of the weights and of the order of the images (default: 42)
  --engine <name>        jax, or ray, whose workers normalize by their own part of a batch, so that
                         they come to another loss than one (default: jax)
  --python <command>     the Python that has Keras and the engine (default: python3)
  --checks               also kill a process while it trains, and resume; with jax
  --min-accuracy <x>     fail below this test accuracy, from 0 to 1
                         (default: ${fullJob.accuracy} on all images, else none)
  --accuracy-within <x>  fail if the accuracy is further from that of \`npm start\`
                         (default: ${fullJob.within} on all images, else none)
${commonUsage('files and checkpoints')}`

export function parseOptions(args: readonly string[]): Options {
  const flags = readFlags(
    args,
    [...commonFlags, 'images', 'processes', 'engine', 'python', 'accuracy-within'],
    ['checks'],
  )
  const images = optional(flags.images, (text) => wholeNumber('--images', text, 1))
  const isFull = (images ?? fullJob.images) >= fullJob.images
  const engine = engineOf(flags.engine ?? 'jax')
  if (engine === 'ray' && flags.checks === true)
    throw new UsageError('--checks: Ray ends what it started by itself; leave out --engine ray')
  return {
    engine,
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

function engineOf(text: string): Engine {
  if (text === 'jax' || text === 'ray') return text
  throw new UsageError(`--engine: expected jax or ray, got "${text}"`)
}
