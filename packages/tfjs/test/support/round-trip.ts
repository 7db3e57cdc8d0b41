// A model that is imported, printed, compiled, run, built and given its old weights must compute
// the same.
import { expect } from '@jest/globals'
import { transformSync } from '@swc/core'
import * as core from '@layersmith/core'
import { type AnyDescription, type Plan, toSource } from '@layersmith/core'
import { type Imported, fromModel, loadWeights, toModel } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'

/** The net that a printed module exports; it takes the custom layers, if there are any. */
const evaluate = (source: string, customs: Imported['customs'] = {}): AnyDescription => {
  const { code } = transformSync(source, {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  })
  const exported: { net?: AnyDescription | ((customs: Imported['customs']) => AnyDescription) } = {}
  // oxlint-disable-next-line typescript/no-implied-eval -- the test runs printed code
  new Function('exports', 'require', code)(exported, () => core)
  const { net } = exported
  if (net === undefined) throw new Error('nothing is exported')
  return typeof net === 'function' ? net(customs) : net
}

type Tensors = tf.Tensor | tf.Tensor[]
export interface RoundTrip {
  readonly source: string
  readonly plan: Plan
  /**
   * The largest difference between the outputs of the model and the net; of outputs with numbers
   * above 1, as a part of the largest.
   */
  readonly worst: number
}
/** Import, source, net and model; `x` holds the model's inputs, in its order. */
export const roundTrip = (model: tf.LayersModel, x: Tensors): RoundTrip => {
  const { net, weights, customs } = fromModel<AnyDescription>(model)
  const source = toSource(net)
  const built = toModel(evaluate(source, customs) as never)
  loadWeights(built, weights)
  const [expected, got] = [model, built.model].map((m) => [m.predict(x, { batchSize: 4 })].flat())
  expect(got?.map((t) => t.shape)).toEqual(expected?.map((t) => t.shape))
  const largest = (t: tf.Tensor): number => t.abs().max().dataSync()[0] ?? NaN
  const worst = tf.tidy(() =>
    Math.max(
      ...(expected ?? []).map((t, i) =>
        got?.[i] === undefined ? NaN : largest(t.sub(got[i])) / Math.max(1, largest(t)),
      ),
    ),
  )
  tf.dispose([expected, got])
  const { plan } = built
  built.dispose()
  return { source, plan, worst }
}
