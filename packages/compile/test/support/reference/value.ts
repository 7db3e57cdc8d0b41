// What the reference computes with: numbers in double precision, images first and channels last.

export interface Value {
  /** With the batch. */
  readonly shape: readonly number[]
  readonly numbers: Float64Array
}

/** What goes back through an operation: the gradients of its inputs and of its weights by role. */
export interface Gradients {
  readonly inputs: readonly Float64Array[]
  readonly weights: Readonly<Record<string, Float64Array>>
}

/** The output of an operation, and the way back from the gradient of the output. */
export interface Computed {
  readonly y: Value
  readonly back: (dy: Float64Array) => Gradients
}

/** The weights of an instance by role. */
export type Weights = (role: string) => Float64Array | undefined

export const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, size) => product * size, 1)
export const zeros = (shape: readonly number[]): Value => ({
  shape,
  numbers: new Float64Array(sizeOf(shape)),
})
/** [images, height, width, channels] of a value; a vector is one pixel. */
export const imageOf = ({ shape }: Value): readonly [number, number, number, number] => {
  const [images = 1, ...sizes] = shape
  const [height, width, channels] = sizes.length === 3 ? sizes : [1, 1, sizeOf(sizes)]
  return [images, height ?? 1, width ?? 1, channels ?? 1]
}

type Pair = readonly [number, number]
/** A window as a config has it. */
export interface Window {
  readonly size: Pair
  readonly stride: Pair
  readonly dilation: Pair
  readonly padding: 'same' | 'valid'
}

/** Calls `visit` for each pixel of the input that a window at a pixel of the output covers. */
export const overWindows = (
  input: Value,
  output: Value,
  { size, stride, dilation, padding }: Window,
  visit: (from: number, to: number, tap: number) => void,
): void => {
  const [images, height, width] = imageOf(input)
  const [, outHeight, outWidth] = imageOf(output)
  const before = (axis: 0 | 1, all: number, outputs: number): number => {
    const reach = (size[axis] - 1) * dilation[axis] + 1
    const missing = (outputs - 1) * stride[axis] + reach - all
    return padding === 'same' ? Math.floor(Math.max(0, missing) / 2) : 0
  }
  const [top, left] = [before(0, height, outHeight), before(1, width, outWidth)]
  for (let n = 0; n < images; n++)
    for (let oy = 0; oy < outHeight; oy++)
      for (let ox = 0; ox < outWidth; ox++)
        for (let ky = 0; ky < size[0]; ky++)
          for (let kx = 0; kx < size[1]; kx++) {
            const y = oy * stride[0] + ky * dilation[0] - top
            const x = ox * stride[1] + kx * dilation[1] - left
            if (y < 0 || x < 0 || y >= height || x >= width) continue
            const from = (n * height + y) * width + x
            visit(from, (n * outHeight + oy) * outWidth + ox, ky * size[1] + kx)
          }
}
