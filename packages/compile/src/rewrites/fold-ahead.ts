// Folds a map of channels into what follows, if that can read the numbers from before the map.
//
// Proof: the new operation gives the same value from the map's input (each operation proves that
// for itself, in `afterMap`: every number that it reads must go through the map, so the zeros that
// a convolution puts around an image must be zeros behind the map as well). Nobody else may read
// the mapped value.
import type { Rewrite } from './rewrite.js'

export const foldAhead: Rewrite = {
  name: 'folded ahead',
  at: ({ op, before }) => {
    if (before?.affine === undefined || op.afterMap === undefined) return null
    const merged = op.afterMap(before.affine)
    return typeof merged === 'string' ? merged : { does: 'merge', op: merged }
  },
}
