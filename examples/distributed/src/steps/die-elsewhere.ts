/**
 * Step 7: each process is started by itself, as on hosts of its own, so nobody sees how one ends.
 * The last one is killed; JAX must end the others within a minute, and name it.
 */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { performance } from 'node:perf_hooks'

import { JobFailure } from '@layersmith/example-shared'

import type { Job } from '../job/job.js'
import { launch, type Training } from './train-in-python.js'

const withinSeconds = 60

export async function dieElsewhere(job: Job, training: Training): Promise<void> {
  const { processes } = job.options
  const coordinator = `127.0.0.1:${await freePort()}`
  const alone = { ...training, name: `${training.name}-hosts` }
  const victim = processes - 1
  let pid: number | undefined
  let since = NaN
  const ended = await Promise.all(
    Array.from({ length: processes }, async (_, rank) => {
      const one = await launch(job, alone, {
        processes,
        host: { rank, coordinator },
        onFacts({ rank: by, process: id, epoch }) {
          if (by === victim && id !== undefined) pid = id
          if (by === 0 && epoch === 1 && pid !== undefined) {
            since = performance.now()
            process.kill(pid, 'SIGKILL')
          }
        },
      })
      return { rank, ...one, seconds: (performance.now() - since) / 1000 }
    }),
  )
  const named = new RegExp(`tasks are unhealthy [^]*?:\\s*${victim}\\b`)
  for (const { rank, code, errors, seconds } of ended.slice(0, victim)) {
    if (code === 0 || !named.test(errors) || !(seconds <= withinSeconds)) {
      throw new JobFailure(
        `${seconds.toFixed(1)} s after rank ${victim} was killed, rank ${rank} ended with ` +
          `${code}, and should have been ended by JAX, with its name:\n${errors}`,
      )
    }
    job.terminal.line(
      `   after ${seconds.toFixed(1)} s JAX ended rank ${rank}: rank ${victim} is unhealthy`,
    )
  }
}

/** A port of this machine that nobody uses. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no port')
  return address.port
}
