// The class and config of a layer, as TensorFlow.js has them, in the form of Keras 3.
import type * as tf from '@tensorflow/tfjs'
import { type Json, type JsonObject, shortened } from '@layersmith/core'
import type { Data } from '../base/config.js'
import { formOf } from './forms.js'

/** A layer in Keras's form, without its name. */
export interface Serialized {
  readonly module: string
  readonly class_name: string
  readonly config: Data
  readonly registered_name: null
}

/** What a layer's config of TensorFlow.js has beside its options. */
const OTHER = new Set([
  ...['batchInputShape', 'batchSize', 'dtype', 'fastWeightInit', 'implementation', 'inputDType'],
  ...['inputSpec', 'name', 'trainable', 'updatable'],
])

/**
 * A layer in Keras's form.
 * @param path its place in the net, for messages
 * @throws Error that names the place, and what Keras does not have
 */
export const serialized = (
  className: string,
  given: JsonObject,
  layer: tf.layers.Layer | null,
  path: string,
): Serialized => {
  const form = formOf(className)
  if (form === null) return lacking(path, `the class ${className}`, 'write it with other layers')
  const { className: name = className, module = 'keras.layers', config } = form
  const options = Object.entries(
    config === undefined ? given : config(given, layer, className),
  ).filter(([key, value]) => !OTHER.has(key) && value !== null)
  return {
    module,
    class_name: name,
    config: Object.fromEntries(
      options.map(([key, value]) => [snakeCase(key), valueOf(key, value, path)]),
    ),
    registered_name: null,
  }
}

const lacking = (path: string, what: string, fix: string): never => {
  throw new Error(shortened(`${path}: Keras does not have ${what}; ${fix}`))
}

const snakeCase = (text: string): string =>
  text.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const isObject = (x: Json): x is JsonObject =>
  typeof x === 'object' && x !== null && !Array.isArray(x)

/** The value of an option. */
const valueOf = (key: string, value: Json, path: string): unknown => {
  if (/(^a|A)ctivation$/.test(key) && typeof value === 'string') return activationOf(value, path)
  if (key === 'seed') return seedOf(value)
  if (isObject(value) && typeof value['className'] === 'string') {
    const config = isObject(value['config'] ?? null) ? (value['config'] as JsonObject) : {}
    return key === 'layer'
      ? innerLayer(value['className'], config, path)
      : specOf(key, value['className'], config)
  }
  return typeof value === 'string' ? snakeCase(value) : value
}

/** A layer in a wrapper. */
const innerLayer = (className: string, config: JsonObject, path: string): unknown => {
  const inner = serialized(className, config, null, path)
  const { name } = config
  return {
    ...inner,
    config: { name: typeof name === 'string' ? name : snakeCase(className), ...inner.config },
  }
}

/** JAX takes seeds below 2^32; ours have up to 53 bits. */
const seedOf = (value: Json): Json => (typeof value === 'number' ? value % 2 ** 31 : value)

/** Activations whose names Keras spells in another way than as snake case. */
const ACTIVATIONS: Readonly<Record<string, string | null>> = {
  hardSigmoid3: 'hard_sigmoid',
  swish: 'silu',
  // no function of Keras 3
  hardSigmoid: null,
  gelu_new: null,
}

const activationOf = (name: string, path: string): string => {
  const renamed = Object.hasOwn(ACTIVATIONS, name) ? ACTIVATIONS[name] : snakeCase(name)
  return (
    renamed ??
    lacking(
      path,
      `the activation ${name}`,
      name === 'hardSigmoid'
        ? "train with 'hardSigmoid3', which is Keras 3's, or in the gates of recurrent layers " +
            "with recurrentActivation: 'sigmoid'"
        : 'train with another one',
    )
  )
}

const MODULES = ['initializer', 'regularizer', 'constraint'] as const
/** Classes that Keras spells in another way. */
const CLASSES: Readonly<Record<string, string>> = {
  LeCunNormal: 'LecunNormal',
  LeCunUniform: 'LecunUniform',
}

/** An initializer, a regularizer or a constraint. */
const specOf = (key: string, className: string, config: JsonObject): unknown => ({
  module: `keras.${MODULES.find((name) => key.toLowerCase().endsWith(name)) ?? 'initializer'}s`,
  class_name: CLASSES[className] ?? className,
  config: Object.fromEntries(
    Object.entries(config)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [
        snakeCase(name),
        name === 'seed'
          ? seedOf(value)
          : name === 'distribution' && value === 'normal'
            ? 'truncated_normal'
            : typeof value === 'string'
              ? snakeCase(value)
              : value,
      ]),
  ),
  registered_name: null,
})
