// Lets a new layer of TensorFlow.js heed the options of Keras that its class drops: each by its
// rule, and all others are refused.
import type * as tf from '@tensorflow/tfjs'
import { batchAxis } from './batch-axis.js'
import { bidirectional } from './bidirectional.js'
import { channelsFirst } from './channels-first.js'
import { causal } from './causal.js'
import { grouped } from './groups.js'
import { isHarmless, isIdle } from './harmless.js'
import { keepDims } from './keep-dims.js'
import { leakyRelu } from './leaky-relu.js'
import { maskedOutput } from './masked-output.js'
import { relu } from './relu.js'
import type { Options, Rule } from './rule.js'
import { isStock } from './stock.js'
import { transposed } from './transposed.js'

/** A rule wraps what those before it compute: the layout of the channels comes first. */
const rules: readonly Rule[] = [
  channelsFirst,
  batchAxis,
  bidirectional,
  causal,
  grouped,
  keepDims,
  leakyRelu,
  maskedOutput,
  relu,
  transposed,
]

/**
 * Lets a layer of TensorFlow.js's own classes heed the config that it was made from.
 * @param config spelled as in TensorFlow.js; the layer's class may have read it, but not changed it
 * @throws Error that names the layer and the option, when it cannot be computed
 */
export const heed = (layer: tf.layers.Layer, config: Options): void => {
  if (!isStock(layer.getClassName())) return
  const read = layer.getConfig()
  const dropped = new Map(
    Object.entries(config).filter(([name, value]) => !(name in read) && !isHarmless(name, value)),
  )
  for (const { classes, options, heed: lets } of rules) {
    if (!classes.includes(layer.getClassName())) continue
    const names = Object.keys(options)
    if (names.some((name) => !isIdle(config[name], options[name]))) lets(layer, config)
    for (const name of names) dropped.delete(name)
  }
  const [first] = dropped
  if (first === undefined) return
  const [name, value] = first
  const shown = typeof value === 'string' ? snakeCase(value) : JSON.stringify(value)
  throw new Error(
    `the layer ${layer.name} (${layer.getClassName()}) has ${snakeCase(name)}: ` +
      `${shown}, which TensorFlow.js cannot compute; ` +
      'leave this option out in Keras, and save the model again',
  )
}

const snakeCase = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
