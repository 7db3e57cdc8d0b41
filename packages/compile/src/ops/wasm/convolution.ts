// Convolutions in wasm programs: 1x1 as products of matrices, 3x3 by tiles where that is faster,
// others directly.
import { type View, behind, convolve, gemm } from '../../graph/kernels.js'
import type { Place, WasmForm } from '../../graph/wasm.js'
import type { Convolution } from '../parameters.js'
import { limitsOf, refusedActivation, writeRest } from './activations.js'
import { type Extent, afterWindows, extentOf } from './extent.js'
import { panels } from './panels.js'
import { tileFor, writeWinograd } from './winograd.js'

export const convolutionForm = (conv: Convolution): WasmForm => {
  const { window, kernel, activation, groups } = conv
  const [, , channels = 1, filters = 1] = kernel.shape
  const sides = [channels, filters] as const
  return {
    refuses: () => refusedActivation(activation),
    shape: ([x = []]) => afterWindows(window, x, filters),
    wants: ([x = []], exact) => [
      { lanes: tileFor(conv, extentOf(window, x), sides, exact) !== null },
    ],
    write: (place) => {
      const [x] = place.inputs as readonly [View] // one input
      const extent = extentOf(window, [x.rows, x.columns, x.channels])
      const tile = tileFor(conv, extent, sides, place.exact)
      const kernelName =
        tile !== null
          ? writeWinograd(conv, extent, tile, place)
          : groups === 1 && isPointwise(conv, extent)
            ? writePointwise(conv, x, place)
            : writeDirect(conv, extent, place)
      writeRest(activation, place.output, place)
      return kernelName
    },
  }
}

/** Whether each output is a sum over one pixel, without strides. */
const isPointwise = ({ window: { size, stride } }: Convolution, { margins }: Extent): boolean =>
  [...size, ...stride].every((n) => n === 1) && margins.flat().every((n) => n === 0)

const writePointwise = (conv: Convolution, x: View, place: Place): string => {
  const { output: y } = place
  const [k, limits] = [x.channels, limitsOf(conv.activation)]
  const filters = conv.kernel.shape[3] ?? 1
  const packed = place.weights(conv.kernel, `rows ${k} ${limits.least} ${limits.most}`, () =>
    panels(conv, { rows: k, first: 0, columns: filters }, limits, (row) => row * filters),
  )
  place.call(gemm(x, k, packed, { ...y, channels: y.pixel }))
  return 'product'
}

const writeDirect = (conv: Convolution, extent: Extent, place: Place): string => {
  for (let group = 0; group < conv.groups; group++) writeGroup(conv, extent, group, place)
  return 'direct'
}

/** Numbers of input rows that stay in the first-level cache, as floats. */
const BAND = 8 * 1024
/** Pixels of the narrowest tile, and elements of the largest one. */
const [NARROW, TILE] = [4, 48]

/** A group of filters over its part of the channels. */
const writeGroup = (conv: Convolution, extent: Extent, group: number, place: Place): void => {
  const { output: y } = place
  const [input] = place.inputs as readonly [View] // one input
  const { kernel, groups, window } = conv
  const [height = 1, width = 1, channels = 1, all = 1] = kernel.shape
  const { size, stride, dilation } = window
  const filters = all / groups
  // the last group fills the lanes as well
  const lanes = group === groups - 1 ? y.pixel - group * filters : filters
  const x = { ...input, address: behind(input.address, group * channels), channels }
  const k = height * width * channels
  const limits = limitsOf(conv.activation)
  const reach = [0, 1].map((axis) => ((size[axis] ?? 1) - 1) * (dilation[axis] ?? 1) + 1) as [
    number,
    number,
  ] // one for each axis
  const line = Math.ceil(((Math.max(y.columns, NARROW) - 1) * stride[1] + reach[1]) / stride[1]) + 1
  const phases = Math.min(stride[1], reach[1])
  const row = phases * channels * line
  const fitting = Math.floor((BAND / row - reach[0]) / stride[0]) + 1
  const bandRows = Math.max(1, Math.min(y.rows, fitting))
  const scratch = ((bandRows - 1) * stride[0] + reach[0]) * row + TILE
  place.call(
    convolve(
      x,
      { ...y, address: behind(y.address, group * filters), channels: lanes },
      {
        panels: place.weights(kernel, `direct ${group} ${limits.least} ${limits.most}`, () =>
          panels(
            conv,
            { rows: k, first: group * filters, columns: filters, room: lanes },
            limits,
            (tap) => tap * all,
          ),
        ),
        offsets: place.table(
          tapOffsets({ height, width, channels, dilation, phases, line }, stride),
        ),
        scratch: place.scratch(scratch),
        k,
        bandRows,
        stride,
        reach: reach[0],
        phases,
        line,
        top: extent.margins[0][0],
        left: extent.margins[1][0],
      },
    ),
  )
}

interface Taps {
  readonly height: number
  readonly width: number
  readonly channels: number
  readonly dilation: readonly [number, number]
  readonly phases: number
  readonly line: number
}

/** Bytes from a tile's first row to each of its numbers; rows are [phases, channels, line]. */
const tapOffsets = (
  { height, width, channels, dilation, phases, line }: Taps,
  [, stride]: readonly [number, number],
): Int32Array =>
  Int32Array.from({ length: height * width * channels }, (_, k) => {
    const [tap, channel] = [Math.floor(k / channels), k % channels]
    const [ky, kx] = [Math.floor(tap / width), (tap % width) * dilation[1]]
    const row = ky * dilation[0] * phases + (kx % stride)
    return 4 * ((row * channels + channel) * line + Math.floor(kx / stride))
  })
