// Moves a map of channels behind a pool, a reshaping, a padding or a product: there it computes
// fewer numbers, or meets an operation that takes it in.
//
// Proof: the operation says which map after it does what the map before it does (`mapBehind`). For
// a mean any map does, since the weights of a mean add up to one; for a largest number one without
// negative factors, which keeps the order; for zeros around an image one that keeps zero; for a
// reshaping one that repeats with the channels; for a product, such as that of squeeze-and-excite,
// one that only multiplies, of either factor. The value between is another one now, so nobody
// else may read it. It moves only toward the outputs, so this comes to an end.
import type { Sizes } from '@layersmith/core'
import { scale } from '../ops/scale.js'
import type { Rewrite } from './rewrite.js'

const count = (sizes: Sizes): number => sizes.reduce<number>((n, size) => n * (size ?? NaN), 1)

export const moveMaps: Rewrite = {
  name: 'moved',
  at: ({ op, before, input, output, readers }) => {
    if (before?.affine === undefined || op.mapBehind === undefined) return null
    const map = op.mapBehind(before.affine, output)
    if (typeof map === 'string') return map
    if (count(output) < count(input)) return { does: 'swap', then: scale(map) }
    const [reader, ...others] = readers()
    const isTakenIn = others.length === 0 && typeof (reader?.afterMap?.(map) ?? '') !== 'string'
    return isTakenIn ? { does: 'swap', then: scale(map) } : null
  },
}
