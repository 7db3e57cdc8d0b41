// Removes a flatten before a dense layer, and all but the last of several reshapes.
//
// Proof: a reshape keeps the numbers of an example in their order, so an operation that reads them
// in that order reads the same ones from the value before it. If the reshaped value has other
// readers, it must be made anyway, so this leaves it alone.
import type { Rewrite } from './rewrite.js'

export const readFlat: Rewrite = {
  name: 'read flat',
  at: ({ op, before }) =>
    before?.isReshape === true && (op.readsFlat === true || op.isReshape === true)
      ? { does: 'merge', op }
      : null,
}
