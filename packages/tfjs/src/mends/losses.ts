// With several outputs, the evaluation of TensorFlow.js returns a running total of the losses for
// each output in place of their sum, so every later value has the name of another one; validation
// in fit reports them so. With or without, it leaves out the penalties of regularizers that the
// loss of training has. It trains no outputs whose losses have different ranks, ignores loss
// weights, and leaves out metrics for an output that does not exist. Here all of them are as in
// Keras.
import * as tf from '@tensorflow/tfjs'
import { shortened } from '@layersmith/core'
import { inWords, listed } from '../base/wording.js'
import { type BatchFunction, innerModel, override, trained, variableOf } from '../tf/internals.js'

/** Lets a model train and evaluate by the sum of its losses, each with its own name. */
export const mendLosses = (model: tf.LayersModel): void => {
  if (model instanceof tf.Sequential) {
    mendSequential(model)
    return
  }
  const members = trained(model)
  let weights: readonly number[] | null = null
  const compile = model.compile.bind(model)
  override(model, 'compile', (args) => {
    const given = lossWeights(model, args)
    knownOutputs(model.outputNames, 'metrics', args.metrics)
    compile(args)
    weights = given
  })
  override(members, 'makeTestFunction', () => {
    members.testFunction = (data) => tf.tidy(() => measure(model, weights, data, false))
  })
  const makeTrainFunction = members.makeTrainFunction.bind(model)
  override(members, 'makeTrainFunction', () =>
    model.outputs.length === 1 && weights === null
      ? makeTrainFunction()
      : trainFunction(model, () => weights),
  )
}

/** A Sequential trains by a model that it makes when it is built. */
const mendSequential = (model: tf.Sequential): void => {
  const mendInner = (): void => {
    const inner = innerModel(model)
    if (inner !== undefined) mendLosses(inner)
  }
  mendInner()
  const build = model.build.bind(model)
  override(model, 'build', (shape) => {
    build(shape)
    mendInner()
  })
}

const trainFunction =
  (model: tf.LayersModel, weights: () => readonly number[] | null): BatchFunction =>
  (data) => {
    const values: tf.Tensor[] = []
    try {
      const total = model.optimizer.minimize(
        () => {
          const [loss, ...others] = measure(model, weights(), data, true)
          values.push(...others.map((value) => tf.keep(value)))
          // a mean, or a sum of means
          return loss as tf.Scalar
        },
        true,
        trained(model).collectedTrainableWeights.map(variableOf),
      )
      return [...(total === null ? [] : [total]), ...values]
    } catch (e) {
      tf.dispose(values)
      throw e
    }
  }

/** The values of a batch in the order of `metricsNames`: the loss, losses of outputs, metrics. */
const measure = (
  model: tf.LayersModel,
  weights: readonly number[] | null,
  data: Parameters<BatchFunction>[0],
  training: boolean,
): tf.Tensor[] => {
  const { lossFunctions, metricsTensors } = trained(model)
  const count = model.outputs.length
  // only weights of examples may be null
  const given = data.slice(0, model.inputs.length + count) as tf.Tensor[]
  const targets = given.slice(model.inputs.length)
  const ofExamples = data.slice(model.inputs.length + count)
  const outputs = [model.call(given.slice(0, model.inputs.length), { training })].flat()
  // there is a target and an output for each loss and metric
  const measured = (f: (typeof lossFunctions)[number], i: number): tf.Tensor =>
    f(targets[i] as tf.Tensor, outputs[i] as tf.Tensor)
  const losses = lossFunctions.map((f, i) => tf.mean(weighted(measured(f, i), ofExamples[i])))
  const metrics = metricsTensors
    .slice(count === 1 ? 0 : count)
    .map(([metric, i]) => tf.mean(measured(metric, i)))
  const total = [
    ...losses.map((loss, i) => (weights === null ? loss : loss.mul(weights[i] ?? 1))),
    ...model.calculateLosses(),
  ].reduce((sum, loss) => sum.add(loss))
  return [total, ...(count === 1 ? [] : losses), ...metrics]
}

/** Losses of examples times the weights of the examples, which classes may have. */
const weighted = (loss: tf.Tensor, weights: tf.Tensor | null | undefined): tf.Tensor =>
  weights === undefined || weights === null
    ? loss
    : loss.mul(weights.reshape([-1, ...loss.shape.slice(1).map(() => 1)]))

/** The weights of the outputs' losses, which the type of TensorFlow.js's options lacks. */
const lossWeights = (
  { outputNames }: tf.LayersModel,
  { lossWeights: given }: tf.ModelCompileArgs & { readonly lossWeights?: unknown },
): readonly number[] | null => {
  if (given === undefined || given === null) return null
  knownOutputs(outputNames, 'lossWeights', given)
  const weights: readonly unknown[] = isRecord(given)
    ? outputNames.map((name) => given[name] ?? 1)
    : [given].flat()
  if (weights.length !== outputNames.length || !weights.every(Number.isFinite))
    throw new TypeError(
      shortened(
        `compile: lossWeights needs a number for each output, ${listed(outputNames)}, ` +
          `got ${weights.map(inWords).join()}`,
      ),
    )
  // checked just now
  return weights as readonly number[]
}

const isRecord = (x: unknown): x is Readonly<Record<string, unknown>> =>
  typeof x === 'object' && x !== null && !Array.isArray(x)

/** Refuses a record with a name that no output has. */
const knownOutputs = (names: readonly string[], option: string, given: unknown): void => {
  const unknown = isRecord(given) && Object.keys(given).find((name) => !names.includes(name))
  if (typeof unknown === 'string')
    throw new TypeError(
      shortened(
        `compile: ${option}: there is no output ${inWords(unknown)}; ` +
          `the outputs are ${listed(names)}`,
      ),
    )
}
