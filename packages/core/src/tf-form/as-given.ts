// Reads back initializers, regularizers and constraints as TensorFlow.js writes them.
import { type Json, type JsonObject, isObject } from '../base/json.js'
import type { Spec } from '../config/spec.js'

/** The defaults of TensorFlow.js 4.22. */
const taken: Readonly<Record<string, JsonObject>> = {
  RandomUniform: { minval: -0.05, maxval: 0.05 },
  RandomNormal: { mean: 0, stddev: 0.05 },
  TruncatedNormal: { mean: 0, stddev: 0.05 },
  Orthogonal: { gain: 1 },
  Identity: { gain: 1 },
  MaxNorm: { maxValue: 2, axis: 0 },
  UnitNorm: { axis: 0 },
  MinMaxNorm: { minValue: 0, maxValue: 1, rate: 1, axis: 0 },
}
/** The initializers that TensorFlow.js writes as VarianceScaling. */
const scalings: Readonly<Record<string, JsonObject>> = {
  GlorotNormal: { scale: 1, mode: 'fanAvg', distribution: 'normal' },
  GlorotUniform: { scale: 1, mode: 'fanAvg', distribution: 'uniform' },
  HeNormal: { scale: 2, mode: 'fanIn', distribution: 'normal' },
  HeUniform: { scale: 2, mode: 'fanIn', distribution: 'uniform' },
  LeCunNormal: { scale: 1, mode: 'fanIn', distribution: 'normal' },
  LeCunUniform: { scale: 1, mode: 'fanIn', distribution: 'uniform' },
}
/**
 * Turns a class and config as TensorFlow.js writes them, with every setting, into what a caller
 * would have written. Returns any other value unchanged.
 */
export const asGiven = (v: Json): Json => {
  if (!isObject(v) || typeof v['className'] !== 'string' || !isObject(v['config'])) return v
  const { className, config } = v as unknown as Spec // both were checked above
  // Keras writes the dtype here too
  const without = (rest: JsonObject = {}): JsonObject =>
    Object.fromEntries(
      Object.entries(config).filter(
        ([k, value]) => value !== null && value !== rest[k] && k !== 'dtype',
      ),
    )
  if (className !== 'VarianceScaling') return { className, config: without(taken[className]) }
  const [name, settings] = Object.entries(scalings).find(([, s]) =>
    Object.entries(s).every(([k, value]) => config[k] === value),
  ) ?? [className, {}]
  return { className: name, config: without(settings) }
}
