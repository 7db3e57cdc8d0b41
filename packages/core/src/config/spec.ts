// Initializers, regularizers and constraints as data: `{ className, config }`, as TensorFlow.js
// serializes them.
import { type Json, type JsonObject, isData, isObject } from '../base/json.js'

/** A TensorFlow.js object as data. */
export interface Spec {
  readonly className: string
  readonly config: JsonObject
}
export type InitializerSpec = Spec

const initializers = {
  constant: 'Constant',
  glorotNormal: 'GlorotNormal',
  glorotUniform: 'GlorotUniform',
  heNormal: 'HeNormal',
  heUniform: 'HeUniform',
  identity: 'Identity',
  leCunNormal: 'LeCunNormal',
  leCunUniform: 'LeCunUniform',
  ones: 'Ones',
  orthogonal: 'Orthogonal',
  randomNormal: 'RandomNormal',
  randomUniform: 'RandomUniform',
  truncatedNormal: 'TruncatedNormal',
  varianceScaling: 'VarianceScaling',
  zeros: 'Zeros',
} as const
const constraints = {
  maxNorm: 'MaxNorm',
  minMaxNorm: 'MinMaxNorm',
  nonNeg: 'NonNeg',
  unitNorm: 'UnitNorm',
} as const
const regularizers = {
  l1: { l1: 0.01, l2: 0 },
  l2: { l1: 0, l2: 0.01 },
  l1l2: { l1: 0.01, l2: 0.01 },
} as const

export const initializerNames = Object.keys(initializers)
export const constraintNames = Object.keys(constraints)
export const regularizerNames = Object.keys(regularizers)

/**
 * A name, or class and config: `{ className: 'Constant', config: { value: 0.1 } }`. Never a
 * TensorFlow.js object: a seed in one shared object would initialize all layers alike.
 */
export type Initializer =
  | Exclude<keyof typeof initializers, 'constant'>
  | {
      readonly className: (typeof initializers)[keyof typeof initializers]
      readonly config?: JsonObject
    }
/** A name (0.01 each), the factors, or class and config. */
export type Regularizer =
  | keyof typeof regularizers
  | { readonly l1?: number; readonly l2?: number }
  | { readonly className: 'L1L2'; readonly config?: JsonObject }
/** A name, or class and config. */
export type Constraint =
  | keyof typeof constraints
  | {
      readonly className: (typeof constraints)[keyof typeof constraints]
      readonly config?: JsonObject
    }

/**
 * The settings of each class, with the seed where it is random; TensorFlow.js silently accepts any
 * others.
 */
const settings: Readonly<Record<string, readonly string[]>> = {
  Constant: ['value'],
  Identity: ['gain'],
  Orthogonal: ['gain', 'seed'],
  RandomNormal: ['mean', 'stddev', 'seed'],
  RandomUniform: ['minval', 'maxval', 'seed'],
  TruncatedNormal: ['mean', 'stddev', 'seed'],
  VarianceScaling: ['scale', 'mode', 'distribution', 'seed'],
  GlorotNormal: ['seed'],
  GlorotUniform: ['seed'],
  HeNormal: ['seed'],
  HeUniform: ['seed'],
  LeCunNormal: ['seed'],
  LeCunUniform: ['seed'],
  MaxNorm: ['maxValue', 'axis'],
  MinMaxNorm: ['minValue', 'maxValue', 'rate', 'axis'],
  UnitNorm: ['axis'],
  L1L2: ['l1', 'l2'],
}
const isSettings = (className: string, config: JsonObject): boolean =>
  Object.keys(config).every((key) => settings[className]?.includes(key) === true)

const readNamed =
  (names: Readonly<Record<string, string>>) =>
  (v: Json): Spec | undefined => {
    if (typeof v === 'string')
      return Object.hasOwn(names, v) ? { className: names[v] ?? v, config: {} } : undefined
    if (
      !isObject(v) ||
      typeof v.className !== 'string' ||
      !Object.values(names).includes(v.className)
    )
      return undefined
    // className was checked above; isObject excludes arrays
    const { className, config = {}, ...rest } = v as { className: string; config?: Json }
    return Object.keys(rest).length === 0 &&
      isObject(config) &&
      isData(config) &&
      isSettings(className, config)
      ? { className, config: config }
      : undefined
  }
export const readInitializer = (v: Json): Spec | undefined => {
  const spec = readNamed(initializers)(v)
  // TensorFlow.js cannot make it without a value
  return spec?.className === 'Constant' && typeof spec.config['value'] !== 'number'
    ? undefined
    : spec
}
export const readConstraint = readNamed(constraints)
export const readRegularizer = (v: Json): Spec | undefined => {
  // hasOwn has checked v
  if (typeof v === 'string')
    return Object.hasOwn(regularizers, v)
      ? { className: 'L1L2', config: { ...regularizers[v as keyof typeof regularizers] } }
      : undefined
  if (!isObject(v)) return undefined
  if ('className' in v) return readNamed({ l1l2: 'L1L2' })(v)
  const { l1 = 0, l2 = 0, ...rest } = v as { l1?: Json; l2?: Json } // isObject excludes arrays
  const ok = (n: Json): n is number => typeof n === 'number' && Number.isFinite(n) && n >= 0
  return Object.keys(rest).length === 0 && Object.keys(v).length > 0 && ok(l1) && ok(l2)
    ? { className: 'L1L2', config: { l1, l2 } }
    : undefined
}
