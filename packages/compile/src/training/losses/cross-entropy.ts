// Cross-entropies of rows of numbers. Formulas, limits and gradients at corners are those of
// TensorFlow.js.
import { counts, within } from './probability.js'

/** A row of outputs. */
export interface Row {
  readonly outputs: Float32Array
  /** Where the row begins among the outputs, and among their gradients. */
  readonly at: number
  readonly n: number
  readonly targets: Float32Array
  /** Where its targets begin. */
  readonly targetAt: number
  /** null where no gradient is wanted. */
  readonly gradients: Float32Array | null
  /** What the gradient is multiplied by. */
  readonly factor: number
  /** Whether the gradient passes through the softmax that made the row. */
  readonly through: boolean
}

/** -Σ t · log o, where o is the numbers divided by their sum. */
export const crossEntropy = (row: Row): number => {
  const { outputs, at, n, targets, targetAt, gradients, factor, through } = row
  let sum = 0
  for (let i = 0; i < n; i++) sum += outputs[at + i] ?? 0
  let [loss, all] = [0, 0]
  for (let i = 0; i < n; i++) {
    const o = (outputs[at + i] ?? 0) / sum
    const t = targets[targetAt + i] ?? 0
    if (t === 0 && !Number.isNaN(o)) continue
    loss -= t * Math.log(within(o))
    all += t * counts(o)
  }
  if (gradients === null) return loss
  for (let i = 0; i < n; i++) {
    const o = (outputs[at + i] ?? 0) / sum
    const t = (targets[targetAt + i] ?? 0) * counts(o)
    gradients[at + i] = (through ? o * all - t : (all - (t === 0 ? 0 : t / o)) / sum) * factor
  }
  return loss
}

/** The class of a row, or -1 where its target is the number of none. */
const classOf = ({ targets, targetAt, n }: Row): number => {
  const target = targets[targetAt] ?? NaN
  return target >= 0 && target < n ? Math.floor(target) : -1
}

/**
 * The same where the target is the number of a class: here the limits also come before the
 * division. Without a valid class, there is neither loss nor gradient.
 */
export const sparseCrossEntropy = (row: Row): number => {
  const { outputs, at, n, gradients, factor, through } = row
  const chosen = classOf(row)
  let sum = 0
  for (let i = 0; i < n; i++) sum += within(outputs[at + i] ?? 0)
  const o = chosen < 0 ? 1 : within(outputs[at + chosen] ?? 0) / sum
  const all = chosen < 0 ? 0 : counts(o)
  const loss = chosen < 0 ? 0 : -Math.log(within(o))
  if (gradients === null) return loss
  for (let i = 0; i < n; i++) {
    const one = all - (i === chosen && all > 0 ? 1 / o : 0)
    gradients[at + i] = ((counts(outputs[at + i] ?? 0) * one) / sum) * factor
  }
  if (through) throughSoftmax(row, gradients)
  return loss
}

/** Cross-entropy of the softmax of the numbers; a sparse target is the number of a class. */
export const crossEntropyOfLogits = (row: Row, isSparse: boolean): number => {
  const { outputs, at, n, targets, targetAt, gradients, factor } = row
  const chosen = isSparse ? classOf(row) : -1
  if (isSparse && chosen < 0) {
    gradients?.fill(0, at, at + n)
    return 0
  }
  let most = -Infinity
  for (let i = 0; i < n; i++) most = Math.max(most, outputs[at + i] ?? 0)
  let sum = 0
  for (let i = 0; i < n; i++) sum += Math.exp((outputs[at + i] ?? 0) - most)
  const whole = most + Math.log(sum)
  let loss = 0
  for (let i = 0; i < n; i++) {
    const x = outputs[at + i] ?? 0
    const t = isSparse ? Number(i === chosen) : (targets[targetAt + i] ?? 0)
    if (t !== 0 || Number.isNaN(whole)) loss += t * (whole - x)
    if (gradients !== null) gradients[at + i] = (Math.exp(x - whole) - t) * factor
  }
  return loss
}

/** Turns the gradients of a softmax into those of what it was computed from. */
export const throughSoftmax = ({ outputs, at, n }: Row, gradients: Float32Array): void => {
  let dot = 0
  for (let i = 0; i < n; i++) dot += (gradients[at + i] ?? 0) * (outputs[at + i] ?? 0)
  for (let i = 0; i < n; i++)
    gradients[at + i] = (outputs[at + i] ?? 0) * ((gradients[at + i] ?? 0) - dot)
}
