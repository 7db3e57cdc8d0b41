// Filters of single channels in wasm programs: those of 3x3 as their columns pass by, others over
// an image whose zeros are in memory.
import { at } from '../../graph/affine.js'
import { type View, behind, copy, depthwise, filters } from '../../graph/kernels.js'
import type { Constant } from '../../graph/op.js'
import { type Margins, type Place, type WasmForm, lanesOf } from '../../graph/wasm.js'
import type { Depthwise } from '../parameters.js'
import { limitsOf, refusedActivation, writeRest } from './activations.js'
import type { Window } from '../window.js'
import { type Extent, afterWindows, extentOf } from './extent.js'
import { laned } from './panels.js'

export const depthwiseForm = (conv: Depthwise): WasmForm => {
  const { kernel, bias, window, activation } = conv
  const [height = 1, width = 1, channels = 1, each = 1] = kernel.shape
  const all = channels * each
  return {
    refuses: () => refusedActivation(activation),
    shape: ([x = []]) => afterWindows(window, x, all),
    wants: ([x = []]) => {
      const extent = extentOf(window, x)
      const isRolling = each === 1 && rolls(window, extent)
      if (isRolling) return [{ lanes: true }]
      return each === 1 ? [{ margins: extent.margins, lanes: true }] : [{}]
    },
    write: (place) => {
      const [x] = place.inputs as readonly [View] // one input
      const extent = extentOf(window, [x.rows, x.columns, x.channels])
      if (each === 1 && rolls(window, extent)) return writeRolling(conv, extent, place)
      const { margins } = extent
      const image = each === 1 ? x : repeated(x, each, margins, place)
      const taps = Array.from({ length: height * width }, (_, i) =>
        kernel.values.subarray(i * all, (i + 1) * all),
      )
      const weights = place.weights(kernel, 'taps', () =>
        laned([bias?.values ?? new Float32Array(all), ...taps], all),
      )
      const { size, stride, dilation } = window
      const first = behind(image.address, -margins[0][0] * image.row - margins[1][0] * image.pixel)
      place.call(
        filters(
          { ...image, address: first },
          weights,
          place.output,
          size,
          stride,
          dilation,
          limitsOf(activation),
        ),
      )
      writeRest(activation, place.output, place)
      return 'filters'
    },
  }
}

/** Whether windows of 3x3 read at most one pixel around the image, by the same small steps. */
const rolls = ({ size, stride, dilation }: Window, { margins }: Extent): boolean =>
  [...size, ...dilation].join() === '3,3,1,1' &&
  stride[0] === stride[1] &&
  stride[0] <= 2 &&
  margins.flat().every((n) => n <= 1)

const writeRolling = (conv: Depthwise, { margins }: Extent, place: Place): string => {
  const [x] = place.inputs as readonly [View] // one input
  const { output: y } = place
  const { kernel, bias, window, activation } = conv
  const weights = place.weights(kernel, 'rolling', () => rollingWeights(kernel, bias, x.pixel))
  const zeros = place.zeros(x.columns * x.pixel)
  const [[top], [left]] = margins
  const { stride } = window
  const where = { stride: stride[0], top, left, zeros }
  place.call(depthwise(x, weights, y, where, limitsOf(activation)))
  writeRest(activation, y, place)
  return 'rolling filters'
}

/** Of each four channels the biases and the 9 taps. */
const rollingWeights = (kernel: Constant, bias: Constant | null, lanes: number): Float32Array => {
  const channels = kernel.shape[2] ?? 1
  const packed = new Float32Array(lanes * 10)
  for (let channel = 0; channel < channels; channel++) {
    const first = Math.floor(channel / 4) * 40 + (channel % 4)
    if (bias !== null) packed[first] = at(bias.values, channel)
    for (let tap = 0; tap < 9; tap++)
      packed[first + 4 * (tap + 1)] = at(kernel.values, tap * channels + channel)
  }
  return packed
}

/** An image in which each channel is there several times, with zeros around it. */
const repeated = (x: View, each: number, [rows, columns]: Margins, place: Place): View => {
  const pixel = lanesOf(x.channels * each)
  const row = (x.columns + columns[0] + columns[1]) * pixel
  const elements = (x.rows + rows[0] + rows[1]) * row
  const address = place.scratch(elements)
  const start = { address, rows: 1, columns: 1, channels: 0, row: 0, pixel: 0 }
  place.call(copy(start, start, { zeros: elements }))
  const image = {
    ...x,
    address: behind(address, rows[0] * row + columns[0] * pixel),
    row,
    pixel,
  }
  for (let i = 0; i < each; i++)
    place.call(copy(x, { ...image, address: behind(image.address, i) }, { yStep: each }))
  return { ...image, channels: x.channels * each }
}
