// Calls of the kernels for losses and updates.
import type { Address, Call, Live } from '../program/call.js'
import { blocksOf, kernel } from '../program/kernels.js'

/** Consecutive numbers. */
export interface Range {
  readonly address: Address
  /** A multiple of 4. */
  readonly elements: number
}

/** A loss of rows of `n` numbers, and the gradient of its batch mean times `weight`. */
export const lossOf = (loss: {
  readonly kind: number
  readonly throughSoftmax: boolean
  readonly output: Address
  readonly target: Address
  readonly gradient: Address | null
  readonly means: Address
  readonly images: number
  /** The rows per image. */
  readonly rows: number
  readonly n: number
  readonly weight: number
  readonly parameter: number
}): Call => {
  const { kind, throughSoftmax, output, target, gradient, means, images, rows, n } = loss
  const factor = loss.weight / (images * rows)
  return kernel(
    'losses',
    1,
    kind,
    throughSoftmax ? 1 : 0,
    output,
    target,
    gradient,
    means,
    images,
    rows,
    n,
    factor,
    loss.parameter,
  )
}

/** The mean of some numbers. */
export const meanOf = (numbers: Address, count: number, to: Address): Call =>
  kernel('meanOf', 1, numbers, count, to)

const rate: Live = (now) => now.rate

/** A step of gradient descent. */
export const descend = (p: Range, g: Address): Call =>
  kernel('descend', blocksOf(p.elements), p.address, g, p.elements, rate)

export const momentum = (
  p: Range,
  [g, sum]: readonly [Address, Address],
  { momentum, isNesterov }: { readonly momentum: number; readonly isNesterov: boolean },
): Call =>
  kernel(
    'momentum',
    blocksOf(p.elements),
    p.address,
    g,
    sum,
    p.elements,
    rate,
    momentum,
    isNesterov ? 1 : 0,
  )

export const adam = (
  p: Range,
  [g, first, second]: readonly [Address, Address, Address],
  { beta1, beta2, epsilon }: Readonly<Record<'beta1' | 'beta2' | 'epsilon', number>>,
): Call => {
  const from = [p.address, g, first, second] as const
  const to = [p.address, first, second] as const
  const corrections: readonly Live[] = [
    ({ step }) => 1 - beta1 ** step,
    ({ step }) => 1 - beta2 ** step,
  ]
  const { elements } = p
  const numbers = [elements, rate, beta1, beta2, ...corrections, epsilon] as const
  return kernel('adam', blocksOf(elements), ...from, ...to, ...numbers)
}

export const rmsprop = (
  p: Range,
  [g, squares, moments]: readonly [Address, Address, Address],
  { decay, momentum, epsilon }: Readonly<Record<'decay' | 'momentum' | 'epsilon', number>>,
): Call =>
  kernel(
    'rmsprop',
    blocksOf(p.elements),
    p.address,
    g,
    squares,
    moments,
    p.elements,
    rate,
    decay,
    momentum,
    epsilon,
  )

/** Adds gradients to a sum. */
export const gather = (sum: Range, g: Address): Call =>
  kernel('accumulate', blocksOf(sum.elements), g, sum.address, sum.elements)

/** Turns a sum into gradients, and clears the sum. */
export const take = (sum: Range, g: Address): readonly Call[] => [
  kernel('times', blocksOf(sum.elements), sum.address, ({ factor }) => factor, g, sum.elements),
  clear(sum),
]

/** Shrinks weights by the part `rate · decay` of them. */
export const decay = ({ address, elements }: Range, decay: number): Call =>
  kernel('times', blocksOf(elements), address, ({ rate }) => 1 - rate * decay, address, elements)

export const keepWithin = (x: Range, least: number, most: number): Call =>
  kernel('keepWithin', blocksOf(x.elements), x.address, x.elements, least, most)

/** Brings numbers down to a norm. */
export const boundNorm = (x: Range, most: number): Call =>
  kernel('boundNorm', 1, x.address, x.elements, most)

/** Adds a penalty to a number in memory, and its gradient to that of the weight. */
export const penalize = (
  w: Address,
  g: Address,
  elements: number,
  { l1, l2 }: { readonly l1: number; readonly l2: number },
  penalty: Address,
): Call => kernel('penalize', 1, w, g, elements, l1, l2, penalty)

/**
 * Brings norms along an axis between limits; `sizes` are those before it, its own, and after it.
 */
export const boundNorms = (
  w: Address,
  [before, size, behind]: readonly [number, number, number],
  { least, most, rate }: Readonly<Record<'least' | 'most' | 'rate', number>>,
): Call => kernel('boundNorms', before, w, size, behind, least, most, rate)

export const clear = (x: Range): Call => kernel('clear', 1, x.address, x.elements)
