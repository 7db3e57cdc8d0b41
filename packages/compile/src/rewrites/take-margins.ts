// Lets a convolution pad its input itself.
//
// Proof: its windows read the same numbers, those of the image and zeros around it. The padded
// image is never written, so it may have no other reader.
import type { Rewrite } from './rewrite.js'

export const takeMargins: Rewrite = {
  name: 'padded inside',
  at: ({ op, before }) => {
    if (before?.margins === undefined || op.afterMargins === undefined) return null
    const merged = op.afterMargins(before.margins)
    return typeof merged === 'string' ? merged : { does: 'merge', op: merged }
  },
}
