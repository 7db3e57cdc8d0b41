// 3x3 convolutions and their gradients in the terms of ../../../assembly/kernels/windows/winograd.
import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core'
import type { Workspace } from '../../link/workspace.js'
import { unlimited, type Limits } from './activations.js'
import { blockTiles, groupTiles, tilesOf, type Tile } from './tiles.js'

type Info = backend_util.Conv2DInfo

/** A convolution over images of some size, forward or, with the filter flipped, backward. */
interface Convolution {
  readonly x: TensorInfo
  readonly height: number
  readonly width: number
  readonly channels: number
  readonly y: TensorInfo
  readonly outHeight: number
  readonly outWidth: number
  readonly filters: number
  readonly top: number
  readonly left: number
  /** The distances between two weights of a tap, by input and by output; whether taps go back. */
  readonly weights: readonly [inStep: number, outStep: number, flip: 0 | 1]
}

const run = (
  space: Workspace,
  tile: Tile,
  nanoseconds: number,
  conv: Info,
  filter: TensorInfo,
  given: Convolution,
  bias?: TensorInfo,
  limits: Limits = unlimited,
): TensorInfo => {
  const { x, height, width, channels, y, outHeight, outWidth, filters, top, left } = given
  const [inStep, outStep, flip] = given.weights
  const { wasm } = space
  const u = space.scratch(wasm.winogradFilterSize(tile, channels, filters))
  wasm.winogradFilter(
    tile,
    space.address(filter),
    u,
    channels * filters,
    channels,
    inStep,
    filters,
    outStep,
    flip,
    0,
    Math.ceil(filters / 8),
  )
  const total = conv.batchSize * tilesOf(tile, outHeight, outWidth)
  const block = blockTiles(tile, channels, total)
  const size = { units: Math.ceil(total / block), nanoseconds }
  space.split(
    'winograd',
    size,
    tile,
    space.address(x),
    u,
    bias === undefined ? 0 : space.address(bias),
    space.address(y),
    space.scratch(space.parts(size) * wasm.winogradScratch(tile, channels, block)),
    block,
    conv.batchSize,
    height,
    width,
    channels,
    height * width * channels,
    width * channels,
    channels,
    outHeight,
    outWidth,
    filters,
    top,
    left,
    outHeight * outWidth * filters,
    outWidth * filters,
    filters,
    ...limits,
  )
  return y
}

/** X [batch, height, width, in], filter [3, 3, in, out] → [batch, out height, out width, out] */
export const winogradForward = (
  space: Workspace,
  tile: Tile,
  nanoseconds: number,
  conv: Info,
  x: TensorInfo,
  filter: TensorInfo,
  bias?: TensorInfo,
  limits?: Limits,
): TensorInfo => {
  const { inHeight: height, inWidth: width, inChannels: channels, padInfo } = conv
  const { outHeight, outWidth, outChannels: filters } = conv
  const given: Convolution = {
    ...{ x, height, width, channels, outHeight, outWidth, filters },
    y: space.output(conv.outShape),
    top: padInfo.top,
    left: padInfo.left,
    weights: [filters, 1, 0],
  }
  return run(space, tile, nanoseconds, conv, filter, given, bias, limits)
}

/** Dy and filter → dx: the same convolution over dy, with the taps backward. */
export const winogradBackward = (
  space: Workspace,
  tile: Tile,
  nanoseconds: number,
  conv: Info,
  dy: TensorInfo,
  filter: TensorInfo,
): TensorInfo => {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, padInfo } = conv
  const given: Convolution = {
    ...{ x: dy, height: outHeight, width: outWidth, channels: outChannels },
    ...{ outHeight: inHeight, outWidth: inWidth, filters: inChannels },
    y: space.output(conv.inShape),
    top: 2 - padInfo.top,
    left: 2 - padInfo.left,
    weights: [1, outChannels, 1],
  }
  return run(space, tile, nanoseconds, conv, filter, given)
}

/** X and dy → dw [3, 3, in, out], by F(4x4, 3x3). */
export const winogradFilterGradient = (
  space: Workspace,
  nanoseconds: number,
  conv: Info,
  x: TensorInfo,
  dy: TensorInfo,
): TensorInfo => {
  const { wasm } = space
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = conv
  const total = batchSize * tilesOf(4, outHeight, outWidth)
  const { block, group, groups } = groupTiles(inChannels, outChannels, total)
  const dw = space.output(conv.filterShape)
  const du = space.scratch(groups * wasm.winogradFilterSize(4, inChannels, outChannels))
  const size = { units: groups, nanoseconds }
  const scratch = wasm.winogradFilterGradScratch(inChannels, outChannels, block)
  space.split(
    'winogradFilterGrad',
    size,
    space.address(x),
    space.address(dy),
    du,
    space.scratch(space.parts(size) * scratch),
    block,
    group,
    batchSize,
    inHeight,
    inWidth,
    inChannels,
    outHeight,
    outWidth,
    outChannels,
    conv.padInfo.top,
    conv.padInfo.left,
  )
  // Reading a sum of each group takes a tenth of a nanosecond for each number.
  const end = {
    units: outChannels / 4,
    nanoseconds: 3.6 * groups * inChannels * outChannels,
  }
  space.split(
    'winogradFilterGradEnd',
    end,
    du,
    groups,
    space.address(dw),
    space.scratch(space.parts(end) * 18 * 4),
    inChannels,
    outChannels,
  )
  return dw
}
