// The kernels of a compiled program, and how a call of one becomes a record of 32 words. Their
// numbers and the order of their arguments are those of assembly/program/run.ts.

/** A place in the memory of a program: an offset in bytes from the start of a region. */
export interface Address {
  readonly region: 'weights' | 'tables' | 'arena' | 'zeros' | 'scratch'
  readonly bytes: number
}

/** An image in memory: [rows, columns, channels], with strides in elements. */
export interface View {
  readonly address: Address
  readonly rows: number
  readonly columns: number
  readonly channels: number
  /** From one row to the next, and from one pixel to the next. */
  readonly row: number
  readonly pixel: number
}

/** The address that many elements after another one. */
export const behind = ({ region, bytes }: Address, elements: number): Address => ({
  region,
  bytes: bytes + 4 * elements,
})

/** A single-precision float; plain numbers are integers. */
interface Float {
  readonly float: number
}
/** A word of a record. */
export type Word = number | Float | Address

const float = (n: number): Float => ({ float: n })

/** The range that results are clipped to. */
export interface Limits {
  readonly least: number
  readonly most: number
}
export const NO_LIMITS: Limits = { least: -Infinity, most: Infinity }

/** A record before its addresses are known. */
export type Call = readonly Word[]

/** The kernel, the sizes of its loops and of a second loop nest, and its arguments. */
const call = (
  kernel: number,
  sizes: readonly number[],
  more: readonly number[],
  args: readonly Word[],
): Call => [
  kernel,
  ...Array.from({ length: 5 }, (_, i) => sizes[i] ?? 0),
  ...Array.from({ length: 7 }, (_, i) => more[i] ?? 0),
  ...args,
]

const placed = ({ address, row, pixel }: View): readonly [Address, number, number] => [
  address,
  row,
  pixel,
]

/** Copies numbers; `xStep` and `yStep` lead from one channel to the next. */
export const copy = (
  x: View,
  y: View,
  { xStep = 1, yStep = 1, zeros = 0 }: { xStep?: number; yStep?: number; zeros?: number } = {},
): Call =>
  call(0, [y.rows, y.columns, y.channels, zeros], [], [...placed(x), xStep, ...placed(y), yStep])

/** A product of each pixel with a packed matrix of `k` rows; `y.channels` is a multiple of 8. */
export const gemm = (x: View, k: number, panels: Address, y: View): Call =>
  call(
    1,
    [y.rows, y.columns, y.channels, k],
    [],
    [x.address, x.pixel, x.row, panels, y.address, y.pixel, y.row, 0],
  )

/** What a convolution needs besides its values. */
export interface Direct {
  readonly panels: Address
  readonly offsets: Address
  readonly scratch: Address
  readonly k: number
  readonly bandRows: number
  readonly stride: readonly [number, number]
  /** The rows of the image that an output row reads. */
  readonly reach: number
  readonly phases: number
  readonly line: number
  readonly top: number
  readonly left: number
}
export const convolve = (x: View, y: View, direct: Direct): Call => {
  const { panels, offsets, scratch, k, bandRows, stride, reach, phases, line, top, left } = direct
  return call(
    2,
    [y.rows, y.columns, y.channels, k],
    [bandRows, stride[0], reach, phases, x.channels, line],
    [
      x.address,
      panels,
      offsets,
      y.address,
      scratch,
      x.rows,
      x.columns,
      stride[1],
      top,
      left,
      y.row,
      y.pixel,
      x.row,
      x.pixel,
    ],
  )
}

/** Depthwise filters; x begins at the first number that they read. */
export const filters = (
  x: View,
  weights: Address,
  y: View,
  [height, width]: readonly [number, number],
  stride: readonly [number, number],
  dilation: readonly [number, number],
  { least, most }: Limits,
): Call =>
  call(
    3,
    [y.rows, y.columns, y.pixel, height, width],
    [],
    [...placed(x), weights, ...placed(y), ...stride, ...dilation, float(least), float(most)],
  )

/** The maximum or mean of each window, over the part of it that is inside the image. */
export const pool = (
  kind: 'max' | 'average',
  x: View,
  y: View,
  size: readonly [number, number],
  stride: readonly [number, number],
  [top, left]: readonly [number, number],
): Call =>
  call(
    4,
    [y.rows, y.columns, y.pixel, ...size],
    [],
    [
      kind === 'average' ? 1 : 0,
      ...placed(x),
      x.rows,
      x.columns,
      ...placed(y),
      ...stride,
      top,
      left,
    ],
  )

