// Convolutions of 3x3 by Winograd's minimal filtering (Lavin and Gray 2016), in wasm programs.
import { at } from '../../graph/affine.js'
import { type View, winograd } from '../../graph/kernels.js'
import { type Place, lanesOf } from '../../graph/wasm.js'
import type { Convolution } from '../parameters.js'
import { limitsOf } from './activations.js'
import type { Extent } from './extent.js'
import { laned } from './panels.js'
import { APART, PANEL, type Tile, blockOf, scratchOf, tilesOf } from './tiles.js'

/** What a convolution of an image takes by one of the ways, in nanoseconds. */
interface Cost {
  readonly pixels: number
  readonly channels: number
  readonly filters: number
}

/** Multiplications and additions of a nanosecond, and bytes of weights, near by and far away. */
const [RATE, NEAR, FAR] = [26, 60, 10]
/** Bytes that stay near by. */
const CACHE = 2 * 1024 * 1024

const costOf = (products: number, values: number, { channels, filters }: Cost): number => {
  const bytes = 4 * values * channels * filters
  return (products * channels * filters) / RATE + bytes / (bytes > CACHE ? FAR : NEAR)
}
/** Nanoseconds of the transforms of a tile, for each channel and for each filter. */
const TRANSFORM: Readonly<Record<Tile, readonly [number, number]>> = {
  2: [2.5, 2.5],
  4: [9.4, 7.3],
}

/**
 * The edge of the tiles by which a convolution is fastest; null for the direct way. Measured with
 * relaxed SIMD, on images of 7 to 56 pixels and 16 to 512 channels. Training has another rule
 * (cost.ts of @layersmith/wasm-kernels), since it transforms the filters at every step.
 * @param exact whether tiles of 4, which round more, are out of the question
 */
export const tileFor = (
  { window: { size, stride, dilation }, groups }: Convolution,
  { outputs: [rows, columns] }: Extent,
  [channels, filters]: readonly [number, number],
  exact: boolean,
): Tile | null => {
  const isPlain = groups === 1 && [...stride, ...dilation].every((n) => n === 1)
  // it sums over all lanes, so there must be none
  if (!isPlain || size.some((n) => n !== 3) || channels % 8 !== 0) return null
  const cost = { pixels: rows * columns, channels, filters }
  const timeOf = (tile: Tile): number => {
    const tiles = tilesOf(tile, rows, columns)
    const [each, last] = TRANSFORM[tile]
    const numbers = (tile + 2) ** 2
    return costOf(tiles * numbers, numbers, cost) + tiles * (channels * each + filters * last)
  }
  const direct = costOf(9 * cost.pixels, 9, cost)
  const [two, four] = [timeOf(2), exact ? Infinity : timeOf(4)]
  if (direct <= Math.min(two, four)) return null
  return two < four ? 2 : 4
}

export const writeWinograd = (
  conv: Convolution,
  { margins }: Extent,
  tile: Tile,
  place: Place,
): string => {
  const [x] = place.inputs as readonly [View] // one input
  const { output: y } = place
  const { kernel, bias } = conv
  const filters = kernel.shape[3] ?? 1
  const blockTiles = blockOf(tile, x.pixel, tilesOf(tile, y.rows, y.columns))
  place.call(
    winograd(
      x,
      y,
      {
        tile,
        filter: place.weights(kernel, `tiles of ${tile}`, () => transformed(conv, tile)),
        bias: place.weights(kernel, 'bias', () =>
          laned([bias?.values ?? new Float32Array(filters)], filters),
        ),
        scratch: place.scratch(scratchOf(tile, x.pixel, blockTiles)),
        blockTiles,
        top: margins[0][0],
        left: margins[1][0],
      },
      limitsOf(conv.activation),
    ),
  )
  return `winograd ${tile}x${tile}`
}

/** G: what three taps in a line are at the points 0, 1, -1 and, for tiles of 4, 2 and -2. */
const POINTS: Readonly<Record<Tile, readonly (readonly [number, number, number])[]>> = {
  2: [
    [1, 0, 0],
    [1 / 2, 1 / 2, 1 / 2],
    [1 / 2, -1 / 2, 1 / 2],
    [0, 0, 1],
  ],
  4: [
    [1 / 4, 0, 0],
    [-1 / 6, -1 / 6, -1 / 6],
    [-1 / 6, 1 / 6, -1 / 6],
    [1 / 24, 1 / 12, 1 / 6],
    [1 / 24, -1 / 12, 1 / 6],
    [0, 0, 1],
  ],
}

/** G w Gᵀ of each filter, in panels: [panel][number of the matrix][channel][8]. */
const transformed = ({ kernel }: Convolution, tile: Tile): Float32Array => {
  const [, , channels = 1, filters = 1] = kernel.shape
  const points = POINTS[tile]
  const step = lanesOf(channels) * PANEL + APART
  const size = points.length
  const packed = new Float32Array((lanesOf(filters) / PANEL) * size * size * step)
  const taps = new Float64Array(9)
  for (let o = 0; o < filters; o++)
    for (let i = 0; i < channels; i++) {
      for (let tap = 0; tap < 9; tap++)
        taps[tap] = at(kernel.values, (tap * channels + i) * filters + o)
      const first = Math.floor(o / PANEL) * size * size * step + i * PANEL + (o % PANEL)
      for (const [r, down] of points.entries())
        for (const [c, across] of points.entries())
          packed[first + (r * size + c) * step] = product(down, across, taps)
    }
  return packed
}

type Three = readonly [number, number, number]
const product = (down: Three, across: Three, taps: Float64Array): number => {
  let sum = 0
  for (let y = 0; y < 3; y++)
    for (let x = 0; x < 3; x++) sum += at(down, y) * at(across, x) * at(taps, 3 * y + x)
  return sum
}
