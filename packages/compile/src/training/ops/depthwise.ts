import type { Weight } from '../contract.js'
import type { Address } from '../program/call.js'
import { kernel as call } from '../program/kernels.js'
import { type OpPlace, type TrainingOp, sizeOf } from '../graph/op.js'
import { addBias, channelSums } from './bias.js'
import { type Geometry, type Window, geometryOf } from './windows/geometry.js'

/** Whether the windows of an axis reach at most one pixel beyond the image, on both sides. */
const reachesOne = (size: number, outputs: number, stride: number, before: number): boolean =>
  before <= 1 && (outputs - 1) * stride + 2 - before <= size

/** Whether each value can be loaded once per row: 3x3, stride 1 or 2, channels a multiple of 4. */
const rolls = (geo: Geometry): boolean => {
  const [[kh, kw], [sh, sw], [dh, dw]] = [geo.size, geo.stride, geo.dilation]
  return (
    [kh, kw].every((n) => n === 3) &&
    dh * dw === 1 &&
    sh === sw &&
    sh <= 2 &&
    geo.filters === geo.channels &&
    geo.channels % 4 === 0 &&
    reachesOne(geo.height, geo.outHeight, sh, geo.top) &&
    reachesOne(geo.width, geo.outWidth, sw, geo.left)
  )
}
const rollsBackward = (geo: Geometry): boolean =>
  rolls(geo) &&
  geo.stride[0] === 1 &&
  geo.top * geo.left === 1 &&
  geo.outHeight === geo.height &&
  geo.outWidth === geo.width

interface Images {
  readonly address: Address
  readonly height: number
  readonly width: number
}

/** The kernel that loads each value once per row; `flip` takes the taps backward. */
const roll = (
  place: OpPlace,
  geo: Geometry,
  x: Images,
  y: Images,
  filter: Address,
  flip: 0 | 1,
): void => {
  const { images, channels } = geo
  const weights = place.scratch(channels * 10)
  place.call(call('packDepthwise', 1, filter, null, weights, channels, flip))
  const zeros = place.scratch(x.width * channels)
  place.call(call('clear', 1, zeros, x.width * channels))
  place.call(
    call(
      'depthwise',
      images,
      x.address,
      weights,
      y.address,
      x.height * x.width * channels,
      x.width * channels,
      y.height * y.width * channels,
      y.width * channels,
      y.height,
      y.width,
      channels,
      geo.stride[0],
      -Infinity,
      Infinity,
      x.height,
      x.width,
      flip === 1 ? 1 : geo.top,
      flip === 1 ? 1 : geo.left,
      zeros,
    ),
  )
}

/** The arguments that the tap-by-tap kernels share, after the addresses. */
const tapsOf = (geo: Geometry): readonly number[] => [
  geo.height,
  geo.width,
  geo.channels,
  geo.outHeight,
  geo.outWidth,
  geo.filters / geo.channels,
  ...geo.size,
  ...geo.stride,
  ...geo.dilation,
  geo.top,
  geo.left,
]

/**
 * A depthwise convolution and its bias: [height, width, channels] to [newHeight, newWidth, channels
 * · filters per channel]. The kernel is [height, width, channels, filters per channel].
 */
export const depthwise = (kernel: Weight, bias: Weight | null, window: Window): TrainingOp => {
  const geometry = ({ images, inputs: [x], output }: OpPlace): Geometry =>
    geometryOf(images, x?.shape ?? [], output.shape, window)
  return {
    name: 'depthwise convolution',
    weights: bias === null ? [kernel] : [kernel, bias],
    bias,
    reads: { inputs: true, output: false },
    forward: (place) => {
      const geo = geometry(place)
      const [x] = place.inputs
      if (x === undefined) return ''
      const { output } = place
      const [filter, y] = [place.weight(kernel), output.address]
      const isRolling = rolls(geo)
      if (isRolling)
        roll(
          place,
          geo,
          { address: x.address, height: geo.height, width: geo.width },
          { address: y, height: geo.outHeight, width: geo.outWidth },
          filter,
          0,
        )
      else place.call(call('depthwiseTaps', geo.images, 0, x.address, filter, y, ...tapsOf(geo)))
      if (bias !== null)
        addBias(place, [y, place.weight(bias), y], geo.images * sizeOf(output.shape), geo.filters)
      return isRolling ? 'rolling columns' : 'taps'
    },
    backward: (place) => {
      const geo = geometry(place)
      const [x] = place.inputs
      const [dx = null] = place.inputGradients
      const { gradient: dy, images } = place
      const dw = place.weightGradient(kernel)
      const db = bias === null ? null : place.weightGradient(bias)
      const elements = images * sizeOf(place.output.shape)
      if (db !== null) channelSums(place, dy, elements, geo.filters, db)
      if (dw !== null && x !== undefined) {
        place.call(call('clear', 1, dw, kernel.elements))
        const units = Math.ceil(geo.filters / 8)
        place.call(call('depthwiseFilterGrad', units, x.address, dy, dw, images, ...tapsOf(geo)))
      }
      if (dx === null) return 'filter'
      const filter = place.weight(kernel)
      if (!rollsBackward(geo)) {
        place.call(call('depthwiseTaps', images, 1, dy, filter, dx, ...tapsOf(geo)))
        return 'taps'
      }
      const { height, width } = geo
      roll(place, geo, { address: dy, height, width }, { address: dx, height, width }, filter, 1)
      return 'rolling columns'
    },
  }
}
