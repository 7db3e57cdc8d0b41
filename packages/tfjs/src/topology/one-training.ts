// TensorFlow.js does not tell a layer which of its calls it computes. So a layer that is called
// with different values of `training` cannot keep to them.
import { isData } from './saved-form.js'

/**
 * The same topology.
 * @throws Error that names a layer whose calls differ in `training`
 */
export const withOneTraining = (topology: unknown): unknown => {
  if (Array.isArray(topology)) topology.forEach(withOneTraining)
  if (!isData(topology)) return topology
  const { inboundNodes: uses } = topology
  if (Array.isArray(uses) && new Set(uses.map(trainingIn)).size > 1)
    throw new Error(
      `the layer ${String(topology['name'])} is called with different values of ` +
        'training, which TensorFlow.js cannot compute; use one layer for each in Keras, ' +
        'and save the model again',
    )
  Object.values(topology).forEach(withOneTraining)
  return topology
}

/** What one use is told: its first input has the arguments of the call. */
const trainingIn = (use: unknown): boolean | null => {
  const input: unknown = Array.isArray(use) ? use[0] : null
  const kwargs: unknown = Array.isArray(input) ? input[3] : null
  const training = isData(kwargs) ? (kwargs['training'] ?? null) : null
  // Keras also writes 0 and 1
  return training === null ? null : Boolean(training)
}
