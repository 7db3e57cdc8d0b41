import type { Weight } from '../contract.js'
import { type OpPlace, type TrainingOp, sizeOf } from '../graph/op.js'
import { addBias, channelSums } from './bias.js'
import { convolution, filterGradient, inputGradient } from './windows/convolve.js'
import { type Geometry, type Window, geometryOf } from './windows/geometry.js'

/**
 * A transposed convolution and its bias: the gradient of a convolution's input, whose own gradient
 * is that convolution. [height, width, channels] to [newHeight, newWidth, filters]; the kernel is
 * [height, width, filters, channels].
 */
export const transposed = (kernel: Weight, bias: Weight | null, window: Window): TrainingOp => {
  /** The geometry of the convolution from the output to the input. */
  const geometry = ({ images, inputs: [x], output }: OpPlace): Geometry =>
    geometryOf(images, output.shape, x?.shape ?? [], window)
  return {
    name: 'transposed convolution',
    weights: bias === null ? [kernel] : [kernel, bias],
    bias,
    reads: { inputs: true, output: false },
    forward: (place) => {
      const [x] = place.inputs
      const { address: y, shape } = place.output
      if (x === undefined) return ''
      const name = inputGradient(place, geometry(place), [x.address, place.weight(kernel), y])
      if (bias !== null) {
        const elements = place.images * sizeOf(shape)
        addBias(place, [y, place.weight(bias), y], elements, bias.elements)
      }
      return name
    },
    backward: (place) => {
      const [x] = place.inputs
      const [dx = null] = place.inputGradients
      const { gradient: dy, images, output } = place
      const dw = place.weightGradient(kernel)
      const db = bias === null ? null : place.weightGradient(bias)
      if (x === undefined) return ''
      if (db !== null)
        channelSums(place, dy, images * sizeOf(output.shape), output.shape.at(-1) ?? 1, db)
      const geo = geometry(place)
      const names: string[] = []
      if (dw !== null) names.push(`filter ${filterGradient(place, geo, [dy, x.address, dw])}`)
      if (dx !== null)
        names.push(`input ${convolution(place, geo, [dy, place.weight(kernel), null, dx])}`)
      return names.join(', ')
    },
  }
}
