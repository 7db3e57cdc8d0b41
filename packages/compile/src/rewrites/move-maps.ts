// Moves a map of channels past a pool, reshape, padding or product, where it has fewer numbers to
// compute or can be merged into the next operation.
//
// Proof: the operation says which map after it has the effect of the map before it (`mapAfter`).
// For a mean this is any map, since the weights of a mean add up to one; for a maximum, a map
// without negative factors, which keeps the order; for zero padding, a map that keeps zero; for a
// reshape, a map that repeats with the channels; for a product, such as that of squeeze-and-excite,
// a map that only multiplies, of either factor. The value in between changes, so it may have no
// other reader. Maps move only toward the outputs, so this ends.
import type { Sizes } from '@layersmith/core'
import { scale } from '../ops/scale.js'
import type { Rewrite } from './rewrite.js'

const count = (sizes: Sizes): number => sizes.reduce<number>((n, size) => n * (size ?? NaN), 1)

export const moveMaps: Rewrite = {
  name: 'moved',
  at: ({ op, before, input, output, readers }) => {
    if (before?.affine === undefined || op.mapAfter === undefined) return null
    const map = op.mapAfter(before.affine, output)
    if (typeof map === 'string') return map
    if (count(output) < count(input)) return { does: 'swap', then: scale(map) }
    const [reader, ...others] = readers()
    const isTakenIn = others.length === 0 && typeof (reader?.afterMap?.(map) ?? '') !== 'string'
    return isTakenIn ? { does: 'swap', then: scale(map) } : null
  },
}
