import { wrap } from '../ast/block.js'
import { type JsonObject, snapshot } from '../base/json.js'
import { isMethodKind, layerNode } from '../kinds/registry.js'
import type { AnyBlock, Kind } from '../types/block.js'

/**
 * An open block of one layer, from a kind and its raw config as `recognise` gives them: for
 * packages that read layers from elsewhere. What is wrong with the config, `check` finds.
 * @throws TypeError for a merge, which needs several inputs
 */
export const ofKind = (kind: Kind, config: JsonObject): AnyBlock => {
  if (!isMethodKind(kind)) throw new TypeError(`${kind} joins several inputs: use branch(…)`)
  const data = snapshot(config) as JsonObject // the snapshot of an object is one
  return wrap(layerNode(kind, data), ofKind, [])
}
