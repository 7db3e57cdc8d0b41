// What the regularizers and constraints of a net do to its weights.
import type { Plan } from '@layersmith/core'
import type { Weight } from '../contract.js'

/** The penalty of a weight, l1 · Σ|w| + l2 · Σw². */
export interface Penalty {
  readonly weight: Weight
  readonly l1: number
  readonly l2: number
}

/** Norms along an axis between limits, or numbers that are not negative. */
export type Constraint =
  | { readonly weight: Weight; readonly least: 0 }
  | {
      readonly weight: Weight
      /** The sizes before the axis, along it and after it. */
      readonly sizes: readonly [number, number, number]
      readonly norms: Readonly<Record<'least' | 'most' | 'rate', number>>
    }

/** A TensorFlow.js object as data, as a plan has it. */
interface Spec {
  readonly className: string
  readonly config: Readonly<Record<string, unknown>>
}
const isSpec = (x: unknown): x is Spec =>
  typeof x === 'object' && x !== null && 'className' in x && 'config' in x

/** The spec of a weight in its layer's config, such as `kernelRegularizer`. */
const specOf = (
  plan: Plan,
  { instance, role }: Weight,
  what: 'Regularizer' | 'Constraint',
): Spec | null => {
  const config: Readonly<Record<string, unknown>> = Object(
    plan.instances.find(({ id }) => id === instance)?.config ?? {},
  ) as Readonly<Record<string, unknown>> // a config is plain data
  const spec = config[`${role.replace(/_kernel$/, '')}${what}`]
  return isSpec(spec) ? spec : null
}

const numberOf = ({ config }: Spec, name: string, otherwise: number): number => {
  const value = config[name]
  return typeof value === 'number' ? value : otherwise
}

/**
 * The penalties of weights. A tied weight counts once for each of its places, as in TensorFlow.js
 * and Keras.
 */
export const penaltiesOf = (plan: Plan, weights: readonly Weight[]): readonly Penalty[] =>
  weights.flatMap((weight) => {
    const spec = specOf(plan, weight, 'Regularizer')
    if (spec === null) return []
    const places = plan.instances.find(({ id }) => id === weight.instance)?.positions.length ?? 1
    // the defaults of TensorFlow.js
    const [l1, l2] = [numberOf(spec, 'l1', 0.01), numberOf(spec, 'l2', 0.01)]
    return l1 === 0 && l2 === 0 ? [] : [{ weight, l1: l1 * places, l2: l2 * places }]
  })

/** The constraints of weights that train, with the defaults of TensorFlow.js. */
export const constraintsOf = (plan: Plan, weights: readonly Weight[]): readonly Constraint[] =>
  weights.flatMap((weight): readonly Constraint[] => {
    const spec = weight.trainable ? specOf(plan, weight, 'Constraint') : null
    if (spec === null) return []
    if (spec.className === 'NonNeg') return [{ weight, least: 0 }]
    return [{ weight, sizes: sizesOf(weight, spec.config['axis'] ?? 0), norms: normsOf(spec) }]
  })

const normsOf = (spec: Spec): Readonly<Record<'least' | 'most' | 'rate', number>> => {
  switch (spec.className) {
    case 'UnitNorm':
      return { least: 1, most: 1, rate: 1 }
    case 'MaxNorm':
      return { least: 0, most: numberOf(spec, 'maxValue', 2), rate: 1 }
    default:
      return {
        least: numberOf(spec, 'minValue', 0),
        most: numberOf(spec, 'maxValue', 1),
        rate: numberOf(spec, 'rate', 1),
      }
  }
}

const sizesOf = ({ name, shape }: Weight, axis: unknown): readonly [number, number, number] => {
  const at = typeof axis === 'number' && axis < 0 ? axis + shape.length : axis
  const isAxis = typeof at === 'number' && Number.isInteger(at) && at >= 0 && at < shape.length
  if (!isAxis)
    throw new TypeError(
      `compileTraining: ${name}: the axis of its constraint must be one of ${shape.length} axes, ` +
        `got ${JSON.stringify(axis)}; built.fit trains it`,
    )
  const size = (sizes: readonly number[]): number => sizes.reduce((product, n) => product * n, 1)
  return [size(shape.slice(0, at)), shape[at] ?? 1, size(shape.slice(at + 1))]
}
