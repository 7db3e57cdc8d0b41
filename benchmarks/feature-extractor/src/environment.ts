/** The machine and the software that a result was measured on; nothing that tells whose machine it is. */
import { availableParallelism, cpus, loadavg, totalmem } from 'node:os'
import type { StartedBackend } from '@layersmith/backends'
import { provenance } from './provenance.js'
import type { Environment } from './result.js'

/** Notes the environment when a run begins; the function that comes back notes it when it ends. */
export const watchEnvironment = ({ kernels: _, refused: __, ...backend }: StartedBackend): (() => Environment) => {
  const date = new Date().toISOString()
  const before = load()
  return () => ({
    date,
    provenance: provenance(),
    platform: `${process.platform}-${process.arch}`,
    cpu: cpus()[0]?.model.trim() ?? null,
    cores: availableParallelism(),
    memory: Math.round(totalmem() / 1e8) / 10,
    load: [before, load()],
    backend,
  })
}

const load = (): number => Math.round((loadavg()[0] ?? 0) * 100) / 100

/** A sentence for results, which go into a repository: absolute paths tell whose machine it was. */
export const withoutPaths = (text: string): string => text.replace(/(?<![\w.:/])(file:\/\/)?([A-Za-z]:)?[\\/][^\s'"`,;:()]+/g, '…')
