// Bidirectional makes both its layers from the class and config of the one that it is given: it
// drops `backward_layer`, and its layers drop `zero_output_for_mask`.
import { isData } from '../topology/saved-form.js'
import { hasMaskedOutput, zeroPadding } from './masked-output.js'
import type { Rule } from './rule.js'

export const bidirectional: Rule = {
  classes: ['Bidirectional'],
  options: { backwardLayer: [], layer: [] },
  heed: (layer, config) => {
    const { backwardLayer, layer: forward } = config
    if (isData(backwardLayer) && comparable(backwardLayer) !== comparable(forward))
      throw new Error(
        `the layer ${layer.name} (Bidirectional) has a backward_layer of its own, ` +
          'which TensorFlow.js cannot compute; leave this option out in Keras, ' +
          'and save the model again',
      )
    if (hasMaskedOutput(config)) zeroPadding(layer)
  },
}

/** What both directions share. */
const comparable = (layer: unknown): string =>
  JSON.stringify(layer, (key, value: unknown) =>
    ['name', 'goBackwards', 'seed', 'buildConfig', 'customObjects'].includes(key)
      ? undefined
      : value,
  )
