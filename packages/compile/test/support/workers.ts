// Node's workers, as a test sees them.
import type { Worker } from 'node:worker_threads'

const threads = process.getBuiltinModule('node:worker_threads')

/** Runs with workers of a class; `started` has those that it starts. */
export const withWorkers = async <T>(
  run: () => Promise<T>,
  refuse?: Error,
): Promise<{ result: T; started: readonly Worker[]; ended: () => Promise<void> }> => {
  const { Worker } = threads
  const started: Worker[] = []
  const exits: Promise<unknown>[] = []
  threads.Worker = class extends Worker {
    constructor(...given: ConstructorParameters<typeof Worker>) {
      if (refuse !== undefined) throw refuse
      super(...given)
      started.push(this)
      exits.push(new Promise((resolve) => this.once('exit', resolve)))
    }
  }
  try {
    const result = await run()
    return { result, started, ended: async () => void (await Promise.all(exits)) }
  } finally {
    threads.Worker = Worker
  }
}
