import { wrap } from '../ast/block.js'
import { type JsonObject, snapshot } from '../base/json.js'
import { shortened } from '../base/problem.js'
import { isMethodKind, layerNode } from '../kinds/registry.js'
import type { AnyBlock, Kind } from '../types/block.js'

/**
 * An open block of one layer, from a kind and a raw config as `recognize` returns them: for
 * packages that read layers from elsewhere. `check` reports mistakes in the config.
 * @throws TypeError for a merge, which needs several inputs
 */
export const ofKind = (kind: Kind, config: JsonObject): AnyBlock => {
  if (!isMethodKind(kind))
    throw new TypeError(shortened(`${kind} joins several inputs: use branch(…)`))
  const data = snapshot(config) as JsonObject // the snapshot of an object is one
  return wrap(layerNode(kind, data), ofKind, [])
}
