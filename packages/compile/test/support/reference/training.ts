// A whole training step in double precision, written apart from the library: forward pass, backward
// pass, moving statistics and optimizer, on the positions of a plan.
import type { Plan, Position } from '@layersmith/core'
import { conv, dense, depthwise } from './linear.js'
import {
  type Statistics,
  add,
  batchNorm,
  concat,
  flatten,
  globalPool,
  pool,
  relu,
  sigmoid,
  softmax,
} from './others.js'
import { type LossName, lossOf } from './losses.js'
import { type Memory, type Optimizer, noMemory, stepped } from './optimizers.js'
import type { Computed, Value, Weights, Window } from './value.js'

/** A loss, and the error at which Huber's turns to a line. */
export interface Losing {
  readonly name: LossName
  readonly delta?: number
}

/** Weights by their names. */
export type NamedWeights = ReadonlyMap<string, Float64Array>

interface Config extends Omit<Window, 'size'> {
  readonly kernel: readonly [number, number]
  readonly size: readonly [number, number]
  readonly kind: 'max' | 'average'
  readonly activation: string
  readonly epsilon: number
  readonly momentum: number
}
const ONE = [1, 1] as const

/** Trains a net with one input and one output. */
export class Reference {
  readonly weights: Map<string, Float64Array>
  readonly #plan: Plan
  readonly #trained: ReadonlySet<string>
  readonly #loss: Losing
  readonly #optimizer: Optimizer
  readonly #memories = new Map<string, Memory>()
  #steps = 0

  constructor(
    plan: Plan,
    weights: NamedWeights,
    trained: ReadonlySet<string>,
    { loss, optimizer }: { readonly loss: Losing; readonly optimizer: Optimizer },
  ) {
    this.#plan = plan
    this.weights = new Map([...weights].map(([name, numbers]) => [name, numbers.slice()]))
    this.#trained = trained
    this.#loss = loss
    this.#optimizer = optimizer
  }

  /** Makes a step; returns the loss before it. */
  step(x: ArrayLike<number>, target: ArrayLike<number>): number {
    const [input] = this.#plan.inputs
    const [output] = this.#plan.outputs
    if (input === undefined || output === undefined) throw new Error('the reference needs a net')
    const each = input.shape.reduce<number>((all, n) => all * (n ?? 1), 1)
    const images = x.length / each
    const values = new Map<string, Value>([
      [input.name, { shape: [images, ...input.shape.map(Number)], numbers: Float64Array.from(x) }],
    ])
    const ways: (readonly [Position, Computed['back'], readonly string[], string])[] = []
    const statistics: (readonly [Position, Statistics])[] = []
    for (const position of this.#plan.positions) {
      let keys = position.inputs
      const parts = this.#computed(position, images, (key) => values.get(key), statistics)
      for (const [i, { y, back }] of parts.entries()) {
        const key = i === parts.length - 1 ? position.path : `${position.path} ${i}`
        values.set(key, y)
        ways.push([position, back, keys, key])
        keys = [key]
      }
    }
    const y = values.get(output.from)
    if (y === undefined) throw new Error('the reference has no output')
    const { name, delta } = this.#loss
    const { loss, gradient } = lossOf(name, y.numbers, target, y.shape.at(-1) ?? 1, delta)
    const gradients = new Map([[output.from, gradient]])
    const ofWeights = new Map<string, Float64Array>()
    for (const [{ instance }, back, inputs, key] of ways.reverse()) {
      const dy = gradients.get(key)
      if (dy === undefined) continue
      const { inputs: parts, weights } = back(dy)
      for (const [i, from] of inputs.entries()) addTo(gradients, from, parts[i])
      for (const [role, g] of Object.entries(weights)) addTo(ofWeights, `${instance}/${role}`, g)
    }
    for (const [{ instance, config }, { mean, variance }] of statistics) {
      const { momentum } = config as unknown as Config // a plan's configs are complete
      for (const [role, now] of [
        ['moving_mean', mean],
        ['moving_variance', variance],
      ] as const) {
        const name = `${instance}/${role}`
        const moved = this.weights.get(name)?.map((n, i) => momentum * n + (1 - momentum) * now[i]!)
        if (moved !== undefined) this.weights.set(name, moved)
      }
    }
    this.#steps++
    for (const [name, g] of ofWeights) if (this.#trained.has(name)) this.#update(name, g)
    return loss
  }

  #update(name: string, g: Float64Array): void {
    const w = this.weights.get(name)
    if (w === undefined) throw new Error(`the reference has no ${name}`)
    const memory = this.#memories.get(name) ?? noMemory(w.length)
    const [next, later] = stepped(this.#optimizer, w, g, memory, this.#steps)
    this.weights.set(name, next)
    this.#memories.set(name, later)
  }

  /** What a position computes, in one or two operations. */
  #computed(
    position: Position,
    images: number,
    valueOf: (key: string) => Value | undefined,
    statistics: (readonly [Position, Statistics])[],
  ): readonly Computed[] {
    const { kind, instance } = position
    const config = position.config as unknown as Config // a plan's configs are complete
    const xs = position.inputs.map((key) => valueOf(key) as Value) // those before it
    const [x] = xs
    if (x === undefined) throw new Error(`${position.path} has no input`)
    const shape = [images, ...position.shape.map(Number)]
    const weights: Weights = (role) => this.weights.get(`${instance}/${role}`)
    const { stride, padding, activation } = config
    const window = { size: config.kernel, stride, dilation: config.dilation, padding }
    switch (kind) {
      case 'conv':
        return activated(conv(x, shape, weights, window), activation)
      case 'depthwiseConv':
        return activated(depthwise(x, shape, weights, window), activation)
      case 'dense':
        return activated(dense(x, shape, weights), activation)
      case 'bn': {
        const normal = batchNorm(x, weights, config.epsilon)
        statistics.push([position, normal.statistics])
        return [normal]
      }
      case 'activation':
        return activated({ y: x, back: (dy) => ({ inputs: [dy], weights: {} }) }, activation)
      case 'relu':
        return [relu(x)]
      case 'softmax':
        return [softmax(x)]
      case 'pool':
        return [pool(x, shape, config.kind, { size: config.size, stride, padding, dilation: ONE })]
      case 'globalPool':
        return [globalPool(x, shape, config.kind)]
      case 'add':
        return [add(xs)]
      case 'concat':
        return [concat(xs, shape)]
      case 'flatten':
        return [flatten(x)]
      default:
        throw new Error(`the reference does not compute ${kind}`)
    }
  }
}

const activated = (before: Computed, activation: string): readonly Computed[] => {
  switch (activation) {
    case 'linear':
      return [before]
    case 'relu':
      return [before, relu(before.y)]
    case 'softmax':
      return [before, softmax(before.y)]
    case 'sigmoid':
      return [before, sigmoid(before.y)]
    default:
      throw new Error(`the reference does not compute ${activation}`)
  }
}

const addTo = (
  all: Map<string, Float64Array>,
  key: string,
  part: Float64Array | undefined,
): void => {
  const known = all.get(key)
  if (part === undefined) return
  all.set(key, known === undefined ? part : known.map((n, i) => n + part[i]!))
}
