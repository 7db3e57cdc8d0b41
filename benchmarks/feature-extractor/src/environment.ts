/**
 * The machine and the software that a result was measured on, without anything that tells whose
 * machine it is.
 */
import type { StartedBackend } from '@layersmith/backends'
import { type Environment, watchMachine } from '@layersmith/bench'
import { provenance } from './provenance.js'

/** Records the environment when a run begins; call the returned function when the run ends. */
export const watchEnvironment = ({
  kernels: _,
  refused: __,
  ...backend
}: StartedBackend): (() => Environment) => {
  const machine = watchMachine()
  return () => ({ ...machine(), provenance: provenance(), backend })
}
