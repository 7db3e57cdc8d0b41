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
  /** Pairs of digits to train each net on. */
  readonly pairs: number
}

/** What the full job must reach. Fewer pairs reach less, so the caller sets their threshold. */
const fullJob = { pairs: 30_000, accuracy: 0.9 }

export const usage = `Usage: npm start -- [options]

Trains siamese nets on pairs of MNIST digits: do both show the same digit?

  --pairs <n>          pairs to train each net on (default: ${fullJob.pairs})
  --batch <n>          pairs in one training step (default: 16)
  --seed <n>           seed of the weights and of the pairs (default: 42)
  --min-accuracy <x>   fail below this test accuracy, from 0 to 1
                       (default: ${fullJob.accuracy} on ${fullJob.pairs} pairs or more, else none)
${commonUsage('the picture and the trained model')}`

export function parseOptions(args: readonly string[]): Options {
  const flags = readFlags(args, [...commonFlags, 'pairs'])
  const pairs = wholeNumber('--pairs', flags.pairs ?? String(fullJob.pairs), 1)
  return {
    ...readCommon(flags, {
      batch: 16,
      minAccuracy: pairs < fullJob.pairs ? undefined : fullJob.accuracy,
    }),
    pairs,
  }
}
