/**
 * The three forms of a net with equal weights, and the check, before anything is timed, that they
 * compute the same.
 */
import * as tf from '@tensorflow/tfjs'
import { type Contestant, forms, type Net, reference } from '../nets/net.js'

/**
 * The largest difference that counts as equal, relative to the largest value: kernels on a GPU may
 * add in another order.
 */
const tolerance = 1e-4

/** Examples in the comparison. */
export const probeBatch = 2

export interface Memory {
  readonly tensors: number
  readonly bytes: number
}

export interface Prepared extends Contestant {
  /** What the model holds before it is compiled. */
  readonly memory: Memory
  /** What it holds after a training step, with the optimizer. */
  readonly memoryTraining: Memory
  /**
   * Milliseconds of a forward pass and of a training step with `probeBatch` examples, which predict
   * the time of larger batches.
   */
  readonly probe: { readonly forward: number; readonly train: number }
  readonly train: (x: tf.Tensor, y: tf.Tensor) => Promise<number>
}

export interface Comparison {
  readonly contestants: readonly Prepared[]
  /**
   * Largest difference from the reference, in the features and in the weights after a training
   * step.
   */
  readonly difference: { readonly forward: number; readonly train: number }
  readonly dispose: () => void
}

/** The contestants differ, so there is nothing to time. */
export class NotEqual extends Error {
  override readonly name = 'NotEqual'
}

/**
 * A batch of images and the target features for training; the same seed gives the same numbers.
 */
export const batchOf = (
  net: Net,
  size: number,
  seed: number,
): { readonly x: tf.Tensor4D; readonly y: tf.Tensor } => {
  const [output] = net.plan().outputs
  // all sizes in these nets are known
  const features = (output?.shape ?? []) as readonly number[]
  return {
    x: tf.randomNormal([size, ...net.input], 0, 1, 'float32', seed),
    y: tf.randomNormal([size, ...features], 0, 1, 'float32', seed + 1),
  }
}

/** Weights by layersmith's names, the last two parts: without the names of outer layers. */
export const weightsByPlace = (model: tf.LayersModel): ReadonlyMap<string, tf.LayerVariable> =>
  new Map(
    model.weights.map((weight) => [weight.originalName.split('/').slice(-2).join('/'), weight]),
  )

/** Gives a model the weights of another form of the same net. */
export const copyWeights = (from: tf.LayersModel, to: tf.LayersModel): void => {
  const [given, taken] = [weightsByPlace(from), weightsByPlace(to)]
  if (given.size !== taken.size)
    throw new NotEqual(`${from.name} has ${given.size} weights, ${to.name} has ${taken.size}`)
  for (const [place, weight] of taken) {
    const value = given.get(place)
    if (value === undefined) throw new NotEqual(`${from.name} has no weight ${place}`)
    weight.write(value.read())
  }
}

/** The largest difference between two lists of numbers, relative to the largest number. */
export const difference = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  if (a.length !== b.length) return Infinity
  let [apart, largest] = [0, 0]
  for (let i = 0; i < a.length; i++) {
    const [p, q] = [a[i] ?? NaN, b[i] ?? NaN]
    // NaN equals nothing, not even NaN
    if (Number.isNaN(p - q)) return Infinity
    apart = Math.max(apart, Math.abs(p - q))
    largest = Math.max(largest, Math.abs(p), Math.abs(q))
  }
  return apart === 0 ? 0 : apart / largest
}

const held = (before: Memory): Memory => {
  const { numTensors, numBytes } = tf.memory()
  return { tensors: numTensors - before.tensors, bytes: numBytes - before.bytes }
}

/**
 * A first run of this many milliseconds says enough: compiling code is a small part of it, and on
 * cpu, a second run takes just as long.
 */
const longProbe = 5000

/**
 * The result of a first run, and the milliseconds of the best of several: the first ones compile
 * code, and any one may be disturbed.
 */
