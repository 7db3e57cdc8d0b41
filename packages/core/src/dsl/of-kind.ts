import { internals } from './block.js'
import type { AnyBlock, Kind } from '../types/block.js'
import { type JsonObject, snapshot } from '../base/json.js'
import { methods } from '../kinds/registry.js'

/**
 * An open block of one layer, from a kind and its raw config as `recognise` gives them: for
 * packages that read layers from elsewhere. What is wrong with the config, `check` finds.
 * @throws TypeError for a merge, which needs several inputs
 */
export const ofKind = (kind: Kind, config: JsonObject): AnyBlock => {
  if (!Object.hasOwn(methods, kind))
    throw new TypeError(`${kind} joins several inputs: use branch(…)`)
  // the snapshot of an object is one
  return internals.wrap({ kind, config: snapshot(config) as JsonObject }, ofKind, [])
}
