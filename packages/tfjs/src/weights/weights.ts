// The weights of a model by name: reading them, and loading them all or not at all.
import * as tf from '@tensorflow/tfjs'
import { BuildError, type Problem, nearest, showSizes } from '@layersmith/core'
import { problemAt } from '../base/problem.js'
import { isTensor } from '../tf/tensors.js'
import { hidden, variableOf } from '../tf/internals.js'
import { assignAsIs } from '../mends/constraints.js'
import { knownOptions } from '../base/options.js'
import { tell } from '../base/wording.js'

/** A model, or what has one: the results of `toModel` and `extract`. */
export type AnyModel = tf.LayersModel | { readonly model: tf.LayersModel }

/**
 * Numbers for a weight: a tensor, a typed array (of all numbers in a row), or an array of arrays in
 * the weight's shape.
 */
export type WeightValues = tf.Tensor | tf.TypedArray | Float64Array | Numbers
export type Numbers = number | readonly Numbers[]

/**
 * The weights of a model by name: of a net the path of the position and what the weight is,
 * `stem.conv1/kernel`. Tied weights are there once, under the path of their first use. What an
 * optimizer keeps is not among them.
 *
 * They are the model's own variables: they change when it trains and are freed with it. Use
 * `clone()` to keep one as it is.
 * @throws TypeError for what is no model
 * @throws Error when weights are disposed, or two layers of a model that others made have weights
 *   of one name
 * @example
 * import { input, toModel, weightsOf } from 'layersmith'
 * const built = toModel(input([4]).dense(3).bn(), { seed: 1 })
 * Object.keys(weightsOf(built)) // ['dense1/kernel', 'dense1/bias', 'bn1/gamma', 'bn1/beta', 'bn1/moving_mean', 'bn1/moving_variance']
 * weightsOf(built)['dense1/kernel']?.shape // [4, 3]
 * built.dispose()
 */
export const weightsOf = (net: AnyModel): Readonly<Record<string, tf.Tensor>> =>
  Object.freeze(
    Object.fromEntries(
      [...byName('weightsOf', net)].map(([name, weight]) => [name, weight.read()]),
    ),
  )

export interface LoadWeightsOptions {
  /** Whether the names and shapes must be those of the model, all of them; true by default. */
  strict?: boolean
}

/** What `loadWeights` did, by the names of weights. */
export interface LoadReport {
  readonly loaded: readonly string[]
  /** In the model only; they stay as they are. */
  readonly missing: readonly string[]
  /** In the record only. */
  readonly unexpected: readonly string[]
  /** In both, but of different shapes; they stay as they are. `expected` is the model's. */
  readonly misshaped: readonly {
    readonly name: string
    readonly expected: readonly number[]
    readonly got: readonly number[]
  }[]
}

/**
 * Sets weights by name, from {@link weightsOf} another model or from numbers of any source. The
 * values are copied as they are, whatever constraint a weight has; arrays become the weight's
 * dtype. With `strict: false` it loads what fits, into a net with another head for example, and
 * reports the rest.
 * @throws BuildError with a problem for each name that is missing, unexpected or of another shape
 *   (when strict), and for each value that cannot be loaded: disposed, of another dtype, or no
 *   numbers. Then nothing is loaded.
 * @throws TypeError for what is no model, no record or no option
 * @throws Error as `weightsOf`
 * @example
 * import { input, loadWeights, toModel, weightsOf } from 'layersmith'
 * const body = input([8]).dense(4).relu()
 * const [trained, tuned] = [toModel(body.dense(10), { seed: 1 }), toModel(body.dense(2), { seed: 2 })]
 * const report = loadWeights(tuned, weightsOf(trained), { strict: false })
 * report.loaded // ['dense1/kernel', 'dense1/bias']
 * report.misshaped[0] // { name: 'dense2/kernel', expected: [4, 2], got: [4, 10] }
 * trained.dispose()
 * tuned.dispose()
 */
