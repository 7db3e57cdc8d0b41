/** The machine that a result was measured on, without anything that tells whose machine it is. */
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
   * Running and waiting processes, averaged over a minute, before and after the run; 0 if the
   * system does not say.
   */
  readonly load: readonly [before: number, after: number]
}

/** Records the machine when a run begins; call the returned function when the run ends. */
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

/** Cleans a sentence for the repository: absolute paths would tell whose machine it was. */
export const withoutPaths = (text: string): string =>
  text.replace(/(?<![\w.:/])(file:\/\/)?([A-Za-z]:)?[\\/][^\s'"`,;:()]+/g, '…')
