// What the reader looks at in the config of a model of Keras; the rest is translated by
// @layersmith/tfjs.
import { messageOf } from '@layersmith/core'

export type Data = Readonly<Record<string, unknown>>

export const isData = (x: unknown): x is Data =>
  typeof x === 'object' && x !== null && !Array.isArray(x)

/** A layer as Keras saves it. */
export interface SavedLayer {
  readonly className: string
  readonly name: string
  readonly config: Data
  readonly isOperation: boolean
}

/** A layer in a config; null for anything else. */
export const layerIn = (x: unknown): SavedLayer | null => {
  if (!isData(x) || typeof x['class_name'] !== 'string' || !isData(x['config'])) return null
  const { class_name: className, config, module, name = config['name'] } = x
  return {
    // a registered class has its package before its name
    className: className.replace(/^.*>/, ''),
    name: String(name),
    config,
    isOperation: typeof module === 'string' && module.startsWith('keras.src.ops.'),
  }
}

/** The layers of a model, without operations; null for a layer that is no model. */
export const layersIn = ({ className, config }: SavedLayer): readonly SavedLayer[] | null =>
  ['Functional', 'Model', 'Sequential'].includes(className) && Array.isArray(config['layers'])
    ? config['layers']
        .map(layerIn)
        .filter((layer) => layer !== null)
        .filter((layer) => !layer.isOperation)
    : null

/**
 * Refuses what TensorFlow.js reads, and whose tensors it never frees.
 * @throws Error that names the layer
 */
export const refuseStacks = (layer: SavedLayer): void => {
  const { cell, layer: wrapped } = layer.config
  const inner = layersIn(layer) ?? [layerIn(wrapped)].filter((one) => one !== null)
  for (const one of inner) refuseStacks(one)
  if (layer.className === 'RNN' && layerIn(cell)?.className === 'StackedRNNCells')
    throw new Error(
      `the layer ${layer.name} (RNN) has several cells, which no kind has; ` +
        'write each as a layer of its own in Keras, and save the model again',
    )
}

/** What a text of JSON says; an error names where the text is from. */
export const parsed = (text: string, where: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (e) {
    throw new Error(`${where} is not JSON: ${messageOf(e)}`, {
      cause: e,
    })
  }
}
