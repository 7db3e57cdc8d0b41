/** The sizes of a convolution without strides, as the wasm module takes them. */
export interface Sizes {
  readonly images: number
  readonly height: number
  readonly width: number
  readonly channels: number
  readonly outHeight: number
  readonly outWidth: number
  readonly filters: number
  readonly top: number
  readonly left: number
}

/** The pairs of an output's position and that of the input under one tap, along one axis. */
const met = (outputs: number, size: number, tap: number, before: number) =>
  Array.from({ length: outputs }, (_, o): readonly [number, number] => [
    o,
    o + tap - before,
  ]).filter(([, i]) => i >= 0 && i < size)

/** Calls back with the index of each x, y and tap that belong together, without their channels. */
const meetings = (sizes: Sizes, visit: (x: number, y: number, tap: number) => void): void => {
  const { images, height, width, outHeight, outWidth, top, left } = sizes
  for (let tap = 0; tap < 9; tap++) {
    const rows = met(outHeight, height, Math.floor(tap / 3), top)
    const columns = met(outWidth, width, tap % 3, left)
    for (let image = 0; image < images; image++) {
      for (const [oy, iy] of rows) {
        for (const [ox, ix] of columns)
          visit((image * height + iy) * width + ix, (image * outHeight + oy) * outWidth + ox, tap)
      }
    }
  }
}

/** A 3x3 convolution in float64: x [pixels, channels], w [9, channels, filters]. */
export const convolution3x3 = (
  sizes: Sizes,
  x: ArrayLike<number>,
  w: ArrayLike<number>,
  bias: ArrayLike<number>,
): Float64Array => {
  const { images, channels, outHeight, outWidth, filters } = sizes
  const y = Float64Array.from(
    { length: images * outHeight * outWidth * filters },
    (_, i) => bias[i % filters]!,
  )
  meetings(sizes, (from, to, tap) => {
    for (let i = 0; i < channels; i++) {
      const value = x[from * channels + i]!
      const weights = (tap * channels + i) * filters
      for (let o = 0; o < filters; o++) y[to * filters + o]! += value * w[weights + o]!
    }
  })
  return y
}

/** The gradient of its filter in float64, [9, channels, filters], from x and dy. */
export const filterGradient3x3 = (
  sizes: Sizes,
  x: ArrayLike<number>,
  dy: ArrayLike<number>,
): Float64Array => {
  const { channels, filters } = sizes
  const dw = new Float64Array(9 * channels * filters)
  meetings(sizes, (from, to, tap) => {
    for (let i = 0; i < channels; i++) {
      const value = x[from * channels + i]!
      const weights = (tap * channels + i) * filters
      for (let o = 0; o < filters; o++) dw[weights + o]! += value * dy[to * filters + o]!
    }
  })
  return dw
}
