// What a trainer shares with the build: the weights, the optimizer's state, and how many masks were
// drawn. A step changes only its own memory; changes that others make in the build meanwhile, such
// as `resume` or `loadWeights`, take effect at the next step.
import { type BuiltWeight, type TrainingOf, optimizerState } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'
import type { Step, Weight } from '../contract.js'
import type { Rule } from '../optimizers/rules.js'

/** A weight in both places. */
interface Pair {
  readonly weight: Weight
  readonly variable: tf.Variable
  /** The variable's data object when both were last equal; every write makes another object. */
  seen: object
}

/** The state of the optimizer when both were last equal. */
interface Seen {
  readonly iterations: number
  readonly variables: readonly (readonly [string, object])[]
}

export class SharedState {
  /** The steps that the optimizer has made. */
  iterations: number
  readonly #training: TrainingOf
  readonly #optimizer: tf.Optimizer
  readonly #rule: Rule
  readonly #step: Step
  readonly #pairs: readonly Pair[]
  #seen: Seen
  #masks: ReadonlyMap<string, number>
  #isAhead = false

  constructor(training: TrainingOf, optimizer: tf.Optimizer, rule: Rule, step: Step) {
    this.#training = training
    this.#optimizer = optimizer
    this.#rule = rule
    this.#step = step
    const byName = new Map(step.weights.map((weight) => [weight.name, weight]))
    this.#pairs = training.weights().map((built) => pairOf(built, byName))
    this.iterations = optimizer.iterations
    this.#seen = seenOf(optimizer)
    this.#masks = training.masks()
    for (const [id, drawn] of this.#masks) step.drawn.set(id, drawn)
    this.#takeMemory()
  }

  /** Takes over what others have changed in the build; returns whether weights were changed. */
  take(): boolean {
    let isChanged = false
    for (const pair of this.#pairs) {
      const { weight, variable } = pair
      if (variable.dataId === pair.seen) continue
      this.#valuesOf(weight).set(variable.dataSync<'float32'>())
      pair.seen = variable.dataId
      isChanged = true
    }
    const now = seenOf(this.#optimizer)
    if (!isSame(now, this.#seen)) {
      this.iterations = now.iterations
      this.#seen = now
      this.#takeMemory()
    }
    const masks = this.#training.masks()
    for (const [id, drawn] of masks)
      if (drawn !== this.#masks.get(id)) this.#step.drawn.set(id, drawn)
    this.#masks = masks
    return isChanged
  }

  /** Notes that steps have changed the weights here, and counts them for the optimizer. */
  went(steps: number): void {
    this.#isAhead = true
    if (steps === 0) return
    this.iterations += steps
    // callbacks ask for it
    optimizerState.setIterations(this.#optimizer, this.iterations)
    this.#seen = { ...this.#seen, iterations: this.iterations }
  }

  /** Writes everything into the build. */
  give(): void {
    if (!this.#isAhead) return
    tf.tidy(() => {
      for (const pair of this.#pairs) {
        const { weight, variable } = pair
        // a backend may keep the array
        const values = this.#valuesOf(weight).slice()
        this.#training.write(variable, tf.tensor(values, [...weight.shape]))
        pair.seen = variable.dataId
      }
      if (this.iterations > 0)
        optimizerState.setMemory(this.#optimizer, this.iterations, this.#memory())
    })
    this.#seen = seenOf(this.#optimizer)
    this.#masks = new Map([...this.#masks.keys()].map((id) => [id, this.#step.drawn.get(id) ?? 0]))
    this.#training.setMasks(this.#masks)
    this.#isAhead = false
  }

  /** The numbers of a weight in the memory of the step. */
  #valuesOf({ trainable, offset, elements }: Weight): Float32Array {
    const all = trainable ? this.#step.parameters : this.#step.others
    return all.subarray(offset, offset + elements)
  }

  get #trained(): readonly Weight[] {
    return this.#pairs.flatMap(({ weight }) => (weight.trainable ? [weight] : []))
  }

  #memory(): ReadonlyMap<string, tf.Tensor> {
    const slots = this.#rule.memories.flatMap((name, slot) => {
      const values = this.#step.slot(slot)
      return this.#trained.map(({ offset, elements, shape }, i) => {
        const part = values.slice(offset, offset + elements)
        return [`${name}/${i}`, tf.tensor(part, [...shape])] as const
      })
    })
    const others = Object.entries(this.#rule.others(this.iterations))
    return new Map([...slots, ...others.map(([name, n]) => [name, tf.scalar(n)] as const)])
  }

  #takeMemory(): void {
    const memory = optimizerState.memoryOf(this.#optimizer)
    for (const [slot, name] of this.#rule.memories.entries()) {
      const values = this.#step.slot(slot)
      for (const [i, { offset, elements }] of this.#trained.entries()) {
        const saved = memory.get(`${name}/${i}`)
        const part = values.subarray(offset, offset + elements)
        if (saved === undefined) part.fill(0)
        else part.set(saved.dataSync<'float32'>())
      }
    }
  }
}

const pairOf = ({ name, variable }: BuiltWeight, byName: ReadonlyMap<string, Weight>): Pair => {
  const weight = byName.get(name)
  if (weight === undefined) throw new Error(`layersmith: no weight ${name}; please report`)
  return { weight, variable, seen: variable.dataId }
}

const seenOf = (optimizer: tf.Optimizer): Seen => ({
  iterations: optimizer.iterations,
  variables: [...optimizerState.memoryOf(optimizer)].map(([name, { dataId }]) => [name, dataId]),
})
const isSame = (a: Seen, b: Seen): boolean =>
  a.iterations === b.iterations &&
  a.variables.length === b.variables.length &&
  a.variables.every(([name, data], i) => {
    const [otherName, otherData] = b.variables[i] ?? []
    return name === otherName && data === otherData
  })
