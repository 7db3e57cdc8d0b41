// A 1x1 convolution as a product, in the terms of ../../../assembly/kernels/windows/pointwise.ts.
import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core'
import type { Workspace } from '../../link/workspace.js'
import { unlimited, type Limits } from './activations.js'
import { nanosecondsOf } from './geometry.js'

type Info = backend_util.Conv2DInfo

/** Pixels of a unit, a multiple of six: as many as fit into 24 kB of the first-level cache. */
const unitOf = (channels: number): number => Math.max(12, Math.floor((6 * 1024) / channels / 6) * 6)

interface Product {
  readonly x: TensorInfo
  readonly channels: number
  readonly filters: number
  /** The distances between two weights of the filter, by input and by output. */
  readonly steps: readonly [number, number]
  readonly y: TensorInfo
}

const run = (
  space: Workspace,
  conv: Info,
  filter: TensorInfo,
  { x, channels, filters, steps: [inStep, outStep], y }: Product,
  bias: TensorInfo | undefined,
  limits: Limits,
): TensorInfo => {
  const { wasm } = space
  const panels = space.scratch(wasm.panelsSize(channels, filters))
  wasm.packFilter(
    space.address(filter),
    bias === undefined ? 0 : space.address(bias),
    panels,
    ...[1, channels * filters, 0, 1, 1, 0, 1, 1],
    channels,
    inStep,
    filters,
    outStep,
    ...limits,
  )
  const pixels = conv.batchSize * conv.outHeight * conv.outWidth
  const unitPixels = unitOf(channels)
  space.split(
    'pointwise',
    { units: Math.ceil(pixels / unitPixels), nanoseconds: nanosecondsOf(conv) },
    space.address(x),
    panels,
    space.address(y),
    pixels,
    unitPixels,
    channels,
    filters,
  )
  return y
}

/** X [batch, height, width, in], filter [1, 1, in, out] → [batch, height, width, out] */
export const pointwiseForward = (
  space: Workspace,
  conv: Info,
  x: TensorInfo,
  filter: TensorInfo,
  bias?: TensorInfo,
  limits: Limits = unlimited,
): TensorInfo => {
  const { inChannels: channels, outChannels: filters, outShape } = conv
  const y = space.output(outShape)
  return run(space, conv, filter, { x, channels, filters, steps: [filters, 1], y }, bias, limits)
}

/** Dy and filter → dx: the product with the filter transposed. */
export const pointwiseBackward = (
  space: Workspace,
  conv: Info,
  dy: TensorInfo,
  filter: TensorInfo,
): TensorInfo => {
  const { inChannels: filters, outChannels: channels, inShape } = conv
  const y = space.output(inShape)
  const product: Product = { x: dy, channels, filters, steps: [1, channels], y }
  return run(space, conv, filter, product, undefined, unlimited)
}
