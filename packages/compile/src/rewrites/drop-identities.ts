// Removes what gives its input as it is.
//
// Proof: the two values are equal, so whoever reads one may read the other. Outputs and taps keep
// their values too: they are read at the input, however many read it.
import type { Rewrite } from './rewrite.js'

export const dropIdentities: Rewrite = {
  name: 'dropped',
  at: ({ op }) => (op.isIdentity === true ? { does: 'drop' } : null),
}
