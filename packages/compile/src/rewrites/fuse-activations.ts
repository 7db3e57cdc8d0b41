// Lets a convolution or a dense layer apply the activation after it.
//
// Proof: it applies the same function to the same numbers. The value before the activation no
// longer exists, so it may have no other reader.
import type { Rewrite } from './rewrite.js'

export const fuseActivations: Rewrite = {
  name: 'fused',
  at: ({ op: { activation }, before }) => {
    if (activation === undefined || before?.thenActivation === undefined) return null
    const op = before.thenActivation(activation)
    return typeof op === 'string' ? op : { does: 'merge', op }
  },
}
