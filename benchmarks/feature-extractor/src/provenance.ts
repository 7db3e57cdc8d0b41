import type { Provenance } from '@layersmith/bench'
import { provenanceOf } from '@layersmith/benchmark-shared'

/** Which state of the sources was measured, and which versions of the packages. */
export const provenance = (): Provenance =>
  provenanceOf({
    from: import.meta.url,
    packages: ['layersmith', '@layersmith/backends', '@tensorflow/tfjs'],
    folders: ['packages', 'benchmarks/feature-extractor/src'],
  })
