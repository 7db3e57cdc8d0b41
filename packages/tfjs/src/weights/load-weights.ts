// Loads weights by name: all of them or none.
import * as tf from '@tensorflow/tfjs'
import { BuildError, type Problem, nearest, showSizes } from '@layersmith/core'
import { knownOptions } from '../base/options.js'
import { problemAt } from '../base/problem.js'
import { inWords } from '../base/wording.js'
import { assignAsIs } from '../mends/constraints.js'
import { variableOf } from '../tf/internals.js'
import { isTensor } from '../tf/tensors.js'
import { type AnyModel, byName } from './named-weights.js'
import { type Values, type WeightValues, valuesFor } from './weight-values.js'

/** The options of `loadWeights`. */
export interface LoadWeightsOptions {
  /** Whether all names and shapes must match the model exactly; true by default. */
  strict?: boolean | undefined
}

/** What `loadWeights` did, by names of weights. */
export interface LoadReport {
  readonly loaded: readonly string[]
  /** Only in the model; they stay as they are. */
  readonly missing: readonly string[]
  /** Only in the record. */
  readonly unexpected: readonly string[]
  /** In both, but with different shapes; they stay as they are. `expected` is the model's shape. */
  readonly misshaped: readonly {
    readonly name: string
    readonly expected: readonly number[]
    readonly got: readonly number[]
  }[]
}

/**
 * Sets weights by name, from {@link weightsOf} another model or from numbers of any source. It
 * copies the values unchanged, even if a weight has a constraint; arrays are converted to the
 * weight's dtype. With `strict: false` it loads what fits, for example into a net with another
 * head, and reports the rest.
 * @throws BuildError with a problem for each name that is missing, unexpected or of another shape
 *   (if strict), and for each value that cannot be loaded because it is disposed, has another
 *   dtype (except an int32 scalar for a float32 one), or is not made of numbers. Then nothing is
 *   loaded.
 * @throws TypeError for anything but a model and a record, and for unknown options
 * @throws Error as `weightsOf`
 * @example
 * import { input, loadWeights, toModel, weightsOf } from 'layersmith'
 * const body = input([8]).dense(4).relu()
 * const trained = toModel(body.dense(10), { seed: 1 })
 * const tuned = toModel(body.dense(2), { seed: 2 })
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
    throw new TypeError(`loadWeights: strict must be true or false, got ${inWords(strict)}`)
  if (!isRecord(record))
    throw new TypeError(
      `loadWeights: needs a record of values by name, as from weightsOf, got ${inWords(record)}`,
    )
  return fill('loadWeights', net, record, strict)
}

/** {@link loadWeights} for a function of another name, with options that are checked. */
export const fill = (
  where: string,
  net: unknown,
  record: Readonly<Record<string, unknown>>,
  strict: boolean,
  fixes = LENIENTLY,
): LoadReport => {
  const comparison = compare(byName(where, net), record, fixes)
  const [first, ...rest] = strict
    ? comparison.problems
    : comparison.problems.filter(({ code }) => code === 'weightInvalid')
  if (first !== undefined) throw new BuildError([first, ...rest])
  tf.tidy(() => {
    // all values are made before the first write, since they may be weights of this model
    const writes = comparison.fitting.map(
      ({ weight, values }) => [variableOf(weight), values.make()] as const,
    )
    // without constraints, as for initial values
    for (const [variable, value] of writes) assignAsIs(variable, value)
  })
  return comparison.report
}

/** What to do about weights and values that do not match. */
type Fixes = Readonly<Record<'missing' | 'unexpected' | 'misshaped', string>>
const LENIENTLY: Fixes = {
  missing: 'give one, or pass { strict: false } to keep the current one',
  unexpected: 'leave it out, or pass { strict: false }',
  misshaped: 'give one of this shape, or pass { strict: false } to keep the current one',
}
/** For functions that load all weights or none: the net is another one. */
export const asSaved = (fix: string): Fixes => ({ missing: fix, unexpected: fix, misshaped: fix })

/** For how many unexpected names to suggest another. */
const SUGGESTED = 10

const isRecord = (x: unknown): x is Readonly<Record<string, unknown>> =>
  typeof x === 'object' && x !== null && !Array.isArray(x) && !(x instanceof Map) && !isTensor(x)

interface Comparison {
  readonly fitting: readonly { readonly weight: tf.LayerVariable; readonly values: Values }[]
  readonly report: LoadReport
  readonly problems: readonly Problem[]
}

const compare = (
  weights: ReadonlyMap<string, tf.LayerVariable>,
  record: Readonly<Record<string, unknown>>,
  fixes: Fixes,
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
        fixes.missing,
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
          `a tensor${weight === undefined ? '' : ` of ${weight.dtype}`}, ` +
            'a typed array or an array of numbers',
          values,
          'fix it, or leave it out',
        ),
      )
    } else if (weight === undefined) {
      // comparing all with all takes long, and the message has only the first problems
      const meant = unexpected.length < SUGGESTED ? nearest(name, missing) : undefined
      unexpected.push(name)
      problems.push(
        problemAt(
          name,
          'weightUnexpected',
          'a name from weightsOf',
          showSizes(values.shape),
          meant === undefined ? fixes.unexpected : `did you mean ${meant}?`,
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
          fixes.misshaped,
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
