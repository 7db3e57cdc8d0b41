// Layer and group normalization in wasm programs.
import { type View, normalize } from '../../graph/kernels.js'
import { type WasmForm } from '../../graph/wasm.js'
import type { Constant } from '../../graph/op.js'
import { laned } from './panels.js'

export interface Normalization {
  /** null for ones. */
  readonly gamma: Constant | null
  /** null for zeros. */
  readonly beta: Constant | null
  readonly epsilon: number
  /** Groups of channels, over all pixels; null for each pixel by itself. */
  readonly groups: number | null
}

export const normalizeForm = ({ gamma, beta, epsilon, groups }: Normalization): WasmForm => {
  const key = {}
  return {
    write: (place) => {
      const [x] = place.inputs as readonly [View] // one input
      const { channels } = x
      const table = place.weights(key, 'table', () =>
        laned(
          [
            gamma?.values ?? new Float32Array(channels).fill(1),
            beta?.values ?? new Float32Array(channels),
          ],
          channels,
        ),
      )
      const size = channels / (groups ?? 1)
      place.call(normalize(x, table, place.output, { size, together: groups !== null, epsilon }))
      return 'normalize'
    },
  }
}
