import { kernel } from '../program/kernels.js'
import {
  type BackwardPlace,
  type OpPlace,
  type TrainingOp,
  channelsOf,
  pixelsOf,
} from '../graph/op.js'
import { type Geometry, type Window, geometryOf, sizesOf } from './windows/geometry.js'

export type PoolKind = 'max' | 'average'

/** The largest number of each window, or the mean over its part inside the image. */
export const pool = (kind: PoolKind, window: Window): TrainingOp => ({
  ...pooling(`${kind} pooling`, kind, ({ images, inputs: [x], output }) =>
    geometryOf(images, x?.shape ?? [], output.shape, window),
  ),
  ...(kind === 'max' && [...window.size, ...window.stride].every((n) => n === 2)
    ? { isHalving: true }
    : {}),
})

/** The largest number or the mean of each channel of an image or a sequence. */
export const globalPool = (kind: PoolKind): TrainingOp => {
  const op = pooling(`global ${kind} pooling`, kind, ({ images, inputs: [x] }) => {
    const [height = 1, width = 1, channels = 1] =
      x?.shape.length === 2 ? [1, ...x.shape] : (x?.shape ?? [])
    const size = [height, width] as const
    const window: Window = { size, stride: [1, 1], dilation: [1, 1], padding: 'valid' }
    return geometryOf(images, [height, width, channels], [1, 1, channels], window)
  })
  return kind === 'average'
    ? op
    : { ...op, reads: { inputs: true, output: true }, backward: allLargest }
}

/** Every number that equals the largest gets the gradient; in windows only the first one does. */
const allLargest = (place: BackwardPlace): string => {
  const { images, inputs, output, gradient, inputGradients } = place
  const [x] = inputs
  const [dx = null] = inputGradients
  if (x === undefined) return ''
  const channels = channelsOf(x)
  place.call(
    kernel('maxAllGrad', images, x.address, output.address, gradient, dx, pixelsOf(x), channels),
  )
  return 'all largest'
}

const pooling = (
  name: string,
  kind: PoolKind,
  geometry: (place: OpPlace) => Geometry,
): TrainingOp => ({
  name,
  weights: [],
  reads: { inputs: kind === 'max', output: false },
  forward: (place) => {
    const geo = geometry(place)
    const [, ...sizes] = sizesOf(geo)
    place.call(
      kernel(
        'pool',
        geo.images,
        kind === 'average' ? 1 : 0,
        place.inputs[0]?.address ?? null,
        place.output.address,
        ...sizes,
        ...windowOf(geo),
      ),
    )
    return name
  },
  backward: (place) => {
    const geo = geometry(place)
    const [dx = null] = place.inputGradients
    const args = [place.gradient, dx, ...sizesOf(geo), ...windowOf(geo)]
    place.call(
      kind === 'max'
        ? kernel('maxPoolGrad', geo.images, place.inputs[0]?.address ?? null, ...args)
        : kernel('avgPoolGrad', geo.images, ...args),
    )
    return name
  },
})

const windowOf = ({ size, stride, top, left }: Geometry): readonly number[] => [
  ...size,
  ...stride,
  top,
  left,
]
