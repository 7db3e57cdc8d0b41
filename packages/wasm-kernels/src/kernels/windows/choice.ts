import type { backend_util } from '@tensorflow/tfjs-core'
import {
  depthwiseCost,
  directCost,
  outerProductsCost,
  productCost,
  winogradCost,
  winogradGradientCost,
  type Work,
} from './cost.js'
import { isPointwise, isWideEnough } from './pixels.js'
import { rolls, rollsBackward } from './rolling-columns.js'

type Info = backend_util.Conv2DInfo

/** The kernels of convolutions and their gradients. */
export type ConvKernel =
  | 'direct'
  | 'product'
  | 'winograd 2x2'
  | 'winograd 4x4'
  | 'few channels'
  | 'outer products'
  | 'rolling columns'
  | 'taps'
  | 'stock'

/** The estimated nanoseconds of kernels on one thread. */
export type Costs = Readonly<Partial<Record<ConvKernel, number>>>

/** A kernel, and the estimates that it was chosen by. */
export interface Choice {
  /** The kernel that computes. */
  readonly kernel: ConvKernel
  /** Estimated nanoseconds on one thread, of all kernels that could compute it. */
  readonly nanoseconds: Costs
}

const cheapest = (nanoseconds: Costs): Choice => {
  // A record's entries have its keys.
  const entries = Object.entries(nanoseconds) as [ConvKernel, number][]
  return { kernel: entries.reduce((a, b) => (b[1] < a[1] ? b : a))[0], nanoseconds }
}

const forwardWork = (conv: Info): Work => ({
  images: conv.batchSize,
  outHeight: conv.outHeight,
  outWidth: conv.outWidth,
  channels: conv.inChannels,
  filters: conv.outChannels,
  taps: conv.filterHeight * conv.filterWidth,
})

/** The work of the convolution over dy that is the gradient of the input. */
const backwardWork = (conv: Info): Work => ({
  ...forwardWork(conv),
  outHeight: Math.ceil(conv.inHeight / conv.strideHeight),
  outWidth: Math.ceil(conv.inWidth / conv.strideWidth),
  channels: conv.outChannels,
  filters: conv.inChannels,
})

const isWinograd = (conv: Info, { channels, filters }: Work): boolean =>
  conv.filterHeight === 3 &&
  conv.filterWidth === 3 &&
  conv.strideHeight * conv.strideWidth === 1 &&
  conv.dilationHeight * conv.dilationWidth === 1 &&
  channels % 4 === 0 &&
  filters % 8 === 0

/** The estimates of the kernels that compute a convolution or the gradient of its input. */
const convolutionCosts = (conv: Info, work: Work, exact: boolean): Costs => ({
  direct: directCost(work),
  ...(isPointwise(conv) && work.filters % 8 === 0 && { product: productCost(work) }),
  ...(isWinograd(conv, work) && {
    'winograd 2x2': winogradCost(2, work),
    ...(!exact && { 'winograd 4x4': winogradCost(4, work) }),
  }),
})

/** The kernel of a convolution. `exact` leaves out F(4x4, 3x3), whose rounding is coarser. */
export const chooseForward = (conv: Info, exact: boolean): Choice => {
  const costs = convolutionCosts(conv, forwardWork(conv), exact)
  if (isWideEnough(conv)) return cheapest(costs)
  const { product } = costs
  return product === undefined ? { kernel: 'stock', nanoseconds: {} } : cheapest({ product })
}

/** The kernel of the gradient of a convolution's input. */
export const chooseInputGradient = (conv: Info, exact: boolean): Choice => {
  const work = backwardWork(conv)
  // Dot products of one to three channels, where the direct convolution computes eight.
  if (conv.inChannels < 4 && conv.strideHeight * conv.strideWidth === 1)
    return cheapest({ 'few channels': 4 * outerProductsCost({ ...work, filters: 1 }) })
  return cheapest(convolutionCosts(conv, work, exact))
}

/** The kernel of the gradient of a convolution's filter. */
export const chooseFilterGradient = (conv: Info, exact: boolean): Choice => {
  const work = forwardWork(conv)
  return cheapest({
    'outer products': outerProductsCost(work),
    ...(isWinograd(conv, work) && !exact && { 'winograd 4x4': winogradGradientCost(work) }),
  })
}

/** The kernel of a depthwise convolution. */
export const chooseDepthwise = (conv: Info): Choice =>
  rolls(conv)
    ? cheapest({ 'rolling columns': depthwiseCost(forwardWork(conv), 10) })
    : { kernel: 'stock', nanoseconds: {} }

/** The kernel of the gradient of a depthwise convolution's input. */
export const chooseDepthwiseInputGradient = (conv: Info): Choice => {
  const work = forwardWork(conv)
  return cheapest({
    taps: depthwiseCost(work, 4),
    ...(rollsBackward(conv) && { 'rolling columns': depthwiseCost(work, 10) }),
  })
}

/** The kernel of the gradient of a depthwise convolution's filter. */
export const chooseDepthwiseFilterGradient = (conv: Info): Choice =>
  cheapest({ taps: depthwiseCost(forwardWork(conv), 4) })
