// Calls of the kernels for losses and updates. Their numbers and the order of their arguments are
// those of assembly/training/trainer/run.ts.
import { type Address, type Call, float, record } from '../program/record.js'

/** Elements per unit of elementwise kernels. */
const UNIT = 1024
const unitsOf = (elements: number): number => Math.ceil(elements / UNIT)

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
  return record(100, images, [
    kind,
    throughSoftmax ? 1 : 0,
    output,
    target,
    gradient,
    means,
    rows,
    n,
    float(factor),
    float(loss.parameter),
  ])
}

/** The mean of some numbers. */
export const meanOf = (numbers: Address, count: number, to: Address): Call =>
  record(101, 1, [numbers, count, to])

/** A step of gradient descent; `rate` is the address of the rate. */
export const descend = (p: Range, g: Address, rate: Address): Call =>
  record(102, unitsOf(p.elements), [p.address, g, p.elements, rate])

export const momentum = (
  p: Range,
  [g, sum]: readonly [Address, Address],
  rate: Address,
  { momentum, isNesterov }: { readonly momentum: number; readonly isNesterov: boolean },
): Call =>
  record(103, unitsOf(p.elements), [
    p.address,
    g,
    sum,
    p.elements,
    rate,
    float(momentum),
    isNesterov ? 1 : 0,
  ])

/** A step of Adam; `rate` is the address of the rate and the corrections of both moments. */
export const adam = (
  p: Range,
  [g, first, second]: readonly [Address, Address, Address],
  rate: Address,
  { beta1, beta2, epsilon }: Readonly<Record<'beta1' | 'beta2' | 'epsilon', number>>,
): Call =>
  record(104, unitsOf(p.elements), [
    p.address,
    g,
    first,
    second,
    p.elements,
    rate,
    float(beta1),
    float(beta2),
    float(epsilon),
  ])

export const rmsprop = (
  p: Range,
  [g, squares, moments]: readonly [Address, Address, Address],
  rate: Address,
  { decay, momentum, epsilon }: Readonly<Record<'decay' | 'momentum' | 'epsilon', number>>,
): Call =>
  record(105, unitsOf(p.elements), [
    p.address,
    g,
    squares,
    moments,
    p.elements,
    rate,
    float(decay),
    float(momentum),
    float(epsilon),
  ])

/** Adds gradients to a sum. */
export const gather = (sum: Range, g: Address): Call =>
  record(106, unitsOf(sum.elements), [sum.address, g, sum.elements])

/** Turns a sum into gradients by a factor in memory, and clears the sum. */
export const take = (sum: Range, g: Address, factor: Address): Call =>
  record(107, unitsOf(sum.elements), [sum.address, g, sum.elements, factor])

/** Shrinks weights by the part `rate · decay` of them. */
export const decay = (p: Range, rate: Address, decay: number): Call =>
  record(108, unitsOf(p.elements), [p.address, p.elements, rate, float(decay)])

/** Multiplies by a number in memory. */
const multiply = (x: Range, factor: Address): Call =>
  record(109, unitsOf(x.elements), [x.address, x.elements, factor])

export const keepWithin = (x: Range, least: number, most: number): Call =>
  record(110, unitsOf(x.elements), [x.address, x.elements, float(least), float(most)])

/** Brings numbers down to a norm; `scratch` has room for two floats per unit and one more. */
export const boundNorm = (x: Range, most: number, scratch: Address): readonly Call[] => {
  const units = unitsOf(x.elements)
  const factor = { ...scratch, bytes: scratch.bytes + 8 * units }
  return [
    record(111, units, [x.address, x.elements, scratch]),
    record(112, 1, [scratch, units, float(most), factor]),
    multiply(x, factor),
  ]
}
/** How many scratch floats `boundNorm` needs for this many elements. */
export const scratchOfNorm = (elements: number): number => 2 * unitsOf(elements) + 1

/** Adds a penalty to a number in memory, and its gradient to that of the weight. */
export const penalize = (
  w: Address,
  g: Address,
  elements: number,
  { l1, l2 }: { readonly l1: number; readonly l2: number },
  penalty: Address,
): Call => record(113, 1, [w, g, elements, float(l1), float(l2), penalty])

/**
 * Brings norms along an axis between limits; `sizes` are those before it, its own, and after it.
 */
export const boundNorms = (
  w: Address,
  [before, size, behind]: readonly [number, number, number],
  { least, most, rate }: Readonly<Record<'least' | 'most' | 'rate', number>>,
): Call => record(114, before, [w, size, behind, float(least), float(most), float(rate)])

export const clear = (x: Range): Call => record(115, 1, [x.address, x.elements])
