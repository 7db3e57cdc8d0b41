// Dense layers in wasm programs: products of matrices.
import { type View, gemm } from '../../graph/kernels.js'
import type { WasmForm } from '../../graph/wasm.js'
import type { Dense } from '../parameters.js'
import { limitsOf, refusedActivation, writeRest } from './activations.js'
import { panels } from './panels.js'

export const denseForm = (dense: Dense): WasmForm => {
  const { kernel, activation, readsFlat = false } = dense
  const [, units = 1] = kernel.shape
  return {
    refuses: () => refusedActivation(activation),
    shape: ([x = []]) => (readsFlat ? [units] : [...x.slice(0, -1), units]),
    wants: () => [{ close: readsFlat }],
    write: (place) => {
      const { output: y } = place
      const [input] = place.inputs as readonly [View] // one input
      // what is read flat has lanes behind each pixel, which are multiplied by zeros
      const x = readsFlat ? flat(input) : input
      const each = readsFlat ? input : x
      const limits = limitsOf(activation)
      const packed = place.weights(
        kernel,
        `rows ${x.channels} of ${each.pixel} ${limits.least} ${limits.most}`,
        () =>
          panels(dense, { rows: x.channels, first: 0, columns: units }, limits, (row) => {
            const [pixel, channel] = [Math.floor(row / each.pixel), row % each.pixel]
            return channel < each.channels ? (pixel * each.channels + channel) * units : null
          }),
      )
      place.call(gemm(x, x.channels, packed, { ...y, channels: y.pixel }))
      writeRest(activation, y, place)
      return 'product'
    },
  }
}

/** All numbers of an image as one pixel. */
const flat = (x: View): View => {
  const channels = x.rows * x.columns === 1 ? x.channels : x.rows * x.columns * x.pixel
  return { ...x, rows: 1, columns: 1, channels }
}