const probed = async <T>(
  first: () => Promise<T>,
  again: () => Promise<unknown>,
): Promise<readonly [T, number]> => {
  const since = performance.now()
  const value = await first()
  const spent = performance.now() - since
  if (spent > longProbe) return [value, spent]
  const until = performance.now() + 300
  let best = Infinity
  do {
    const start = performance.now()
    await again()
    best = Math.min(best, performance.now() - start)
  } while (performance.now() < until)
  return [value, best]
}

/**
 * Builds the forms of a net, gives all of them the weights of the first, and compares what they
 * compute and how they train.
 */
export const prepare = async (net: Net, seed: number): Promise<Comparison> => {
  const { x, y } = batchOf(net, probeBatch, seed)
  const made: (Prepared & {
    readonly outputs: Float32Array
    readonly trained: ReadonlyMap<string, Float32Array>
  })[] = []
  try {
    for (const form of forms) made.push(await prepareOne(net, form, made[0]?.model, x, y))
  } catch (error) {
    made.forEach((contestant) => contestant.dispose())
    throw error
  } finally {
    tf.dispose([x, y])
  }
  const dispose = () => made.forEach((contestant) => contestant.dispose())
  const against = made.find(({ form }) => form === reference)
  const forward = Math.max(
    ...made.map(({ outputs }) => difference(outputs, against?.outputs ?? [])),
  )
  const train = Math.max(
    ...made.flatMap(({ trained }) =>
      [...trained].map(([place, values]) => difference(values, against?.trained.get(place) ?? [])),
    ),
  )
  if (forward > tolerance || train > tolerance) {
    dispose()
    throw new NotEqual(
      `${net.name}: the forms differ by ${forward.toExponential(1)} of the largest feature, ` +
        `and by ${train.toExponential(1)} of the largest weight after a training step; ` +
        `the limit is ${tolerance}`,
    )
  }
  return { contestants: made, difference: { forward, train }, dispose }
}

const prepareOne = async (
  net: Net,
  form: Contestant['form'],
  first: tf.LayersModel | undefined,
  x: tf.Tensor4D,
  y: tf.Tensor,
) => {
  const before = held({ tensors: 0, bytes: 0 })
  const contestant = net.build[form]()
  const { model } = contestant
  const memory = held(before)
  const optimizer = tf.train.momentum(0.01, 0.9)
  const dispose = () => {
    contestant.dispose()
    optimizer.dispose()
    // momentum's own dispose forgets the learning rate, which belongs to the class that it extends
    tf.SGDOptimizer.prototype.dispose.call(optimizer)
  }
  try {
    if (first !== undefined) copyWeights(first, model)
    const initial = model.weights.map((weight) => weight.read().clone())
    const predict = () => read(contestant.predict(x))
    const [outputs, forward] = await probed(predict, predict)

    model.compile({ optimizer, loss: 'meanSquaredError' })
    // one loss and no metrics, so one number
    const train = (a: tf.Tensor, b: tf.Tensor) => model.trainOnBatch(a, b) as Promise<number>
    const [{ trained, memoryTraining }, step] = await probed(
      async () => {
        await train(x, y)
        const trained = new Map<string, Float32Array>()
        for (const [place, weight] of weightsByPlace(model))
          trained.set(place, await weight.read().data<'float32'>())
        return {
          trained,
          memoryTraining: held({
            tensors: before.tensors + initial.length,
            bytes: before.bytes + bytesOf(initial),
          }),
        }
      },
      () => train(x, y),
    )
    model.weights.forEach((weight, i) => weight.write(initial[i] ?? weight.read()))
    tf.dispose(initial)
    return {
      ...contestant,
      dispose,
      memory,
      memoryTraining,
      probe: { forward, train: step },
      train,
      outputs,
      trained,
    }
  } catch (error) {
    dispose()
    throw error
  }
}

const bytesOf = (tensors: readonly tf.Tensor[]): number =>
  tensors.reduce((sum, { size }) => sum + 4 * size, 0)

/** Reads the numbers of a tensor once the device has them, and frees the tensor. */
const read = async (tensor: tf.Tensor): Promise<Float32Array> => {
  try {
    return await tensor.data<'float32'>()
  } finally {
    tensor.dispose()
  }
}
