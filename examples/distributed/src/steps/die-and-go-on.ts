/**
 * Step 6: a process dies in the middle. The others end too, and the training goes on from its last
 * checkpoint, to the numbers of one that nothing happened to.
 */
import { performance } from 'node:perf_hooks'

import { JobFailure } from '@layersmith/example-shared'

import type { Job } from '../job/job.js'
import type { Ended } from '../python/run-python.js'
import { launch, resultOf, type Trained, type Training } from './train-in-python.js'

/** The process that dies. */
const victim = 1
const within = { seconds: 60, loss: 1e-5 }

export async function dieAndGoOn(
  job: Job,
  training: Training,
  undisturbed: Trained,
): Promise<void> {
  const { terminal, options } = job
  const disturbed = { ...training, name: `${training.name}-killed` }
  const { ended, seconds } = await killed(job, disturbed)
  const sentence = ended.errors.split('\n').find((line) => line.startsWith(`rank ${victim} `))
  if (ended.code === 0 || sentence === undefined || !(seconds <= within.seconds)) {
    throw new JobFailure(
      `${seconds.toFixed(1)} s after a process was killed, train.py ended with ${ended.code}:\n` +
        ended.errors,
    )
  }
  terminal.line(`   after ${seconds.toFixed(1)} s: ${sentence}`)

  const { processes } = options
  const again = await launch(job, disturbed, { processes, resume: true })
  const resumed = resultOf(job, disturbed, processes, again)
  // it ran all epochs but the first
  const epochs = resumed.losses.length
  const [last = NaN, wanted = NaN] = [resumed, undisturbed].map(({ losses }) => losses.at(-1))
  const difference = Math.abs(last - wanted)
  terminal.line(
    `   resumed for the last ${epochs} of ${training.epochs} epochs: the loss differs by ` +
      `${difference.toExponential(1)} from an undisturbed training's, the weights ` +
      (resumed.weights === undisturbed.weights ? 'are the same' : 'differ'),
  )
  if (epochs !== training.epochs - 1 || !(difference <= within.loss)) {
    throw new JobFailure(`Expected it to resume after epoch 1, to a loss within ${within.loss}`)
  }
}

/** Kills the victim once there is a checkpoint; takes the time until all have ended. */
async function killed(
  job: Job,
  training: Training,
): Promise<{ readonly ended: Ended; readonly seconds: number }> {
  let pid: number | undefined
  let since = NaN
  const ended = await launch(job, training, {
    processes: job.options.processes,
    onFacts({ rank, process: id, epoch }) {
      if (rank === victim && id !== undefined) pid = id
      // rank 0 reports an epoch after its checkpoint
      if (rank === 0 && epoch === 1 && pid !== undefined) {
        since = performance.now()
        process.kill(pid, 'SIGKILL')
      }
    },
  })
  return { ended, seconds: (performance.now() - since) / 1000 }
}
