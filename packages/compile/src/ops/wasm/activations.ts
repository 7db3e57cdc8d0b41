// The activations that wasm programs have, and what each is to the kernel.
import type { Activation } from '../../graph/activation.js'
import { type Limits, NO_LIMITS, type View, activate, softmax } from '../../graph/kernels.js'
import type { Place } from '../../graph/wasm.js'

/** The function of assembly/kernels/activation.ts, and its two parameters. */
type Coded = readonly [kind: number, a: number, b: number]

const SELU = [1.0507009873554805, 1.6732632423543772] as const
const CODES: Readonly<Record<string, (alpha: number) => Coded>> = {
  relu: () => [0, 0, Infinity],
  relu6: () => [0, 0, 6],
  hardTanh: () => [0, -1, 1],
  sigmoid: () => [1, 0, 0],
  tanh: () => [2, 0, 0],
  elu: () => [3, 1, 1],
  selu: () => [3, SELU[0] * SELU[1], SELU[0]],
  softplus: () => [4, 0, 0],
  softsign: () => [5, 0, 0],
  swish: () => [6, 0, 0],
  mish: () => [7, 0, 0],
  gelu: () => [8, 0, 0],
  gelu_new: () => [9, 0, 0],
  leakyRelu: (alpha) => [10, alpha, 0],
  hardSigmoid: () => [11, 0.2, 0.5],
  hardSigmoid3: () => [11, 1 / 6, 0.5],
  hardSilu: () => [12, 1 / 6, 0.5],
  logSigmoid: () => [13, 0, 0],
  squareplus: () => [14, 0, 0],
  tanhShrink: () => [15, 0, 0],
  exponential: () => [16, 0, 0],
}
/** Keras's slope, where a layer gives none. */
const SLOPE = 0.2

/** Between numbers, the kernel's kind 0. */
const BETWEEN = 0
/** Times a number. */
const TIMES = 17

const codeOf = ({ name, alpha = SLOPE }: Activation): Coded | undefined => CODES[name]?.(alpha)

/** Why a wasm program cannot compute an activation, if so. */
export const refusedActivation = (activation: Activation | null): string | null =>
  activation === null || activation.name === 'softmax' || codeOf(activation) !== undefined
    ? null
    : `there is no kernel for the activation ${activation.name}`

/** The limits by which a kernel computes an activation itself; none for others. */
export const limitsOf = (activation: Activation | null): Limits => {
  const [kind, least, most] = (activation === null ? undefined : codeOf(activation)) ?? [-1, 0, 0]
  return kind === BETWEEN ? { least, most } : NO_LIMITS
}

/** An activation of x to y, which may be x. Gives the name of the kernel. */
export const writeActivation = (activation: Activation, x: View, y: View, place: Place): string => {
  const code = codeOf(activation)
  place.call(code === undefined ? softmax(x, y) : activate(code[0], x, y, [code[1], code[2]]))
  return code === undefined ? 'softmax' : 'activate'
}

/** What is left to do of an activation after a kernel with limits. */
export const writeRest = (activation: Activation | null, y: View, place: Place): void => {
  if (activation !== null && limitsOf(activation) === NO_LIMITS)
    writeActivation(activation, y, y, place)
}

/** y times a number. */
export const writeTimes = (y: View, factor: number, place: Place): void =>
  place.call(activate(TIMES, y, y, [factor, 0]))
