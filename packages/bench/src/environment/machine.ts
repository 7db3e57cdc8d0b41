import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'

/** The machine that a result was measured on, without anything that tells whose machine it is. */
export interface Machine {
  /** When the run began, ISO 8601. */
  readonly date: string
  /** The system and the architecture, as Node.js calls them. */
  readonly platform: string
  /** What the processor calls itself. */
  readonly cpu: string | null
  /** Cores that this process may use. */
  readonly cores: number
  /** 10⁹ bytes. */
  readonly memory: number
  /**
   * Running and waiting processes, averaged over a minute, before and after the run; 0 if the
   * system does not say.
   */
  readonly load: readonly [before: number, after: number]
}

/**
 * Records the machine when a run begins; call the returned function when the run ends.
 * @example
 * import { watchMachine } from '@layersmith/bench'
 * const machine = watchMachine()
 * machine().load.length // 2
 */
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
