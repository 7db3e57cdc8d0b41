// Folds a map of channels (a batch normalization, a layer scale, a rescaling) into the operation
// before it, if that can compute the mapped numbers itself.
//
// Proof: the new operation computes the value of the map; each operation proves this for itself, in
// `thenMap`. The value in between no longer exists, so it may have no other reader.
import type { Rewrite } from './rewrite.js'

export const foldBack: Rewrite = {
  name: 'folded',
  at: ({ op: { affine }, before }) => {
    if (affine === undefined || before === null) return null
    if (before.thenMap === undefined) return `${before.name} takes no factors`
    const op = before.thenMap(affine)
    return typeof op === 'string' ? op : { does: 'merge', op }
  },
}
