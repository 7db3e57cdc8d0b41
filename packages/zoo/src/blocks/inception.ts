// The modules of Inception v3 (Szegedy et al. 2015, https://arxiv.org/abs/1512.00567), with the
// branches in Keras's order. A normalization without a factor and ReLU follow every convolution.
import {
  type Block,
  type Conv,
  type Open,
  type Padding,
  type Pair,
  block,
  branch,
} from '@layersmith/core'
import { type Norm, normed } from '../base/layers.js'

interface UnitOptions<St extends number, P extends Padding> {
  readonly stride?: St
  readonly padding?: P
}
const norm: Norm = { scale: false }

/** A convolution of Inception nets, its normalization and ReLU. */
export const unit = <
  const F extends number,
  const K extends Pair,
  const St extends number = 1,
  P extends Padding = 'same',
>(
  filters: F,
  kernel: K,
  options: UnitOptions<St, P> = {},
) =>
  // only the convolution changes the shape
  normed(filters, kernel, { norm, ...options }) as Block<
    Open<[Conv<F, K, St, P, 1>]>,
    'weights' | 'batchStatistics'
  >

const strided = { stride: 2, padding: 'valid' } as const

/** The mean of each neighborhood, then 1x1 convolutions. */
const pooled = <const F extends number>(filters: F) =>
  block().pool(3, { kind: 'average', stride: 1, padding: 'same' }).pipe(unit(filters, 1))
const halved = () => block().pool(3, { stride: 2 })

/**
 * The module of Inception v3 with 5x5 convolutions, once as two of 3x3 ("figure 5" of
 * https://arxiv.org/abs/1512.00567). [height, width, channels] to [height, width, 224 + filters].
 * @param filters the channels of the branch that pools
 * @param first the channels of the 1x1 convolution; 64 by default
 * @example
 * import { input } from '@layersmith/core'
 * import { inceptionA } from '@layersmith/zoo'
 * input([35, 35, 192]).pipe(inceptionA(32)).shape // [35, 35, 256]
 */
export const inceptionA = <const F extends number, const A extends number = 64>(
  filters: F,
  first: A = 64 as A, // the default of the type too
) =>
  branch(
    unit(first, 1),
    unit(48, 1).pipe(unit(64, 5)),
    unit(64, 1).pipe(unit(96, 3)).pipe(unit(96, 3)),
    pooled(filters),
  ).concat()

/**
 * The module of Inception v3 with 7x7 convolutions, each as 1x7 and 7x1 ("figure 6" of
 * https://arxiv.org/abs/1512.00567). [height, width, channels] to [height, width, 768].
 * @param inside the channels within its branches
 * @example
 * import { input } from '@layersmith/core'
 * import { inceptionB } from '@layersmith/zoo'
 * input([17, 17, 768]).pipe(inceptionB(128)).shape // [17, 17, 768]
 */
export const inceptionB = (inside: number) => {
  const row = unit(inside, [1, 7])
  const column = unit(inside, [7, 1])
  return branch(
    unit(192, 1),
    unit(inside, 1)
      .pipe(row)
      .pipe(unit(192, [7, 1])),
    unit(inside, 1)
      .pipe(column)
      .pipe(row)
      .pipe(column)
      .pipe(unit(192, [1, 7])),
    pooled(192),
  ).concat()
}

/**
 * The module of Inception v3 for the coarsest maps, which spreads out into 1x3 and 3x1 ("figure 7"
 * of https://arxiv.org/abs/1512.00567). [height, width, channels] to [height, width, 2048].
 * @example
 * import { input } from '@layersmith/core'
 * import { inceptionC } from '@layersmith/zoo'
 * input([8, 8, 1280]).pipe(inceptionC()).shape // [8, 8, 2048]
 */
export const inceptionC = () => {
  const spread = branch(unit(384, [1, 3]), unit(384, [3, 1])).concat()
  return branch(
    unit(320, 1),
    unit(384, 1).pipe(spread),
    unit(448, 1).pipe(unit(384, 3)).pipe(spread),
    pooled(192),
  ).concat()
}

/**
 * From the first to the second size of Inception maps ("figure 10" of
 * https://arxiv.org/abs/1512.00567): a stride of 2 without padding. [height, width, channels] to
 * [floor((height - 1) / 2), floor((width - 1) / 2), channels + direct + out].
 * @param direct the channels of the branch with a single convolution
 * @param inside the channels within the other branch, first and then
 * @param out the channels that the other branch ends with
 * @example
 * import { input } from '@layersmith/core'
 * import { reductionA } from '@layersmith/zoo'
 * input([35, 35, 288]).pipe(reductionA(384, [64, 96], 96)).shape // [17, 17, 768]
 */
export const reductionA = <const D extends number, const F extends number>(
  direct: D,
  [first, then]: readonly [number, number],
  out: F,
) =>
  branch(
    unit(direct, 3, strided),
    unit(first, 1)
      .pipe(unit(then, 3))
      .pipe(unit(out, 3, strided)),
    halved(),
  ).concat()

/**
 * From the second to the third size of Inception v3's maps. [height, width, channels] to
 * [floor((height - 1) / 2), floor((width - 1) / 2), channels + 512].
 * @example
 * import { input } from '@layersmith/core'
 * import { reductionB } from '@layersmith/zoo'
 * input([17, 17, 768]).pipe(reductionB()).shape // [8, 8, 1280]
 */
export const reductionB = () =>
  branch(
    unit(192, 1).pipe(unit(320, 3, strided)),
    unit(192, 1)
      .pipe(unit(192, [1, 7]))
      .pipe(unit(192, [7, 1]))
      .pipe(unit(192, 3, strided)),
    halved(),
  ).concat()
