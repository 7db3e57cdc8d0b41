// Kinds that run through their layer on TensorFlow.js, and have a kernel in wasm programs.
import type { Margins } from '../graph/wasm.js'
import {
  cropForm,
  enlargeForm,
  permuteForm,
  repeatForm,
  repeatPixelsForm,
} from '../ops/wasm/moves.js'
import { normalizeForm } from '../ops/wasm/normalize.js'
import { COPYING_LAYER, LAYER, lowering } from './lowering.js'

export const crop = lowering<{ cropping: Margins }>(({ cropping }) => ({
  ...COPYING_LAYER,
  wasm: cropForm(cropping),
}))

export const upsample = lowering<{
  readonly size: readonly [number, number]
  readonly interpolation: 'nearest' | 'bilinear'
}>(({ size, interpolation }) =>
  interpolation === 'nearest'
    ? { ...COPYING_LAYER, wasm: repeatPixelsForm(size) }
    : { ...LAYER, wasm: enlargeForm(size) },
)

export const repeatVector = lowering<{ n: number }>(({ n }) => ({
  ...COPYING_LAYER,
  wasm: repeatForm(n),
}))

export const permute = lowering<{ dims: readonly number[] }>(({ dims }) => ({
  ...LAYER,
  wasm: permuteForm(dims.map((dim) => dim - 1)),
}))

export const layerNorm = lowering<{ epsilon: number }>(({ epsilon }, { weights }) => ({
  ...LAYER,
  wasm: normalizeForm({
    gamma: weights.find('gamma'),
    beta: weights.find('beta'),
    epsilon,
    groups: null,
  }),
}))

export const groupNorm = lowering<{ epsilon: number; groups: number }>(
  ({ epsilon, groups }, { weights, output }) => ({
    ...LAYER,
    wasm: normalizeForm({
      gamma: weights.find('gamma'),
      beta: weights.find('beta'),
      epsilon,
      groups: groups === -1 ? (output.at(-1) ?? 1) : groups,
    }),
  }),
)
