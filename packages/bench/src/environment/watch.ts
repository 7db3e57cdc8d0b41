import type { StartedBackend } from '@layersmith/backends'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Environment } from './environment.js'
import { watchMachine } from './machine.js'
import { type Provenance, provenanceOf } from './provenance.js'

/** The packages whose versions decide what is measured. */
const packages = ['layersmith', '@layersmith/tfjs', '@layersmith/backends', '@tensorflow/tfjs']

const ofThisProgram = (): Provenance => {
  const script = process.argv[1] ?? path.join(process.cwd(), 'script')
  const provenance = provenanceOf({
    from: pathToFileURL(script).href,
    packages,
    folders: ['.'],
  })
  const found = Object.entries(provenance.packages).filter(([, version]) => version !== 'unknown')
  return { ...provenance, packages: Object.fromEntries(found) }
}

/**
 * Records the environment when a run begins; call the returned function when the run ends.
 * @param started what `startBackend` returned
 * @param provenance asked at the end for what was measured; the sources of the running program by
 *   default
 * @example
 * import { startBackend } from '@layersmith/backends'
 * import { watchEnvironment } from '@layersmith/bench'
 * const ended = watchEnvironment(await startBackend())
 * ended().cores > 0 // true
 */
export const watchEnvironment = (
  { kernels: _, refused: __, ...backend }: StartedBackend,
  provenance = ofThisProgram,
): (() => Environment) => {
  const machine = watchMachine()
  return () => ({ ...machine(), provenance: provenance(), backend })
}
