import { performance } from 'node:perf_hooks'

export interface Lap {
  readonly name: string
  readonly seconds: number
}

export interface Stopwatch {
  readonly laps: readonly Lap[]
  /** Runs one step of the job and remembers how long it took, even if it fails. */
  time<T>(name: string, step: () => T | Promise<T>): Promise<T>
}

export function startStopwatch(): Stopwatch {
  const laps: Lap[] = []
  return {
    laps,
    async time(name, step) {
      const start = performance.now()
      try {
        return await step()
      } finally {
        laps.push({ name, seconds: (performance.now() - start) / 1000 })
      }
    },
  }
}
