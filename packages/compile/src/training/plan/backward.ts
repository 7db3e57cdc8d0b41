// The backward pass: from the losses at the outputs to the gradients of the weights, each operation
// once, in reverse order. The gradients that several readers give to a value are summed in that
// order.
import type { LossHead, Weight } from '../contract.js'
import { blocksOf, kernel } from '../program/kernels.js'
import type { Address } from '../program/call.js'
import { type BackwardPlace, type Graph, sizeOf } from '../graph/op.js'
import { type Forward, type Pass, type Placed, placeOf } from './forward.js'
import { Recomputed } from './recompute.js'
import { addressOfGradient } from './regions.js'
import { type Timeline, Value, type Writer } from './timeline.js'

/** The losses of a net: one for each output. */
export interface Losses {
  readonly heads: readonly LossHead[]
  readonly targets: readonly Value[]
  /** How much each image counts, if images are weighted. */
  readonly weights: readonly (Value | null)[]
  readonly results: readonly Address[]
}

/** Where a part of a gradient may go, and what is known about it. */
interface Offer {
  readonly free?: Value | null
  /** As in an operation: over all pixels of each of so many channels, it sums to zero. */
  readonly centers?: number | undefined
}

/** The gradients of values: the first part is stored, and later parts are added to it. */
class Gradients {
  readonly #timeline: Timeline
  readonly #known = new Map<Value, Value>()
  /** The channels that each gradient is centered in; 0 if it is not. */
  readonly #centers = new Map<Value, number>()
  readonly #needed: ReadonlySet<Value>

  constructor(timeline: Timeline, needed: ReadonlySet<Value>) {
    this.#timeline = timeline
    this.#needed = needed
  }
  of(value: Value): Value | undefined {
    return this.#known.get(value)
  }
  /** Whether a gradient sums to zero over all pixels of each of so many channels. */
  isCentered(value: Value, channels: number): boolean {
    const centers = this.#centers.get(value) ?? 0
    return centers > 0 && centers % channels === 0
  }
  /**
   * Where a part of a value's gradient goes, and the call that adds it to the rest; null if not
   * needed. The first part may take over a place that is offered to it.
   */
  part(
    value: Value,
    { free, centers = 0 }: Offer = {},
  ): { readonly value: Value; readonly add: () => void } | null {
    if (!this.#needed.has(value)) return null
    const sum = this.#known.get(value)
    const isAlike = sum === undefined || this.#centers.get(value) === centers
    this.#centers.set(value, isAlike ? centers : 0)
    const fits = sum === undefined && free?.elements === value.elements
    const own = fits ? free : new Value(value.elements)
    if (sum === undefined) {
      this.#known.set(value, own)
      return { value: own, add: () => undefined }
    }
    const { elements } = value
    const add = (): void => {
      this.#timeline.add([own, sum], ({ call, address }) => {
        call(kernel('accumulate', blocksOf(elements), address(own), address(sum), elements))
      })
    }
    return { value: own, add }
  }
}

/** The values that depend on a trained weight. */
const neededOf = (placed: readonly Placed[]): ReadonlySet<Value> => {
  const needed = new Set<Value>()
  for (const { node, inputs, output } of placed)
    if (trains(node.op.weights) || inputs.some((value) => needed.has(value))) needed.add(output)
  return needed
}
const trains = (weights: readonly Weight[]): boolean => weights.some(({ trainable }) => trainable)

/** The names of the kernels by node, and the nodes whose outputs are computed twice. */
export interface Backward {
  readonly kernels: ReadonlyMap<string, string>
  readonly recomputed: ReadonlySet<string>
}

/**
 * Writes the losses and, in training, the backward pass.
 * @param isSmall whether outputs that can be computed again are not kept
 */
export const backwardPass = (
  pass: Pass,
  losses: Losses,
  { training, isSmall }: { readonly training: boolean; readonly isSmall: boolean },
): Backward => {
  const { placed } = pass.forward
  const gradients = new Gradients(pass.timeline, training ? neededOf(placed) : new Set())
  const done = writeLosses(pass, losses, gradients)
  const kernels = new Map<string, string>()
  const again = new Recomputed(pass, isSmall)
  if (!training) return { kernels, recomputed: again.keys }
  const written = new Set<Weight>()
  for (const one of [...placed].reverse())
    if (!one.isView && !done.has(one)) writeBackward(pass, one, gradients, again, written, kernels)
  for (const one of placed) {
    const { settle } = one.node.op
    if (settle !== undefined)
      pass.timeline.add(one.kept, (writer) => {
        settle(placeOf(one, pass.images, writer))
      })
  }
  return { kernels, recomputed: again.keys }
}

