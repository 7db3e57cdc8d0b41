// Recurrent layers. ONNX has the steps before the batch and its own order of gates, and returns the
// outputs of a backward layer in the order of its input.
import type { Activation } from '@layersmith/core'
import {
  type Exporter,
  type Use,
  type Weight,
  inputOf,
  made,
  maybeWeight,
  node,
  refuse,
  weight,
} from '../use.js'
import { computed, transposed } from '../weights.js'

interface Config {
  readonly units: number
  readonly returnSequences: boolean
  readonly goBackwards: boolean
  readonly activation: Activation
  readonly recurrentActivation?: Activation
  readonly resetAfter?: boolean
}

interface Cell {
  readonly operator: 'RNN' | 'GRU' | 'LSTM'
  /** For each of ONNX's gates, its place in TensorFlow.js. */
  readonly gates: readonly number[]
  /** The functions that ONNX asks for, in its order. */
  readonly activations: (config: Config) => readonly (Activation | undefined)[]
}

/** A function of ONNX's recurrent operators, with its parameters. */
interface GateFunction {
  readonly name: string
  readonly alpha?: number
  readonly beta?: number
}
const FUNCTIONS: { readonly [A in Activation]?: GateFunction } = {
  elu: { name: 'Elu', alpha: 1 },
  hardSigmoid: { name: 'HardSigmoid', alpha: 0.2, beta: 0.5 },
  hardSigmoid3: { name: 'HardSigmoid', alpha: 1 / 6, beta: 0.5 },
  leakyRelu: { name: 'LeakyRelu', alpha: 0.2 },
  linear: { name: 'Affine', alpha: 1, beta: 0 },
  relu: { name: 'Relu' },
  sigmoid: { name: 'Sigmoid' },
  softplus: { name: 'Softplus' },
  softsign: { name: 'Softsign' },
  tanh: { name: 'Tanh' },
}

const functionOf = (name: Activation | undefined): GateFunction =>
  FUNCTIONS[name ?? 'tanh'] ??
  refuse(
    `recurrent layer with the activation ${name}`,
    `choose one of ${Object.keys(FUNCTIONS).join(', ')}`,
  )

const attributesOf = (functions: readonly GateFunction[]) => {
  const numbers = (of: 'alpha' | 'beta'): readonly number[] => functions.flatMap((f) => f[of] ?? [])
  const named = { alpha: numbers('alpha'), beta: numbers('beta') }
  return {
    activations: { texts: functions.map(({ name }) => name) },
    ...(named.alpha.length > 0 ? { activation_alpha: { floats: named.alpha } } : {}),
    ...(named.beta.length > 0 ? { activation_beta: { floats: named.beta } } : {}),
  }
}

/** The transpose of a matrix, with its gates reordered. */
const byGate =
  (gates: readonly number[], units: number) =>
  (values: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> => {
    const rows = values.length / (gates.length * units)
    const turned = transposed(values, [rows, gates.length * units], [1, 0])
    return joined(
      gates.map((gate) => turned.subarray(gate * units * rows, (gate + 1) * units * rows)),
    )
  }

const joined = (parts: readonly Float32Array<ArrayBuffer>[]): Float32Array<ArrayBuffer> => {
  const all = new Float32Array(parts.reduce((n, { length }) => n + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** ONNX's two biases: that of the input, then that of the state, which only `resetAfter` has. */
const biases = (use: Use<Config>, bias: Weight, gates: readonly number[]): string => {
  const { units } = use.config
  const length = gates.length * units
  return computed(use.graph, bias.name, [1, 2 * length], [bias], (values = new Float32Array()) => {
    const order = byGate(gates, units)
    const own = order(values.slice(0, length))
    return joined([
      own,
      values.length > length ? order(values.slice(length)) : new Float32Array(length),
    ])
  })
}

/**
 * The output in the order of the steps: [batch, steps, units], or [batch, units] of the last step
 * in the direction.
 */
export const aligned = (use: Use<Config>, { operator, gates, activations }: Cell): string => {
  const { graph, path, config } = use
  const { units, returnSequences, goBackwards } = config
  const [kernel, state] = [weight(use, 'kernel'), weight(use, 'recurrent_kernel')]
  const matrix = (w: Weight): string => {
    const dims = [1, gates.length * units, w.shape[0] ?? 1]
    const turn = byGate(gates, units)
    return computed(graph, w.name, dims, [w], (values = new Float32Array()) => turn(values))
  }
  const bias = maybeWeight(use, 'bias')
  const steps = graph.node(`${path}/steps_first`, 'Transpose', [inputOf(use).in('last')], {
    perm: [1, 0, 2],
  })
  const parts = [matrix(kernel), matrix(state), ...(bias ? [biases(use, bias, gates)] : [])]
  const functions = activations(config).map(functionOf)
  const attributes = {
    hidden_size: units,
    direction: goBackwards ? 'reverse' : 'forward',
    ...attributesOf(functions),
    ...(operator === 'GRU' ? { linear_before_reset: config.resetAfter === true ? 1 : 0 } : {}),
  }
  // all outputs, with an axis for the directions, or only the last one
  const y = graph.node(path, operator, [steps, ...parts], attributes, 2, returnSequences ? 0 : 1)
  const axis = graph.integers(`${path}/axes`, [returnSequences ? 1 : 0])
  const one = node(use, 'Squeeze', [y, axis])
  return returnSequences ? node(use, 'Transpose', [one], { perm: [1, 0, 2] }) : one
}

/** The steps from the last to the first. */
export const backwards = (use: Use, y: string): string => {
  const { graph, path } = use
  const one = (name: string, value: number): string => graph.integers(`${path}/${name}`, [value])
  const [start, end] = [one('start', -1), one('end', -Number.MAX_SAFE_INTEGER)]
  return node(use, 'Slice', [y, start, end, one('axes', 1), one('step', -1)])
}

const layer =
  (cell: Cell): Exporter<Config> =>
  (use) => {
    const y = aligned(use, cell)
    const { goBackwards, returnSequences } = use.config
    return made(use, 'last', goBackwards && returnSequences ? backwards(use, y) : y)
  }

export const cells = {
  simpleRnn: {
    operator: 'RNN',
    gates: [0],
    activations: ({ activation }) => [activation],
  },
  gru: {
    operator: 'GRU',
    gates: [0, 1, 2],
    activations: ({ activation, recurrentActivation }) => [recurrentActivation, activation],
  },
  // input, forget, cell, output there; input, output, forget, cell in ONNX
  lstm: {
    operator: 'LSTM',
    gates: [0, 3, 1, 2],
    activations: ({ activation, recurrentActivation }) => [
      recurrentActivation,
      activation,
      activation,
    ],
  },
} as const satisfies Readonly<Record<string, Cell>>

export const simpleRnn = layer(cells.simpleRnn)
export const gru = layer(cells.gru)
export const lstm = layer(cells.lstm)
