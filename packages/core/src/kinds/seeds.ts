// Puts the seeds of a build into a config.
import { freeze } from '../base/json.js'
import { entriesOf } from '../config/read.js'
import type { LayerKind } from './kind.js'

/**
 * A config with the build's seeds filled in where the layer draws random numbers. `seedFor` gives
 * each field of a position its own seed.
 */
export const withSeeds = (
  def: LayerKind,
  config: object,
  seedFor: (field: string) => number,
): object => {
  const values = config as Readonly<Record<string, unknown>> // a config is plain data
  const seeded = entriesOf(def.config).filter(([, f]) => f.seeded !== undefined)
  if (seeded.length === 0) return config
  const drawn = seeded.map(([name, f]) => [name, f.seeded?.(values[name], seedFor(name))] as const)
  return freeze({ ...values, ...Object.fromEntries(drawn) })
}
