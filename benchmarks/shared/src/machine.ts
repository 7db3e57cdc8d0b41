/** The machine that a result was measured on; nothing that tells whose machine it is. */
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'

export interface Machine {
  /** When the run began, ISO 8601. */
  readonly date: string
  readonly platform: string
  readonly cpu: string | null
  readonly cores: number
  /** 10⁹ bytes. */
  readonly memory: number
  /**
   * Processes that ran or waited, a mean over the minute before and the minute after; 0 where the
   * system does not tell.
   */
  readonly load: readonly [before: number, after: number]
}

/** Notes the machine when a run begins; the function that comes back notes it when it ends. */
export const watchMachine = (): (() => Machine) => {
  const date = new Date().toISOString()
  const before = load()
  return () => ({
    date,
    platform: `${process.platform}-${process.arch}`,
    cpu: cpus()[0]?.model.trim() ?? null,
    cores: availableParallelism(),
    memory: Math.round(totalmem() / 1e8) / 10,
    load: [before, load()],
  })
}

const load = (): number => Math.round((loadavg()[0] ?? 0) * 100) / 100

/** A sentence for results, which go into a repository: absolute paths tell whose machine it was. */
export const withoutPaths = (text: string): string =>
  text.replace(/(?<![\w.:/])(file:\/\/)?([A-Za-z]:)?[\\/][^\s'"`,;:()]+/g, '…')
