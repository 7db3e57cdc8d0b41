// Removes a flattening before a dense layer, and all but the last of several reshapings.
//
// Proof: a reshaping keeps the numbers of an example in their order, and so does what reads them in
// that order; it reads the same ones from the value before. Others may go on reading the reshaped
// value, but then it is made anyway, so this is left alone.
import type { Rewrite } from './rewrite.js'

export const readFlat: Rewrite = {
  name: 'read flat',
  at: ({ op, before }) =>
    before?.isReshape === true && (op.readsFlat === true || op.isReshape === true)
      ? { does: 'merge', op }
      : null,
}
