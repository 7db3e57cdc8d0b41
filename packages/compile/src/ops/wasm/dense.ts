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
    wants: () => [{ bare: readsFlat }],
    write: (place) => {
      const { output: y } = place
      const [input] = place.inputs as readonly [View] // one input
      const x = readsFlat ? flat(input) : input
      const limits = limitsOf(activation)
      const packed = place.weights(
        kernel,
        `rows ${x.channels} ${limits.least} ${limits.most}`,
        () =>
          panels(
            dense,
            { rows: x.channels, first: 0, columns: units },
            limits,
            (row) => row * units,
          ),
      )
      place.call(gemm(x, x.channels, packed, { ...y, channels: y.pixel }))
      writeRest(activation, y, place)
      return 'product'
    },
  }
}

/** All numbers of an image as one pixel. */
const flat = (x: View): View => ({
  ...x,
  rows: 1,
  columns: 1,
  channels: x.rows * x.columns * x.channels,
})
