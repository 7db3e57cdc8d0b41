// Layers that do something only in training.
import { type Exporter, inputOf } from '../use.js'

export const onlyInTraining: Exporter = (use) => {
  use.note('works only in training, and is left out')
  return inputOf(use)
}
