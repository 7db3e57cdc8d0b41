// Layers of the training, which do nothing afterwards.
import { type Exporter, inputOf } from '../use.js'

export const onlyInTraining: Exporter = (use) => {
  use.note('works in training alone, and is left out')
  return inputOf(use)
}
