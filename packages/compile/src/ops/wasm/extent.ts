// Where the windows of convolutions and pools lie on an image whose sizes are known.
import type { Margins, Shape } from '../../graph/wasm.js'
import type { Window } from '../window.js'

/** How many windows there are along each axis, and the zeros that they read around the image. */
export interface Extent {
  readonly outputs: readonly [number, number]
  readonly margins: Margins
}

/** The sizes of an image, or of a sequence as one row. */
const imageOf = (shape: Shape): readonly [number, number] => [shape.at(-3) ?? 1, shape.at(-2) ?? 1]

export const extentOf = (window: Window, shape: Shape): Extent => {
  const [rows, columns] = ([0, 1] as const).map((axis) => alongAxis(window, imageOf(shape), axis))
  const [r, c] = [rows, columns] as [Along, Along] // one for each axis
  return { outputs: [r.outputs, c.outputs], margins: [r.margins, c.margins] }
}

interface Along {
  readonly outputs: number
  readonly margins: readonly [number, number]
}
const alongAxis = (
  { size, stride, dilation, padding }: Window,
  image: readonly [number, number],
  axis: 0 | 1,
): Along => {
  const reach = (size[axis] - 1) * dilation[axis] + 1
  if (padding !== 'same') {
    const [before, after] = padding[axis]
    const outputs = Math.floor((image[axis] + before + after - reach) / stride[axis]) + 1
    return { outputs, margins: [before, after] }
  }
  const outputs = Math.ceil(image[axis] / stride[axis])
  const missing = Math.max(0, (outputs - 1) * stride[axis] + reach - image[axis])
  return { outputs, margins: [Math.floor(missing / 2), Math.ceil(missing / 2)] }
}

/** The sizes after windows, with other channels. */
export const afterWindows = (window: Window, shape: Shape, channels: number): Shape => {
  const { outputs } = extentOf(window, shape)
  return [...(window.isLine ? outputs.slice(1) : outputs), channels]
}
