import type { Running } from '@layersmith/backends'
import type { Machine } from './machine.js'
import type { Provenance } from './provenance.js'

/**
 * The machine and the software that a result was measured on, without anything that tells whose
 * machine it is.
 */
export interface Environment extends Machine {
  /** Which state of the sources, and which versions of the packages. */
  readonly provenance: Provenance
  /** What computed. */
  readonly backend: Omit<Running, 'kernels'>
}
