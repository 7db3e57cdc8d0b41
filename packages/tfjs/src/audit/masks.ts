// Masks of padded steps that reach layers which layersmith has not mended.
import type * as tf from '@tensorflow/tfjs'
import { nodesOf } from '../inspect/nodes.js'
import { isMended } from '../mends/mend.js'
import { ELEMENTWISE } from '../mends/merge-mask.js'
import { makesMask } from '../mends/own-mask.js'
import type { Audited } from './audited.js'
import { type Finding, finding } from './finding.js'

type Layer = tf.layers.Layer

/** Layers that compute with a mask. */
const RECURRENT = new Set(['SimpleRNN', 'GRU', 'GRUResetAfter', 'LSTM', 'RNN', 'Bidirectional'])

/**
 * Merges whose mask reaches a recurrent layer, and averages that a mask reaches. A nested model's
 * inputs are taken to have no mask.
 */
export const brokenMasks = ({ models, placesOf }: Audited): Finding[] =>
  [...new Set(models.flatMap(mergesBefore))].map((layer) =>
    finding(
      'brokenMask',
      layer,
      placesOf(layer),
      layer.getClassName() === AVERAGE
        ? 'it ignores the mask of its input: it averages over padded steps'
        : 'it passes on a wrong mask: a recurrent layer after it throws, ' +
            'or computes with padded steps',
    ),
  )

const AVERAGE = 'GlobalAveragePooling1D'

const mergesBefore = (model: tf.LayersModel): Layer[] => {
  const reached: Layer[] = []
  /**
   * The merges that the mask of a tensor has passed through; tensors without a mask are not here.
   */
  const masked = new Map<tf.SymbolicTensor, readonly Layer[]>()
  for (const { outboundLayer: layer, inputTensors, outputTensors } of nodesOf(model)) {
    const incoming = inputTensors.map((t) => masked.get(t)).filter((merges) => merges !== undefined)
    const name = layer.getClassName()
    if (RECURRENT.has(name)) reached.push(...incoming.flat())
    if (name === AVERAGE && incoming.length > 0 && !isMended(layer)) reached.push(layer)
    if (
      !layer.supportsMasking ||
      (incoming.length === 0 && !makesMask(layer)) ||
      (RECURRENT.has(name) && layer.getConfig()['returnSequences'] !== true) ||
      name === 'Dot'
    )
      continue
    const own = ELEMENTWISE.includes(name) && !isMended(layer) ? [layer] : []
    for (const t of outputTensors) masked.set(t, [...new Set([...incoming.flat(), ...own])])
  }
  return reached
}