export const loadWeights = (
  net: AnyModel,
  record: Readonly<Record<string, WeightValues>>,
  options: LoadWeightsOptions = {},
): LoadReport => {
  knownOptions('loadWeights', options, ['strict'])
  const { strict = true } = options
  if (typeof strict !== 'boolean')
    throw new TypeError(`loadWeights: strict must be true or false, got ${tell(strict)}`)
  const weights = byName('loadWeights', net)
  if (!isRecord(record))
    throw new TypeError(
      `loadWeights: needs a record of values by name, as weightsOf gives it, got ${tell(record)}`,
    )
  const comparison = compare(weights, record)
  const [first, ...rest] = strict
    ? comparison.problems
    : comparison.problems.filter(({ code }) => code === 'weightInvalid')
  if (first !== undefined) throw new BuildError([first, ...rest])
  tf.tidy(() => {
    // all values are made before the first is written: they may be weights of this model
    const writes = comparison.fitting.map(
      ({ weight, values }) => [variableOf(weight), values.make()] as const,
    )
    // as they are: initial values are free of constraints too
    for (const [variable, value] of writes) assignAsIs(variable, value)
  })
  return comparison.report
}

const isRecord = (x: unknown): x is Readonly<Record<string, unknown>> =>
  typeof x === 'object' && x !== null && !Array.isArray(x) && !(x instanceof Map) && !isTensor(x)

/** A weight with the name it is saved under and the layer that has it. */
export interface NamedWeight {
  readonly name: string
  readonly weight: tf.LayerVariable
  readonly layer: tf.layers.Layer
  /** The layer's name, behind those of the models around it. */
  readonly path: string
}
/**
 * The weights of a layer, or of the layers in a model; their names hold no trace of the models
 * around them.
 */
export const namedWeights = (layer: tf.layers.Layer, around = ''): readonly NamedWeight[] => {
  const path = around + layer.name
  return layer instanceof tf.LayersModel
    ? layer.layers.flatMap((inner) => namedWeights(inner, `${path} > `))
    : layer.weights.map((weight) => ({ name: weight.originalName, weight, layer, path }))
}

const byName = (where: string, net: unknown): ReadonlyMap<string, tf.LayerVariable> => {
  const model = modelIn(net)
  if (model === null)
    throw new TypeError(`${where}: needs what toModel made, or a tf.LayersModel, got ${tell(net)}`)
  const found = new Map<string, NamedWeight>()
  for (const named of model.layers.flatMap((layer) => namedWeights(layer))) {
    const other = found.get(named.name)
    // a layer may be reached on two ways
    if (other?.weight === named.weight) continue
    if (other !== undefined)
      throw new Error(
        `${where}: "${named.name}" is the name of two weights, of ${other.path} and of ${named.path}; give these layers names of their own`,
      )
    found.set(named.name, named)
  }
  const weights = new Map([...found].map(([name, { weight }]) => [name, weight]))
  if (
    hidden(model)._refCount === 0 ||
    [...weights.values()].some((weight) => variableOf(weight).isDisposed)
  )
    throw new Error(`${where}: the model "${model.name}" is disposed`)
  return weights
}
/** A `tf.Sequential` has a private model inside; what is a model is never asked for one. */
export const modelIn = (net: unknown): tf.LayersModel | null =>
  net instanceof tf.LayersModel
    ? net
    : typeof net === 'object' &&
        net !== null &&
        'model' in net &&
        net.model instanceof tf.LayersModel
      ? net.model
      : null

interface Values {
  readonly shape: readonly number[]
  /** A tensor of its own, whatever becomes of the source. */
  readonly make: () => tf.Tensor
}
interface Comparison {
  readonly fitting: readonly { readonly weight: tf.LayerVariable; readonly values: Values }[]
  readonly report: LoadReport
  readonly problems: readonly Problem[]
}