/** Writes the losses; returns the activations whose gradients they compute themselves. */
const writeLosses = (
  { graph, forward, timeline, images }: Pass,
  { heads, targets, weights, results }: Losses,
  gradients: Gradients,
): ReadonlySet<Placed> => {
  const done = new Set<Placed>()
  const readers = readersOf(graph, forward)
  for (const [i, head] of heads.entries()) {
    const key = graph.outputs[i] ?? ''
    const output = forward.values.get(key)
    const [target, result] = [targets[i], results[i]]
    if (output === undefined || target === undefined || result === undefined) continue
    const maker = forward.placed.find((one) => !one.isView && one.output === output)
    const [before] = maker?.inputs ?? []
    const isThrough =
      maker !== undefined &&
      head.through !== undefined &&
      maker.node.op.activation === head.through &&
      readers.get(output) === 1 &&
      before !== undefined
    const part = gradients.part(isThrough ? before : output)
    if (isThrough) done.add(maker)
    const shape = graph.shapes[i] ?? []
    const weight = weights[i] ?? null
    const others = [weight, part?.value ?? null].filter((value) => value !== null)
    timeline.add([output, target, ...others], (writer) => {
      head.write({
        images,
        shape,
        output: writer.address(output),
        target: writer.address(target),
        weights: weight === null ? null : writer.address(weight),
        gradient: part === null ? null : writer.address(part.value),
        isThrough,
        results: result,
        call: writer.call,
        scratch: writer.scratch,
      })
    })
    part?.add()
  }
  return done
}

/** How many nodes and outputs read each value. */
const readersOf = (graph: Graph, { placed, values }: Forward): ReadonlyMap<Value, number> => {
  const readers = new Map<Value, number>()
  const count = (value: Value | undefined): void => {
    if (value !== undefined) readers.set(value, (readers.get(value) ?? 0) + 1)
  }
  for (const { inputs, isView } of placed) if (!isView) inputs.forEach(count)
  for (const key of graph.outputs) count(values.get(key))
  return readers
}

const writeBackward = (
  { timeline, images }: Pass,
  placed: Placed,
  gradients: Gradients,
  again: Recomputed,
  written: Set<Weight>,
  kernels: Map<string, string>,
): void => {
  const { node, inputs, output, kept } = placed
  const { op } = node
  const gradient = gradients.of(output)
  if (gradient === undefined) return
  const parts = inputs.map((value, i) =>
    gradients.part(
      value,
      i === 0 ? { free: op.isInPlace === true ? gradient : null, centers: op.centers } : {},
    ),
  )
  if (parts.every((part) => part === null) && !trains(op.weights)) return
  const read = again.readBy(placed)
  const uses = [
    gradient,
    ...(op.reads.inputs ? read.inputs : []),
    ...(op.reads.output ? [read.output] : []),
    ...kept,
    ...parts.flatMap((part) => part?.value ?? []),
  ]
  // a tied weight gets a gradient from each of its places
  const firsts = new Set(op.weights.filter((weight) => !written.has(weight)))
  for (const weight of op.weights) written.add(weight)
  // its sum would be nothing but rounding, of which Adam makes a whole step
  const { bias = null } = op
  const isZero = bias?.trainable === true && gradients.isCentered(output, bias.elements)
  timeline.add(uses, (writer) => {
    const zero = isZero ? bias : null
    const { place, end } = backwardPlace(read, images, writer, { firsts, zero })
    const name = op.backward({
      ...place,
      gradient: writer.address(gradient),
      inputGradients: parts.map((part) => part && writer.address(part.value)),
    })
    kernels.set(node.key, isZero ? `${name}, bias zero` : name)
    end()
  })
  for (const part of parts) part?.add()
}

/** What is known about the gradients of the weights of an operation. */
interface WeightGradients {
  /** Those whose gradients nothing has written yet. */
  readonly firsts: ReadonlySet<Weight>
  /** The one whose gradient is zero. */
  readonly zero: Weight | null
}

/** The place of the backward calls, and the calls that sum the gradients of tied weights. */
const backwardPlace = (
  placed: Placed,
  images: number,
  writer: Writer,
  { firsts, zero }: WeightGradients,
): {
  readonly place: Omit<BackwardPlace, 'gradient' | 'inputGradients'>
  readonly end: () => void
} => {
  const later: (readonly [Address, Weight])[] = []
  const weightGradient = (weight: Weight): Address | null => {
    if (!weight.trainable || weight === zero) return null
    if (firsts.has(weight)) return addressOfGradient(weight)
    const own = writer.scratch(sizeOf(weight.shape))
    later.push([own, weight])
    return own
  }
  if (zero !== null && firsts.has(zero))
    writer.call(kernel('clear', 1, addressOfGradient(zero), zero.elements))
  const end = (): void => {
    for (const [own, weight] of later) {
      const { elements } = weight
      writer.call(
        kernel('accumulate', blocksOf(elements), own, addressOfGradient(weight), elements),
      )
    }
  }
  return { place: { ...placeOf(placed, images, writer), weightGradient }, end }
}
