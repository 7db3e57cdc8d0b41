// Filters of single channels in wasm programs. The zeros around the image are in memory.
import { type View, behind, copy, filters } from '../../graph/kernels.js'
import { type Margins, type Place, type WasmForm, lanesOf } from '../../graph/wasm.js'
import type { Depthwise } from '../parameters.js'
import { limitsOf, refusedActivation, writeRest } from './activations.js'
import { afterWindows, extentOf } from './extent.js'
import { laned } from './panels.js'

export const depthwiseForm = (conv: Depthwise): WasmForm => {
  const { kernel, bias, window, activation } = conv
  const [height = 1, width = 1, channels = 1, each = 1] = kernel.shape
  const all = channels * each
  return {
    refuses: () => refusedActivation(activation),
    shape: ([x = []]) => afterWindows(window, x, all),
    wants: ([x = []]) =>
      each === 1 ? [{ margins: extentOf(window, x).margins, lanes: true }] : [{}],
    write: (place) => {
      const [x] = place.inputs as readonly [View] // one input
      const { margins } = extentOf(window, [x.rows, x.columns, x.channels])
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