/** The maximum or mean of each channel. */
export const poolAll = (kind: 'max' | 'average', x: View, y: View): Call =>
  call(5, [x.rows, x.columns, y.pixel], [], [kind === 'average' ? 1 : 0, ...placed(x), y.address])

/** A function of each number: one of ops/wasm/activations.ts with its two parameters. */
export const activate = (kind: number, x: View, y: View, [a, b]: readonly [number, number]): Call =>
  call(
    6,
    [y.rows, y.columns * y.pixel],
    [],
    [kind, x.address, x.row, y.address, y.row, float(a), float(b)],
  )

export const softmax = (x: View, y: View): Call =>
  call(7, [y.rows, y.columns, y.channels], [], [...placed(x), ...placed(y)])

const COMBINATIONS = ['add', 'multiply', 'maximum', 'minimum'] as const
export type Combination = (typeof COMBINATIONS)[number]

/** Two values, element by element; a size of 1 is broadcast. */
export const combine = (
  kind: Combination,
  a: View,
  b: View,
  y: View,
  { least, most }: Limits = NO_LIMITS,
): Call => {
  const given = (x: View): readonly Word[] => [
    x.address,
    x.rows === 1 ? 0 : x.row,
    x.columns === 1 ? 0 : x.pixel,
    x.channels === 1 && y.channels > 1 ? 1 : 0,
  ]
  return call(
    8,
    [y.rows, y.columns, y.pixel],
    [],
    [COMBINATIONS.indexOf(kind), ...given(a), ...given(b), ...placed(y), float(least), float(most)],
  )
}

/** A map of each channel, from a table of centers, factors and offsets. */
export const scale = (x: View, table: Address, y: View): Call =>
  call(9, [y.rows, y.columns, y.pixel], [], [...placed(x), table, ...placed(y)])

/** An image enlarged by integer factors, with linear interpolation. */
export const enlarge = (x: View, y: View, [tall, wide]: readonly [number, number]): Call =>
  call(10, [x.rows, x.columns, y.pixel, tall, wide], [], [...placed(x), ...placed(y)])

/** Normalizes groups of `size` channels: of each pixel, or of all together. */
export const normalize = (
  x: View,
  table: Address,
  y: View,
  { size, together, epsilon }: { size: number; together: boolean; epsilon: number },
): Call =>
  call(
    11,
    [y.rows, y.columns, y.channels, size],
    [],
    [together ? 1 : 0, ...placed(x), table, y.pixel, ...placed(y), float(epsilon)],
  )

/** What a tiled convolution needs besides its values. */
export interface Tiled {
  /** The edge of a tile. */
  readonly tile: 2 | 4
  readonly filter: Address
  readonly bias: Address
  readonly scratch: Address
  readonly blockTiles: number
  readonly top: number
  readonly left: number
}
/** A 3x3 convolution by Winograd's minimal filtering; x has lanes. */
export const winograd = (
  x: View,
  y: View,
  { tile, filter, bias, scratch, blockTiles, top, left }: Tiled,
  { least, most }: Limits,
): Call =>
  call(
    12,
    [y.rows, y.columns, y.pixel, x.pixel, tile],
    [blockTiles],
    [
      x.address,
      filter,
      bias,
      y.address,
      scratch,
      x.rows,
      x.columns,
      x.row,
      x.pixel,
      top,
      left,
      y.row,
      y.pixel,
      float(least),
      float(most),
    ],
  )

/** Depthwise 3x3 filters; `zeros` is a row of zeros as long as one of the image. */
export const depthwise = (
  x: View,
  weights: Address,
  y: View,
  { stride, top, left, zeros }: { stride: number; top: number; left: number; zeros: Address },
  { least, most }: Limits,
): Call =>
  call(
    13,
    [y.rows, y.columns, y.pixel],
    [],
    [
      x.address,
      weights,
      y.address,
      x.row,
      y.row,
      stride,
      float(least),
      float(most),
      x.rows,
      x.columns,
      top,
      left,
      zeros,
    ],
  )
