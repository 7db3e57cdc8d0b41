// What stands in a layer's config beside numbers: activations, initializers, regularizers,
// constraints, types. Keras 2 and 3 give some of them names that TensorFlow.js does not know.
import * as tf from '@tensorflow/tfjs'
import { SAME } from '../dropped/activations.js'
import { isData } from '../topology/saved-form.js'
import { type Data, type SavedLayer, inWordsOf, isSavedLayer } from './data.js'

/** Classes by Keras's names, in TensorFlow.js's form. */
const RENAMED: Readonly<Record<string, (config: Data) => SavedLayer>> = {
  L1: ({ l1 }) => ({ class_name: 'L1L2', config: { l1, l2: 0 } }),
  L2: ({ l2 }) => ({ class_name: 'L1L2', config: { l1: 0, l2 } }),
  LecunNormal: (config) => ({ class_name: 'LeCunNormal', config }),
  LecunUniform: (config) => ({ class_name: 'LeCunUniform', config }),
  IdentityInitializer: (config) => ({ class_name: 'Identity', config }),
  // TensorFlow.js has one normal distribution
  VarianceScaling: (config) => ({
    class_name: 'VarianceScaling',
    config: {
      ...config,
      distribution: String(config['distribution']).replace(/^(un)?truncated_normal$/, 'normal'),
    },
  }),
}

/** A layer's config in TensorFlow.js's names. */
export const configOf = (layer: SavedLayer, isThree: boolean): Data => {
  const translated = Object.entries(layer.config).map(([key, value]): [string, unknown] => {
    if (key === 'dtype') return [key, typeOf(value)]
    if (key === 'batch_shape') return ['batch_input_shape', value]
    if (key === 'activity_regularizer' && value !== null)
      return refuse(layer, key, value, 'leave it out in Keras: it matters in training alone')
    if (/(^|_)activation$/.test(key)) return [key, activationOf(layer, key, value, isThree)]
    return [
      key,
      /_(initializer|regularizer|constraint)$/.test(key) ? objectOf(layer, key, value) : value,
    ]
  })
  return Object.fromEntries(translated)
}

const refuse = (layer: SavedLayer, key: string, value: unknown, fix: string): never => {
  throw new Error(
    `${inWordsOf(layer)} has ${key}: ${nameIn(value)}, ` +
      `which TensorFlow.js cannot compute; ${fix}, and save the model again`,
  )
}

/** An object by its class, anything else as it is. */
const nameIn = (value: unknown): string =>
  isSavedLayer(value)
    ? value.class_name
    : typeof value === 'string'
      ? value
      : JSON.stringify(value).slice(0, 200)

/** A type by its name: TensorFlow.js computes with 32 bits, whatever Keras computes with. */
const typeOf = (value: unknown): unknown => {
  const { config } = isData(value) ? value : { config: null }
  const name = isData(config) ? config['name'] : value
  return typeof name === 'string'
    ? name.replace(/^.*float\d+$/, 'float32').replace(/^u?int\d+$/, 'int32')
    : name
}

const isKnown = (className: string): boolean =>
  Object.hasOwn(tf.serialization.SerializationMap.getMap().classNameMap, className)

const activationOf = (
  layer: SavedLayer,
  key: string,
  value: unknown,
  isThree: boolean,
): unknown => {
  if (value === null || value === undefined) return value
  const name =
    typeof value === 'string' && Object.hasOwn(SAME, value) && (isThree || value !== 'hard_sigmoid')
      ? SAME[value]
      : value
  if (typeof name === 'string' && isKnown(camelCase(name))) return name
  return refuse(
    layer,
    key,
    value,
    'make it a layer of its own, of a class that TensorFlow.js has or that you register',
  )
}

const camelCase = (name: string): string =>
  name.replace(/_+(\w)/g, (_, letter: string) => letter.toUpperCase())

/** Also named by a text alone, as an initializer may be. */
const objectOf = (layer: SavedLayer, key: string, value: unknown): unknown => {
  if (!isSavedLayer(value)) return value
  const renamed = Object.hasOwn(RENAMED, value.class_name) ? RENAMED[value.class_name] : undefined
  const { class_name, config } = renamed === undefined ? value : renamed(value.config)
  return isKnown(class_name)
    ? { class_name, config: withoutNull(config) }
    : refuse(layer, key, value, 'use another one in Keras')
}

/** Without options that are not given, for which TensorFlow.js has its defaults. */
const withoutNull = (config: Data): Data =>
  Object.fromEntries(Object.entries(config).filter(([, value]) => value !== null))
