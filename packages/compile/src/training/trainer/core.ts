// Training steps on the memory of a compiled step, kept in sync with the build that they train.
import { type Built, type TrainingOf, optimizerState } from '@layersmith/tfjs'
import type { AnySig } from '@layersmith/core'
import type { TypedArray } from '../../compile/batch.js'
import type { Mode, Step, Views } from '../contract.js'
import type { Penalty } from '../optimizers/penalties.js'
import { PENALTY } from '../optimizers/update.js'
import type { Now } from '../program/call.js'
import { type Measuring, type Numbers } from './measures.js'
import type { ReadOptions } from './options.js'
import { SharedState } from './state.js'

export interface CoreParts {
  readonly built: Pick<Built<AnySig>, 'model' | 'plan'>
  readonly training: TrainingOf
  readonly step: Step
  readonly options: ReadOptions
  readonly penalties: readonly Penalty[]
  readonly measuring: Measuring
}

/** A batch: the numbers of each input and target, and which examples of them. */
export interface Batch {
  readonly inputs: readonly TypedArray[]
  readonly targets: readonly TypedArray[]
  readonly count: number
  /** The indices of the examples, or the first index of consecutive ones. */
  readonly rows: Int32Array | number
  /** How much each of all examples counts at each output; null where all count the same. */
  readonly weights?: readonly (Float32Array | null)[]
}

export class TrainingCore {
  readonly step: Step
  readonly #parts: CoreParts
  readonly #optimizer: Built<AnySig>['model']['optimizer']
  readonly #state: SharedState
  /** The penalties of the frozen weights and of the trained ones; null before they are known. */
  #frozen: number | null = null
  #trained: number | null = null
  /** How many steps' gradients the sum has. */
  #gathered = 0
  #isDisposed = false

  constructor(parts: CoreParts) {
    this.step = parts.step
    this.#parts = parts
    this.#optimizer = parts.built.model.optimizer
    const { rule } = parts.options.optimizer
    this.#state = new SharedState(parts.training, this.#optimizer, rule, parts.step)
  }

  /** Makes one step; returns what it measured before it changed anything. */
  train(where: string, batch: Batch): Numbers {
    this.ready(where)
    const { accumulate } = this.#parts.options
    const rate = this.#rate()
    const views = this.#compute(batch, 'training')
    this.#gathered++
    const isStep = this.#gathered === accumulate
    if (accumulate > 1) this.step.update('gather', this.#now(rate))
    if (isStep) this.#apply(rate)
    this.#went(isStep ? 1 : 0)
    return this.#measured(views, this.step.results[PENALTY] ?? 0)
  }

  /** Makes a step from the gathered gradients, for callers that are about to read the weights. */
  finish(): void {
    if (this.#gathered === 0) return
    this.#apply(this.#rate())
    this.#went(1)
  }

  /** Measures a batch and changes nothing. */
  measure(where: string, batch: Batch): Numbers {
    this.ready(where)
    const views = this.#compute(batch, 'inference')
    return this.#measured(views, (this.#trained ??= this.#penaltyOf(true)))
  }

  sync(where: string): void {
    this.ready(where)
    this.#state.give()
  }

  dispose(): void {
    if (this.#isDisposed) return
    if (!this.#parts.training.isDisposed() && this.#isMine()) this.#state.give()
    this.#isDisposed = true
    this.step.dispose()
  }

  /** Throws if training cannot go on; otherwise takes over what others have changed. */
  ready(where: string): void {
    const { built, training } = this.#parts
    if (this.#isDisposed) throw new Error(`${where}: the trainer is disposed`)
    if (training.isDisposed())
      throw new Error(`${where}: the model "${built.model.name}" is disposed`)
    if (!this.#isMine())
      throw new Error(
        `${where}: the model "${built.model.name}" was compiled or frozen anew; ` +
          'dispose of the trainer, which keeps what it trained, and make another',
      )
    if (this.#state.take()) this.#frozen = this.#trained = null
  }

  #went(steps: number): void {
    this.#trained = null
    this.#state.went(steps)
  }

  #isMine(): boolean {
    return this.#parts.built.model.optimizer === this.#optimizer
  }

  #compute({ inputs, targets, count, rows, weights = [] }: Batch, mode: Mode): Views {
    const views = this.step.prepare(count, mode)
    for (const [from, to] of [
      [inputs, views.inputs],
      [targets, views.targets],
    ] as const)
      for (const [i, view] of to.entries()) fill(view, from[i] ?? NONE, count, rows)
    for (const [i, view] of views.weights.entries()) {
      const given = weights[i] ?? null
      if (given !== null && view !== null) fill(view, given, count, rows)
    }
    // other values overwrite the targets once the losses are known
    const kept = this.#parts.measuring.needsTargets ? views.targets.map((view) => view.slice()) : []
    this.step.compute()
    return { ...views, targets: kept }
  }

  /** The rate of the next step, which is also set in the model's optimizer. */
  #rate(): number {
    const now = optimizerState.learningRateOf(this.#optimizer)
    const asked = this.#parts.options.rate?.(this.#state.iterations) ?? now
    if (asked !== now) optimizerState.setLearningRate(this.#optimizer, asked)
    return asked
  }

  #apply(rate: number): void {
    this.step.update('apply', this.#now(rate))
    this.#gathered = 0
  }

  #now(rate: number): Now {
    return { rate, step: this.#state.iterations + 1, factor: 1 / this.#gathered }
  }

  /** What was measured on a batch, given the penalty of the weights that train. */
  #measured(views: Views, penalty: number): Numbers {
    return this.#parts.measuring.of(views, penalty + (this.#frozen ??= this.#penaltyOf(false)))
  }

  #penaltyOf(trained: boolean): number {
    let sum = 0
    for (const { weight, l1, l2 } of this.#parts.penalties) {
      const { trainable, offset, elements } = weight
      if (trainable !== trained) continue
      const all = trainable ? this.step.parameters : this.step.others
      for (const w of all.subarray(offset, offset + elements)) sum += l1 * Math.abs(w) + l2 * w * w
    }
    return sum
  }
}

const NONE = new Float32Array(0)

/** Copies some examples. */
const fill = (
  to: Float32Array,
  from: TypedArray,
  count: number,
  rows: Int32Array | number,
): void => {
  const each = to.length / count
  if (typeof rows === 'number') {
    to.set(from.subarray(rows * each, (rows + count) * each))
    return
  }
  for (let i = 0; i < count; i++) {
    const at = (rows[i] ?? 0) * each
    to.set(from.subarray(at, at + each), i * each)
  }
}