const compare = (
  weights: ReadonlyMap<string, tf.LayerVariable>,
  record: Readonly<Record<string, unknown>>,
): Comparison => {
  const missing = [...weights.keys()].filter((name) => !Object.hasOwn(record, name))
  const problems: Problem[] = []
  const unexpected: string[] = []
  const misshaped: LoadReport['misshaped'][number][] = []
  const fitting: { name: string; weight: tf.LayerVariable; values: Values }[] = []
  for (const name of missing)
    problems.push(
      problemAt(
        name,
        'weightMissing',
        showSizes(weights.get(name)?.shape ?? []),
        'nothing',
        'give one, or pass { strict: false } to keep the one it has',
      ),
    )
  for (const [name, value] of Object.entries(record)) {
    const weight = weights.get(name)
    const values = valuesFor(value, weight?.read())
    if (typeof values === 'string') {
      problems.push(
        problemAt(
          name,
          'weightInvalid',
          `a tensor${weight === undefined ? '' : ` of ${weight.dtype}`}, a typed array or an array of numbers`,
          values,
          'mend it, or leave it out',
        ),
      )
    } else if (weight === undefined) {
      const meant = nearest(name, missing)
      unexpected.push(name)
      problems.push(
        problemAt(
          name,
          'weightUnexpected',
          'a name that weightsOf gives',
          showSizes(values.shape),
          meant === undefined
            ? 'leave it out, or pass { strict: false }'
            : `did you mean ${meant}?`,
        ),
      )
    } else if (String(values.shape) !== String(weight.shape)) {
      misshaped.push({ name, expected: [...weight.shape].map(Number), got: [...values.shape] })
      problems.push(
        problemAt(
          name,
          'weightMisshaped',
          showSizes(weight.shape),
          showSizes(values.shape),
          'give one of this shape, or pass { strict: false } to keep the one it has',
        ),
      )
    } else fitting.push({ name, weight, values })
  }
  return {
    fitting,
    problems,
    report: { loaded: fitting.map(({ name }) => name), missing, unexpected, misshaped },
  }
}

/** The values for a weight (none where no weight has the name), or in words what came instead. */
const valuesFor = (x: unknown, weight: tf.Tensor | undefined): Values | string => {
  if (isTensor(x)) {
    if (x.isDisposed) return 'a tensor that is disposed'
    return weight === undefined || x.dtype === weight.dtype
      ? { shape: x.shape, make: () => x.clone() }
      : `a tensor of ${x.dtype}`
  }
  const from = (numbers: ArrayLike<number>, shape: readonly number[]): Values => ({
    shape,
    // a copy: TensorFlow.js would go on using the caller's array
    make: () =>
      tf.tensor(
        weight?.dtype === 'float32' ? Float32Array.from(numbers) : Array.from(numbers),
        [...shape],
        weight?.dtype,
      ),
  })
  if (isTyped(x)) return from(x, x.length === weight?.size ? weight.shape : [x.length])
  const shape = shapeOf(x)
  // fits has looked
  return fits(x, shape)
    ? from(([x] as unknown[]).flat(Infinity) as number[], shape)
    : Array.isArray(x)
      ? 'an array that holds something else, or rows of unequal length'
      : tell(x)
}

const isTyped = (x: unknown): x is tf.TypedArray =>
  // not DataViews, so lists
  ArrayBuffer.isView(x) &&
  !(x instanceof DataView) &&
  typeof (x as unknown as ArrayLike<unknown>)[0] !== 'bigint'

/** TensorFlow.js has no tensors with more axes. */
const MAX_AXES = 6
/** The lengths of an array's first rows. */
const shapeOf = (x: unknown, axes = MAX_AXES): readonly number[] =>
  Array.isArray(x) && axes > 0 ? [x.length, ...shapeOf((x as unknown[])[0], axes - 1)] : []
/** Whether all rows have these lengths and hold numbers; holes count as what they read as. */
const fits = (x: unknown, [length, ...rest]: readonly number[]): boolean =>
  length === undefined
    ? typeof x === 'number'
    : Array.isArray(x) &&
      x.length === length &&
      [...(x as unknown[])].every((row) => fits(row, rest))
