// Folds a map of channels (a batch normalization, a layer scale, a rescaling) into what is before
// it, if that can compute the mapped numbers itself.
//
// Proof: the new operation gives the value of the map (each operation proves that for itself, in
// `thenMap`). The value in between is gone, so nobody else may read it.
import type { Rewrite } from './rewrite.js'

export const foldBehind: Rewrite = {
  name: 'folded',
  at: ({ op: { affine }, before }) => {
    if (affine === undefined || before === null) return null
    if (before.thenMap === undefined) return `${before.name} takes no factors`
    const op = before.thenMap(affine)
    return typeof op === 'string' ? op : { does: 'merge', op }
  },
}
