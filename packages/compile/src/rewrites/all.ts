// All rewrites. Their order matters only where two could take the same operation: a map is folded
// into the operation before it rather than the one after it.
import { dropIdentities } from './drop-identities.js'
import { foldAhead } from './fold-ahead.js'
import { foldBack } from './fold-back.js'
import { fuseActivations } from './fuse-activations.js'
import { moveMaps } from './move-maps.js'
import { onePixel } from './one-pixel.js'
import { readFlat } from './read-flat.js'
import type { Rewrite } from './rewrite.js'
import { takeMargins } from './take-margins.js'

export const rewrites: readonly Rewrite[] = [
  dropIdentities,
  foldBack,
  fuseActivations,
  takeMargins,
  readFlat,
  onePixel,
  foldAhead,
  moveMaps,
]
