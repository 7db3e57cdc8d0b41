// Members of TensorFlow.js's optimizers that its types hide. Only this file casts an optimizer to
// reach them.
import * as tf from '@tensorflow/tfjs'

/** Sets the rate with which an optimizer trains from now on. */
export const setLearningRate = (optimizer: tf.Optimizer, rate: number): void => {
  // the type hides the rate, and each class has its own; some also keep it in a tensor
  const members = optimizer as unknown as {
    learningRate: number
    setLearningRate?: (rate: number) => void
  }
  if (members.setLearningRate === undefined) members.learningRate = rate
  else members.setLearningRate(rate)
}
/** How an optimizer keeps what it remembers of one weight. */
interface Slot {
  readonly originalName: string
  readonly variable: tf.Variable
}
const isSlot = (x: unknown): x is Slot =>
  typeof x === 'object' && x !== null && 'variable' in x && x.variable instanceof tf.Variable
/** An optimizer remembers in variables, and in lists with a slot for each weight that it trains. */
const isMemory = (x: unknown): x is tf.Variable | readonly Slot[] =>
  x instanceof tf.Variable || (Array.isArray(x) && x.every(isSlot))
const memories = (optimizer: tf.Optimizer): (readonly [string, tf.Variable | readonly Slot[]])[] =>
  Object.entries(optimizer as object).flatMap(([name, value]: [string, unknown]) =>
    isMemory(value) ? [[name, value] as const] : [],
  )

/**
 * All that an optimizer remembers of earlier steps besides their number, by name. Its own
 * `getWeights` leaves out the powers of the betas, and `setWeights` computes them again with other
 * roundings.
 */
export const memoryOf = (optimizer: tf.Optimizer): ReadonlyMap<string, tf.Variable> =>
  new Map(
    memories(optimizer).flatMap(([name, memory]) =>
      memory instanceof tf.Variable
        ? [[name, memory] as const]
        : memory.map((slot, i) => [`${name}/${i}`, slot.variable] as const),
    ),
  )

/** Lets an optimizer go on after so many steps, with the memory that it had then. */
export const setMemory = (
  optimizer: tf.Optimizer,
  iterations: number,
  memory: ReadonlyMap<string, tf.Tensor>,
): void => {
  Reflect.set(optimizer, 'iterations_', iterations) // protected in its type
  for (const [name, mine] of memories(optimizer)) {
    const value = memory.get(name)
    if (mine instanceof tf.Variable) {
      if (value !== undefined) mine.assign(value)
      continue
    }
    tf.dispose(mine.map((slot) => slot.variable))
    const slots: Slot[] = []
    for (let saved; (saved = memory.get(`${name}/${slots.length}`)) !== undefined;)
      slots.push({ originalName: `${name}/${slots.length}`, variable: saved.variable(false) })
    Reflect.set(optimizer, name, slots)
  }
}
/** The rate with which an optimizer trains. */
export const learningRateOf = (optimizer: tf.Optimizer): number =>
  Number(optimizer.getConfig()['learningRate'])
