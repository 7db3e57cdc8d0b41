// Lets a convolution put the zeros around its input itself.
//
// Proof: its windows read the same numbers, those of the image and zeros around it. Nobody else may
// read the padded image, which is never written.
import type { Rewrite } from './rewrite.js'

export const takeMargins: Rewrite = {
  name: 'padded inside',
  at: ({ op, before }) => {
    if (before?.margins === undefined || op.afterMargins === undefined) return null
    const merged = op.afterMargins(before.margins)
    return typeof merged === 'string' ? merged : { does: 'merge', op: merged }
  },
}
