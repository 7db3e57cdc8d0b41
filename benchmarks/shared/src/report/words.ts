/** How to write where a result comes from. */
import { words } from '@layersmith/bench'
import type { Environment } from '../environment/environment.js'

/** When, where and with what a result was measured, in one line. */
export const environmentLine = (environment: Environment, settings: readonly string[]): string =>
  [
    environment.date.slice(0, 10),
    words.commitOf(environment.provenance),
    `Node ${environment.node}`,
    ...words.packagesOf(environment.provenance),
    words.machineOf(environment),
    words.loadOf(environment),
    ...settings,
  ].join(' · ')
