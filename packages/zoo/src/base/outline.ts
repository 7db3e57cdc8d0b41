import { block } from '@layersmith/core'

/**
 * The outline of most architectures: five maps with these numbers of channels, each half as large
 * as the one before, rounded up.
 */
export const halving = <
  A extends number,
  B extends number,
  C extends number,
  D extends number,
  E extends number,
>(
  c1: A,
  c2: B,
  c3: C,
  c4: D,
  c5: E,
) =>
  block()
    .conv(c1, 2, { stride: 2, padding: 'same' })
    .tap('c1')
    .conv(c2, 2, { stride: 2, padding: 'same' })
    .tap('c2')
    .conv(c3, 2, { stride: 2, padding: 'same' })
    .tap('c3')
    .conv(c4, 2, { stride: 2, padding: 'same' })
    .tap('c4')
    .conv(c5, 2, { stride: 2, padding: 'same' })
    .tap('c5')
