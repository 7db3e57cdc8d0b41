// Folds a map of channels into the operation after it, which then reads the map's input.
//
// Proof: the new operation computes the same value from the map's input. Each operation proves this
// for itself, in `afterMap`: every number that it reads must go through the map, so the zeros that
// a convolution puts around an image must be zeros after the map as well. The mapped value may have
// no other reader.
import type { Rewrite } from './rewrite.js'

export const foldAhead: Rewrite = {
  name: 'folded ahead',
  at: ({ op, before }) => {
    if (before?.affine === undefined || op.afterMap === undefined) return null
    const merged = op.afterMap(before.affine)
    return typeof merged === 'string' ? merged : { does: 'merge', op: merged }
  },
}
