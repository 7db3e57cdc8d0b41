// Optimizers of the reference, by the formulas of Keras and TensorFlow.js.

export type Optimizer =
  | { readonly name: 'sgd'; readonly rate: number }
  | {
      readonly name: 'momentum'
      readonly rate: number
      readonly momentum: number
      readonly nesterov: boolean
    }
  | {
      readonly name: 'adam'
      readonly rate: number
      readonly beta1: number
      readonly beta2: number
      readonly epsilon: number
      /** The part of a weight that a step takes away, times the rate. */
      readonly decay?: number
    }
  | {
      readonly name: 'rmsprop'
      readonly rate: number
      readonly decay: number
      readonly momentum: number
      readonly epsilon: number
    }

/** What an optimizer remembers of a weight. */
export type Memory = readonly [Float64Array, Float64Array]
export const noMemory = (elements: number): Memory => [
  new Float64Array(elements),
  new Float64Array(elements),
]

/** A weight and its memory after step `t`, from 1. */
export const stepped = (
  how: Optimizer,
  w: Float64Array,
  g: Float64Array,
  [first, second]: Memory,
  t: number,
): readonly [Float64Array, Memory] => {
  switch (how.name) {
    case 'sgd':
      return [w.map((n, i) => n - how.rate * g[i]!), [first, second]]
    case 'momentum': {
      const sum = first.map((m, i) => how.momentum * m + g[i]!)
      const step = how.nesterov ? sum.map((m, i) => g[i]! + how.momentum * m) : sum
      return [w.map((n, i) => n - how.rate * step[i]!), [sum, second]]
    }
    case 'adam': {
      const { rate, beta1, beta2, epsilon, decay = 0 } = how
      const m = first.map((n, i) => beta1 * n + (1 - beta1) * g[i]!)
      const v = second.map((n, i) => beta2 * n + (1 - beta2) * g[i]! ** 2)
      const [mean, square] = [1 - beta1 ** t, 1 - beta2 ** t]
      const next = w.map((n, i) => {
        const step = m[i]! / mean / (Math.sqrt(v[i]! / square) + epsilon)
        return n - rate * (step + decay * n)
      })
      return [next, [m, v]]
    }
    case 'rmsprop': {
      const squares = first.map((n, i) => how.decay * n + (1 - how.decay) * g[i]! ** 2)
      const steps = second.map(
        (n, i) => how.momentum * n + (how.rate * g[i]!) / Math.sqrt(squares[i]! + how.epsilon),
      )
      return [w.map((n, i) => n - steps[i]!), [squares, steps]]
    }
  }
}
