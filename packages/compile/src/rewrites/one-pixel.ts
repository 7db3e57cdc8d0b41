// Turns a 1x1 convolution of a single pixel, as in the gates of squeeze-and-excite, into a matrix
// product.
//
// Proof: its only window is the pixel, so each output is the sum of the pixel's channels times its
// filter's weights, which is what a dense layer over the last axis computes.
import type { Rewrite } from './rewrite.js'

export const onePixel: Rewrite = {
  name: 'made dense',
  at: ({ op, input }) =>
    op.onOnePixel !== undefined && input.length === 3 && input[0] === 1 && input[1] === 1
      ? { does: 'become', op: op.onOnePixel }
      : null,
}
