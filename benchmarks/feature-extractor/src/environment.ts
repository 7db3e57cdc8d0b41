/**
 * The machine and the software that a result was measured on, without anything that tells whose
 * machine it is.
 */
import type { StartedBackend } from '@layersmith/backends'
import { watchMachine } from '@layersmith/benchmark-shared'
import { provenance } from './provenance.js'
import type { Environment } from './report/result.js'

/** Records the environment when a run begins; call the returned function when the run ends. */
export const watchEnvironment = ({
  kernels: _,
  refused: __,
  ...backend
}: StartedBackend): (() => Environment) => {
  const machine = watchMachine()
  return () => ({ ...machine(), provenance: provenance(), backend })
}
