import type { Block, Conv, Open } from '@layersmith/core'

/**
 * A block that changes shapes as one convolution does: [batch, height, width, channels] to [batch,
 * ceil(height / stride), ceil(width / stride), filters]. Blocks of this type are built from loose
 * parts and declare their shape, which costs the compiler as much as that convolution.
 */
export type Strided<F extends number, St extends number> = Block<
  Open<[Conv<F, 1, St, 'same', 1>]>,
  'weights' | 'batchStatistics'
>
