/** Milliseconds. */
export interface Elapsed {
  readonly wall: number
  /** Processor time of all threads; null in a page, which is not told. */
  readonly cpu: number | null
}

/** The process of Node.js, which a page does not have. */
const { process: node } = globalThis as { readonly process?: NodeJS.Process }

/** Starts a stopwatch; the returned function reads it. */
export const stopwatch = (): (() => Elapsed) => {
  const [since, used] = [performance.now(), node?.cpuUsage()]
  return () => {
    const usage = node?.cpuUsage(used)
    const wall = performance.now() - since
    return { wall, cpu: usage === undefined ? null : (usage.user + usage.system) / 1000 }
  }
}
