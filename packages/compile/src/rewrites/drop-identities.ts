// Removes operations that return their input as it is.
//
// Proof: the two values are equal, so a reader of one may read the other. Outputs and taps keep
// their values too: they become the input, however many readers it has.
import type { Rewrite } from './rewrite.js'

export const dropIdentities: Rewrite = {
  name: 'dropped',
  at: ({ op }) => (op.isIdentity === true ? { does: 'drop' } : null),
}
