// A layer of TensorFlow.js from its class and config.
import * as tf from '@tensorflow/tfjs'
import { type Json, type JsonObject, type TfForm, messageOf } from '@layersmith/core'
import { fail } from '../base/problem.js'
import { heed } from '../dropped/heed.js'
import '../own/all.js'
import { calledLayers } from '../tf/internals.js'

export const makeLayer = (
  id: string,
  layer: TfForm,
  initializers: Map<string, tf.serialization.Serializable>,
): tf.layers.Layer => {
  const { classNameMap } = tf.serialization.SerializationMap.getMap()
  const entry = classNameMap[layer.className]
  if (entry === undefined)
    return fail(
      id,
      'layerFailed',
      `a layer of class ${layer.className}`,
      'no such class',
      'use TensorFlow.js 4.22 or newer',
    )
  const [constructor, fromConfig] = entry
  let made: unknown
  try {
    const config: Record<string, unknown> = { name: id }
    for (const key of Object.keys(layer.config)) {
      const value = layer.config[key] ?? null
      const drawn = key.endsWith('Initializer') ? withoutSettings(value) : null
      config[key] = drawn === null ? copy(value) : initializerOf(drawn)
    }
    // constructors take objects, which the type does not know
    made = fromConfig(constructor, config as tf.serialization.ConfigDict)
    if (made instanceof tf.layers.Layer) heedAll(made, layer.config)
  } catch (e) {
    return fail(
      id,
      'layerFailed',
      `a layer of class ${layer.className}`,
      `the error "${messageOf(e)}"`,
      'change its options',
    )
  }
  return made instanceof tf.layers.Layer
    ? made
    : fail(
        id,
        'layerFailed',
        `a layer of class ${layer.className}`,
        'something else',
        'do not register a class of that name',
      )

  /**
   * All weights of a build share an initializer that has no settings; TensorFlow.js would make
   * many.
   */
  function initializerOf(className: string): unknown {
    const known = initializers.get(className)
    if (known !== undefined) return known
    const [initializer, fromSettings] = classNameMap[className] ?? []
    // TensorFlow.js reports the missing class
    if (initializer === undefined || fromSettings === undefined) return { className, config: {} }
    const first = fromSettings(initializer, {})
    initializers.set(className, first)
    return first
  }
}

/** Lets a layer and the one in it heed what their classes drop. */
const heedAll = (layer: tf.layers.Layer, config: JsonObject): void => {
  heed(layer, config)
  // of a wrapper
  const inner = (config['layer'] as unknown as TfForm | undefined)?.config
  if (inner !== undefined) for (const one of calledLayers(layer)) heedAll(one, inner)
}

/** The class of an initializer that has no settings, else null. */
const withoutSettings = (value: Json): string | null => {
  // only read
  const { className, config } = value as { readonly className?: Json; readonly config?: Json }
  return typeof className === 'string' &&
    typeof config === 'object' &&
    config !== null &&
    Object.keys(config).length === 0
    ? className
    : null
}

/** A deep copy: factories of TensorFlow.js change what they get. */
const copy = (v: Json): tf.serialization.ConfigDictValue => {
  if (typeof v !== 'object' || v === null) return v
  if (Array.isArray(v)) return v.map(copy)
  // Array.isArray does not narrow readonly arrays
  return Object.fromEntries(
    Object.entries(v as JsonObject).map(([key, value]) => [key, copy(value)]),
  )
}
