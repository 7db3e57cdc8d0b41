// All rewrites. Which of them comes first decides only where two could take the same operation: a
// map goes into what is before it rather than ahead.
import { dropIdentities } from './drop-identities.js'
import { foldAhead } from './fold-ahead.js'
import { foldBehind } from './fold-behind.js'
import { fuseActivations } from './fuse-activations.js'
import { moveMaps } from './move-maps.js'
import { onePixel } from './one-pixel.js'
import { readFlat } from './read-flat.js'
import type { Rewrite } from './rewrite.js'
import { takeMargins } from './take-margins.js'

export const rewrites: readonly Rewrite[] = [
  dropIdentities,
  foldBehind,
  fuseActivations,
  takeMargins,
  readFlat,
  onePixel,
  foldAhead,
  moveMaps,
]
