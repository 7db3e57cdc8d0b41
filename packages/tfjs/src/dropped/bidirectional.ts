// Bidirectional drops `backward_layer` and makes the backward layer from the forward one, as Keras
// does where none is given.
import type { Rule } from './rule.js'

export const bidirectional: Rule = {
  classes: ['Bidirectional'],
  options: { backwardLayer: null },
  heed: (layer, { backwardLayer, layer: forward }) => {
    if (comparable(backwardLayer) !== comparable(forward))
      throw new Error(
        `the layer ${layer.name} (Bidirectional) has a backward_layer of its own, ` +
          'which TensorFlow.js cannot compute; leave this option out in Keras, ' +
          'and save the model again',
      )
  },
}

/** What both directions share. */
const comparable = (layer: unknown): string =>
  JSON.stringify(layer, (key, value: unknown) =>
    ['name', 'goBackwards', 'seed', 'buildConfig', 'customObjects'].includes(key)
      ? undefined
      : value,
  )
