// A convolution and its two gradients, each by the kernel that choice.ts picks.
import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core'
import type { Workspace } from '../../link/workspace.js'
import type { Limits } from './activations.js'
import { chooseFilterGradient, chooseForward, chooseInputGradient } from './choice.js'
import { directBackward, directForward } from './direct-convolution.js'
import { dilations, nanosecondsOf, pads, sizes, windows } from './geometry.js'
import { pointwiseBackward, pointwiseForward } from './pointwise.js'
import { winogradBackward, winogradFilterGradient, winogradForward } from './winograd.js'

type Info = backend_util.Conv2DInfo

/** Whether one of our kernels computes this convolution, exact or not. */
export const isOurs = (conv: Info): boolean => chooseForward(conv, false).kernel !== 'stock'

/** X and filter → y = limit(x * filter + bias), for convolutions that `isOurs` accepts. */
export const compute = (
  space: Workspace,
  conv: Info,
  x: TensorInfo,
  filter: TensorInfo,
  bias?: TensorInfo,
  limits?: Limits,
): TensorInfo => {
  const { kernel, nanoseconds } = chooseForward(conv, space.exact)
  const estimate = nanoseconds[kernel] ?? 0
  switch (kernel) {
    case 'winograd 2x2':
      return winogradForward(space, 2, estimate, conv, x, filter, bias, limits)
    case 'winograd 4x4':
      return winogradForward(space, 4, estimate, conv, x, filter, bias, limits)
    case 'product':
      return pointwiseForward(space, conv, x, filter, bias, limits)
    default:
      return directForward(space, conv, x, filter, bias, limits)
  }
}

/** Dy and filter → dx */
export const computeInputGradient = (
  space: Workspace,
  conv: Info,
  dy: TensorInfo,
  filter: TensorInfo,
): TensorInfo => {
  const { kernel, nanoseconds } = chooseInputGradient(conv, space.exact)
  const estimate = nanoseconds[kernel] ?? 0
  switch (kernel) {
    case 'winograd 2x2':
      return winogradBackward(space, 2, estimate, conv, dy, filter)
    case 'winograd 4x4':
      return winogradBackward(space, 4, estimate, conv, dy, filter)
    case 'product':
      return pointwiseBackward(space, conv, dy, filter)
    case 'few channels':
      return fewChannels(space, estimate, conv, dy, filter)
    default:
      return directBackward(space, conv, dy, filter)
  }
}

const fewChannels = (
  space: Workspace,
  nanoseconds: number,
  conv: Info,
  dy: TensorInfo,
  filter: TensorInfo,
): TensorInfo => {
  const dx = space.output(conv.inShape)
  space.split(
    'fewChannelsInputGrad',
    { units: conv.batchSize, nanoseconds },
    space.address(dy),
    space.address(filter),
    space.address(dx),
    ...sizes(conv),
    conv.outChannels,
    conv.filterHeight,
    conv.filterWidth,
    ...dilations(conv),
    ...pads(conv),
  )
  return dx
}

/** X and dy → dw */
export const computeFilterGradient = (
  space: Workspace,
  conv: Info,
  x: TensorInfo,
  dy: TensorInfo,
): TensorInfo => {
  const { kernel, nanoseconds } = chooseFilterGradient(conv, space.exact)
  if (kernel === 'winograd 4x4')
    return winogradFilterGradient(space, nanoseconds[kernel] ?? 0, conv, x, dy)
  const dw = space.zeros(conv.filterShape)
  space.split(
    'convFilterGrad',
    {
      units: conv.filterHeight * Math.ceil(conv.outChannels / 8),
      nanoseconds: nanosecondsOf(conv),
    },
    space.address(x),
    space.address(dy),
    space.address(dw),
    ...sizes(conv),
    conv.outChannels,
    ...windows(conv),
    ...dilations(conv),
    ...pads(conv),
  )
  return dw
}
