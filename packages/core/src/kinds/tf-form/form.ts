import type { JsonObject } from '../../base/json.js'

/** A class name and config as `tf.serialization` knows them, without name. */
export interface TfForm {
  readonly className: string
  readonly config: JsonObject
}
