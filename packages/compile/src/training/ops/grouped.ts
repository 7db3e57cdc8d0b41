import type { Weight } from '../contract.js'
import { type Address, behind } from '../program/call.js'
import { kernel as call } from '../program/kernels.js'
import { type OpPlace, type TrainingOp, sizeOf } from '../graph/op.js'
import { addBias, channelSums } from './bias.js'
import { convolution, filterGradient, inputGradient } from './windows/convolve.js'
import { type Geometry, type Window, geometryOf } from './windows/geometry.js'

/** A slice of the channels of each pixel, or of the filters of each row of a kernel. */
interface Part {
  readonly rows: number
  readonly each: number
  readonly all: number
  readonly first: number
}
const take = (place: OpPlace, whole: Address, { rows, each, all, first }: Part): Address => {
  const part = place.scratch(rows * each)
  place.call(call('copyBlocks', rows, behind(whole, first), all, 0, part, each, 0, 1, each))
  return part
}
const put = (place: OpPlace, part: Address, whole: Address, of: Part): void => {
  const { rows, each, all, first } = of
  place.call(call('copyBlocks', rows, part, each, 0, behind(whole, first), all, 0, 1, each))
}

/**
 * A grouped convolution: each group of filters sees its own part of the channels. The kernel is
 * [height, width, channels of a group, filters].
 */
export const grouped = (
  kernel: Weight,
  bias: Weight | null,
  window: Window,
  groups: number,
): TrainingOp => {
  /** The geometry of a group, and its parts of the input, the kernel and the output. */
  const partsOf = (
    { images, inputs: [x], output }: OpPlace,
    group: number,
  ): { geo: Geometry; x: Part; kernel: Part; y: Part } => {
    const whole = geometryOf(images, x?.shape ?? [], output.shape, window)
    const [channels, filters] = [whole.channels / groups, whole.filters / groups]
    return {
      geo: { ...whole, channels, filters },
      x: {
        rows: images * whole.height * whole.width,
        each: channels,
        all: whole.channels,
        first: group * channels,
      },
      kernel: {
        rows: kernel.elements / whole.filters,
        each: filters,
        all: whole.filters,
        first: group * filters,
      },
      y: {
        rows: images * whole.outHeight * whole.outWidth,
        each: filters,
        all: whole.filters,
        first: group * filters,
      },
    }
  }
  const each = Array.from({ length: groups }, (_, group) => group)
  return {
    name: 'grouped convolution',
    weights: bias === null ? [kernel] : [kernel, bias],
    bias,
    reads: { inputs: true, output: false },
    forward: (place) => {
      const [x] = place.inputs
      const { images, output } = place
      if (x === undefined) return ''
      const names = each.map((group) => {
        const parts = partsOf(place, group)
        const y = place.scratch(parts.y.rows * parts.y.each)
        const name = convolution(place, parts.geo, [
          take(place, x.address, parts.x),
          take(place, place.weight(kernel), parts.kernel),
          null,
          y,
        ])
        put(place, y, output.address, parts.y)
        return name
      })
      const elements = images * sizeOf(output.shape)
      if (bias !== null)
        addBias(
          place,
          [output.address, place.weight(bias), output.address],
          elements,
          bias.elements,
        )
      return names[0] ?? ''
    },
    backward: (place) => {
      const [x] = place.inputs
      const [dx = null] = place.inputGradients
      const { images, output, gradient } = place
      const dw = place.weightGradient(kernel)
      const db = bias === null ? null : place.weightGradient(bias)
      if (x === undefined) return ''
      if (db !== null)
        channelSums(place, gradient, images * sizeOf(output.shape), output.shape.at(-1) ?? 1, db)
      for (const group of each) {
        const parts = partsOf(place, group)
        const dy = take(place, gradient, parts.y)
        if (dw !== null) {
          const own = place.scratch(parts.kernel.rows * parts.kernel.each)
          filterGradient(place, parts.geo, [take(place, x.address, parts.x), dy, own])
          put(place, own, dw, parts.kernel)
        }
        if (dx !== null) {
          const own = place.scratch(parts.x.rows * parts.x.each)
          const filter = take(place, place.weight(kernel), parts.kernel)
          inputGradient(place, parts.geo, [dy, filter, own])
          put(place, own, dx, parts.x)
        }
      }
      return 'by groups'
    },
  }
}
