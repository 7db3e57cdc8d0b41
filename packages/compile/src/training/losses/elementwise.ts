// Losses that are the mean of a loss of each number, with their slopes. Formulas and slopes at
// corners are those of TensorFlow.js.
import { counts, within } from './probability.js'

interface Elementwise {
  /** The loss of an output for a target; `delta` is Huber's. */
  readonly value: (x: number, t: number, delta: number) => number
  /** Its derivative by the output. */
  readonly slope: (x: number, t: number, delta: number) => number
}

/** Cross-entropy of the sigmoid of x. */
const ofLogits = (x: number, t: number): number =>
  Math.max(x, 0) - x * t + Math.log1p(Math.exp(-Math.abs(x)))

/** -1, 1 or NaN; -1 for 0. */
const side = (n: number): number => (n > 0 ? 1 : Number.isNaN(n) ? n : -1)

export const ELEMENTWISE = {
  binaryCrossentropy: {
    value: (x, t) => {
      const p = within(x)
      return ofLogits(Math.log(p / (1 - p)), t)
    },
    slope: (x, t) => {
      const p = within(x)
      return ((p - t) / (p * (1 - p))) * counts(x)
    },
  },
  binaryLogits: {
    value: ofLogits,
    slope: (x, t) => {
      const small = Math.exp(-Math.abs(x))
      return (x >= 0 ? 1 / (1 + small) : small / (1 + small)) - t
    },
  },
  meanSquaredError: {
    value: (x, t) => (x - t) ** 2,
    slope: (x, t) => 2 * (x - t),
  },
  meanAbsoluteError: {
    value: (x, t) => Math.abs(x - t),
    slope: (x, t) => side(x - t),
  },
  // Huber 1964
  huber: {
    value: (x, t, delta) => {
      const size = Math.abs(x - t)
      const square = Math.min(size, delta)
      return 0.5 * square * square + delta * (size - square)
    },
    slope: (x, t, delta) => {
      const off = x - t
      return Math.abs(off) <= delta ? off : delta * side(off)
    },
  },
} as const satisfies Readonly<Record<string, Elementwise>>
