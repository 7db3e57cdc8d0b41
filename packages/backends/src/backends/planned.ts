import * as TE from 'fp-ts/lib/TaskEither.js'
import type { BackendName, Start } from '../backend.js'
import type { Refusal } from '../refusal.js'

/** Backends that have their place in the order and cannot be started by this version. */
export type Planned = Exclude<BackendName, 'wasm' | 'cpu'>

/** Refuses; a backend gets a file of its own beside this one when it can be started. */
export const planned = (backend: Planned): Start => () => {
  const refusal: Refusal = {
    backend,
    code: 'not-implemented',
    tried: 'looked for a way to start it',
    got: 'this version of @layersmith/backends cannot start it yet',
    fix: "Use 'wasm', or start it yourself with tf.setBackend",
  }
  return TE.left(refusal)
}
