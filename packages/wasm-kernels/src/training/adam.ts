import {
  AdamOptimizer,
  engine,
  getKernel,
  mul,
  tidy,
  zerosLike,
  type NamedTensorMap,
  type Tensor,
  type Variable,
} from '@tensorflow/tfjs-core'
import { areFloats } from '../base/tensors.js'
import { adamStep } from '../kernels/adam.js'
import { runAll } from './run-all.js'

interface Slot {
  readonly originalName: string
  readonly variable: Variable
}

/**
 * The state of TensorFlow.js's Adam, which it declares private. Ours keeps it the same way, so that
 * saving and resuming work.
 */
interface State {
  readonly accumulatedFirstMoment: Slot[]
  readonly accumulatedSecondMoment: Slot[]
  readonly accBeta1: Variable
  readonly accBeta2: Variable
}

class Adam extends AdamOptimizer {
  override applyGradients(gradients: Parameters<AdamOptimizer['applyGradients']>[0]): void {
    // A list of named tensors or a record of tensors, which TensorFlow.js's own code tells apart
    // like this.
    const named: readonly (readonly [string, Tensor | null])[] = Array.isArray(gradients)
      ? gradients.map(({ name, tensor }) => [name, tensor])
      : Object.entries(gradients as NamedTensorMap)
    const variables = engine().registeredVariables
    const floats = named.every(
      ([name, gradient]) =>
        gradient === null ||
        (variables[name] !== undefined && areFloats(variables[name], gradient)),
    )
    // The declared type leaves out that a missing kernel returns undefined.
    if ((getKernel(adamStep.name, engine().backendName) as unknown) === undefined || !floats)
      return super.applyGradients(gradients)

    // TensorFlow.js's constructor creates these fields.
    const state = this as unknown as State
    const attrs = {
      rate: this.learningRate,
      beta1: this.beta1,
      beta2: this.beta2,
      correction1: 1 - this.beta1 ** (this.iterations + 1),
      correction2: 1 - this.beta2 ** (this.iterations + 1),
      epsilon: this.epsilon,
    }
    tidy(() => {
      named.forEach(([name, gradient], i) => {
        const value = variables[name]
        if (value === undefined) return
        const first = slot(state.accumulatedFirstMoment, i, `${name}/m`, value)
        const second = slot(state.accumulatedSecondMoment, i, `${name}/v`, value)
        if (gradient === null) return
        const next = runAll(adamStep.name, { value, gradient, first, second }, attrs, [
          'value',
          'first',
          'second',
        ])
        value.assign(next.value)
        first.assign(next.first)
        second.assign(next.second)
      })
      state.accBeta1.assign(mul(state.accBeta1, this.beta1))
      state.accBeta2.assign(mul(state.accBeta2, this.beta2))
    })
    this.incrementIterations()
  }
}

/** The moment of variable `i`; zeros at first. */
const slot = (slots: Slot[], i: number, originalName: string, like: Tensor): Variable =>
  (slots[i] ??= { originalName, variable: zerosLike(like).variable(false) }).variable

/**
 * TensorFlow.js's Adam with one kernel per variable and step while the kernels are installed, and
 * TensorFlow.js's own step otherwise. It has the parameters and defaults of `tf.train.adam`, and
 * saves and resumes like it.
 *
 * @param epsilon default: the backend's epsilon, 1e-7 on wasm
 * @example
 * import * as tf from '@tensorflow/tfjs'
 * import { adam } from '@layersmith/wasm-kernels'
 *
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2] })] })
 * model.compile({ optimizer: adam(0.01), loss: 'meanSquaredError' })
 */
export const adam = (
  learningRate = 0.001,
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon?: number,
): AdamOptimizer => new Adam(learningRate, beta1, beta2, epsilon)
