// What keeps a saved model from being loaded.
import * as tf from '@tensorflow/tfjs'
import { listed } from '../base/wording.js'
import { isBlockLayer } from '../layer/block-layer.js'
import { calledLayers } from '../tf/internals.js'
import type { Audited } from './audited.js'
import { type Finding, finding } from './finding.js'
import { tried } from './trial.js'
import { UNTRACKED } from './untracked.js'

type Layer = tf.layers.Layer

/** Layers of hand-written classes that loading cannot make, and what they hide. */
export const classes = ({ root, models, placesOf }: Audited): Finding[] =>
  [...new Set([root, ...models.flatMap((m) => m.layers)].flatMap(withInner))].flatMap((layer) => {
    const made = makerOf(layer)
    if (made === null) return []
    if (typeof made === 'string') return [finding('unloadableClass', layer, placesOf(layer), made)]
    const trial = tried(layer, made, root.weights)
    if (trial === null) return []
    const { failure, differences, untracked } = trial
    return [
      ...(failure === null
        ? []
        : [
            finding(
              'unloadableClass',
              layer,
              placesOf(layer),
              `no layer can be made from its config: "${failure.slice(0, LONGEST)}"`,
            ),
          ]),
      ...(differences.length === 0
        ? []
        : [
            finding(
              'lostOption',
              layer,
              placesOf(layer),
              `it has ${listed(differences.slice(0, SHOWN))} as in a layer made from its config: ` +
                'a loaded model has the latter',
            ),
          ]),
      ...hiddenIn(layer, untracked),
    ]
  })

const hiddenIn = (layer: Layer, parts: readonly Layer[]): Finding[] =>
  parts.length === 0
    ? []
    : [
        finding(
          'untrackedLayers',
          layer,
          parts.map((part) => `${layer.name}: ${part.name} (${part.getClassName()})`),
          UNTRACKED,
        ),
      ]

/**
 * Makes a layer of the same class from a config, as loading does; null for a class of TensorFlow.js
 * or layersmith, and in words why loading cannot make one.
 */
const makerOf = (layer: Layer): ((config: object) => Layer) | string | null => {
  const name: unknown = layer.getClassName() // a class without className returns undefined
  if (isBlockLayer(layer)) return null
  if (typeof name !== 'string' || name === '')
    return 'its class has no className, so the saved model cannot be loaded'
  const { classNameMap } = tf.serialization.SerializationMap.getMap()
  const entry = Object.hasOwn(classNameMap, name) ? classNameMap[name] : undefined
  if (entry === undefined) return 'its class is not registered, so the saved model cannot be loaded'
  const [registered, fromConfig] = entry
  if (layer.constructor !== registered)
    return `another class is registered as "${name}": a loaded model has a layer of that class`
  if (STOCK.has(name.toLowerCase())) return null
  return (config) => {
    // it is data
    const made: unknown = fromConfig(registered, config as tf.serialization.ConfigDict)
    if (made instanceof tf.layers.Layer) return made
    throw new TypeError('fromConfig makes no layer')
  }
}
/** The classes of TensorFlow.js: each has a factory of its name. */
const STOCK: ReadonlySet<string> = new Set(Object.keys(tf.layers).map((name) => name.toLowerCase()))

/** The most characters of an error of others, and the most differences that are shown. */
const LONGEST = 200
const SHOWN = 3

const withInner = (layer: Layer): readonly Layer[] =>
  layer instanceof tf.LayersModel ? [] : [layer, ...calledLayers(layer).flatMap(withInner)]
