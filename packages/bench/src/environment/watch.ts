import type { StartedBackend } from '@layersmith/backends'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Environment } from './environment.js'
import { watchMachine } from './machine.js'
import { provenanceOf } from './provenance.js'

/** The packages whose versions decide what is measured. */
const packages = ['layersmith', '@layersmith/tfjs', '@layersmith/backends', '@tensorflow/tfjs']

/**
 * Records the environment when a run begins; call the returned function when the run ends. The
 * sources are those of the running program.
 */
export const watchEnvironment = ({
  kernels: _,
  refused: __,
  ...backend
}: StartedBackend): (() => Environment) => {
  const machine = watchMachine()
  return () => {
    const script = process.argv[1] ?? path.join(process.cwd(), 'script')
    const provenance = provenanceOf({
      from: pathToFileURL(script).href,
      packages,
      folders: ['.'],
    })
    const found = Object.entries(provenance.packages).filter(([, version]) => version !== 'unknown')
    return {
      ...machine(),
      provenance: { ...provenance, packages: Object.fromEntries(found) },
      backend,
    }
  }
}
