/**
 * Steps 2 and 3: the same training by a program of @layersmith/keras, in one process and in
 * several.
 */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'

import { JobFailure } from '@layersmith/example-shared'

import type { Job } from '../job/job.js'
import { programOf } from '../job/options.js'
import { type Ended, type Facts, runPython } from '../python/run-python.js'
import type { Exported } from './export-net.js'

/** What one training differs in from another. */
export interface Training extends Exported {
  /** A name for its folder. */
  readonly name: string
  readonly epochs: number
  readonly rate: number
  /** How it changes: not at all, or to 0 over all epochs. */
  readonly decay: 'none' | 'cosine'
}

/** What all processes of a training came to. */
export interface Trained {
  /** The trained model's file. */
  readonly file: string
  /** The loss of each epoch. */
  readonly losses: readonly number[]
  /** SHA-256 of the weights. */
  readonly weights: string
}

/** How one run of a training is made. */
export interface Launch {
  readonly processes: number
  /** Whether to go on with what is in the folder, which is emptied otherwise. */
  readonly resume?: boolean
  /** The number of the one process to start, and where number 0 is; otherwise all are started. */
  readonly host?: { readonly rank: number; readonly coordinator: string }
  readonly onFacts?: (facts: Facts) => void
}

/**
 * Trains in one process, and in several, which must come to the same loss in the first epoch.
 * Returns what the several came to.
 */
export async function trainBoth(job: Job, training: Training, within: number): Promise<Trained> {
  const { terminal, options } = job
  const alone = await trained(job, training, 1)
  const together = await trained(job, training, options.processes)
  terminal.line('   all processes have the same losses and the same weights')
  const [loss = NaN, wanted = NaN] = [together, alone].map(({ losses }) => losses[0])
  const difference = Math.abs(loss - wanted)
  terminal.line(`   and a loss that differs by ${difference.toExponential(1)} from one process's`)
  if (!(difference <= within)) throw new JobFailure(`The losses may differ by ${within} at most`)
  return together
}

async function trained(job: Job, training: Training, processes: number): Promise<Trained> {
  const ended = await launch(job, training, { processes })
  const result = resultOf(job, training, processes, ended)
  const [loss = NaN] = result.losses
  const seconds = ended.facts.find(({ epoch }) => epoch === 1)?.seconds ?? NaN
  job.terminal.line(
    `   ${processes === 1 ? '1 process' : `${processes} processes`}: loss ${loss.toFixed(7)} ` +
      `in an epoch of ${seconds.toFixed(1)} s, compiling included`,
  )
  return result
}

/** Runs the program in a folder of its own, and waits for its end. */
export async function launch(
  { options, out, signal }: Job,
  training: Training,
  { processes, resume = false, host, onFacts }: Launch,
): Promise<Ended> {
  const folder = folderOf(out, training, processes)
  if (!resume) await rm(folder, { recursive: true, force: true })
  const flags = {
    data: training.data,
    out: folder,
    processes,
    epochs: training.epochs,
    batch: options.batch,
    seed: options.seed,
    loss: 'sparse_categorical_crossentropy',
    metric: 'accuracy',
    'learning-rate': training.rate,
    decay: training.decay,
    ...host,
  }
  return runPython({
    python: options.python,
    name: programOf(options.engine),
    args: [
      training.model,
      ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]),
      ...(resume ? ['--resume'] : []),
    ],
    signal,
    onFacts,
  })
}

/** What the processes came to. Fails unless all of them came to the same. */
export function resultOf(
  { out, options }: Job,
  training: Training,
  processes: number,
  { code, facts, errors }: Ended,
): Trained {
  if (code !== 0)
    throw new JobFailure(`${programOf(options.engine)} ended with ${code}:\n${errors.trim()}`)
  const epochs = [...new Set(facts.flatMap(({ epoch }) => epoch ?? []))]
  return {
    file: join(folderOf(out, training, processes), 'trained.keras'),
    losses: epochs.map((each) => {
      const ended = facts.filter(({ epoch }) => epoch === each)
      return theSame(`losses of epoch ${each}`, processes, ended, ({ loss }) => loss)
    }),
    weights: theSame('weights', processes, facts, ({ weights }) => weights),
  }
}

/** What all processes say, which must be the same. */
function theSame<T>(
  what: string,
  processes: number,
  facts: readonly Facts[],
  read: (facts: Facts) => T | undefined,
): T {
  const values = facts.map(read).filter((value) => value !== undefined)
  const [first] = values
  if (first === undefined || values.length !== processes || values.some((one) => one !== first)) {
    throw new JobFailure(
      `Expected the same ${what} from ${processes} processes, got ${values.join(', ')}`,
    )
  }
  return first
}

const folderOf = (out: string, { name }: Training, processes: number) =>
  join(out, `${name}-${processes}`)
