// What must be right in a topology before TensorFlow.js builds it: Container.fromConfig goes round
// the layers until all their uses are made, so it never returns if one of them cannot be made.
import { shortened } from '../base/problem.js'
import { type LayerUses, unmade } from './loading-order.js'
import { isData, isReference, spellings, usesOf } from './saved-form.js'

/**
 * The topology of a layers model, with the lists of uses that lack a bracket completed: some
 * converters write `["a", 0, 0, {}]` where Keras writes `[["a", 0, 0, {}]]`.
 * @throws Error for a graph model, and for a graph of layers that cannot be completed
 */
export const readable = (topology: unknown): unknown => {
  if (isData(topology) && Array.isArray(topology['node']))
    throw new Error('loadModel: this is a graph model, which has no layers; use tf.loadGraphModel')
  return completed(topology, 'the model')
}

const completed = (x: unknown, owner: string): unknown => {
  if (Array.isArray(x)) return x.map((item: unknown) => completed(item, owner))
  if (!isData(x)) return x
  const name = typeof x['name'] === 'string' ? x['name'] : owner
  const copy = Object.fromEntries(
    Object.entries(x).map(([key, value]) => [key, completed(bracketed(key, value), name)]),
  )
  for (const spelling of spellings) check(copy, spelling, name)
  return copy
}

/** A list of uses whose inner lists are the inputs of one use. */
const bracketed = (key: string, value: unknown): unknown =>
  spellings.some(({ inboundNodes }) => key === inboundNodes) &&
  Array.isArray(value) &&
  value.length > 0 &&
  value.every(isReference)
    ? [value]
    : value

const check = (
  config: Readonly<Record<string, unknown>>,
  { className, inboundNodes }: (typeof spellings)[number],
  owner: string,
): void => {
  const layers: unknown = config['layers']
  // the layers of a Sequential have no uses
  if (!Array.isArray(layers) || !layers.some((l) => isData(l) && inboundNodes in l)) return
  const uses = layers.map((layer: unknown, i): LayerUses => {
    const found = isData(layer) ? usesOf(layer, className, inboundNodes) : null
    if (found !== null) return found
    const which = isData(layer) && typeof layer['name'] === 'string' ? layer['name'] : `number ${i}`
    throw new Error(
      `loadModel: ${owner} has a layer (${which}) whose ${inboundNodes} cannot be read: needs a ` +
        'list of uses, each a list of inputs like ["input", 0, 0, {}]; save the model again',
    )
  })
  const stuck = unmade(uses)
  if (stuck.length > 0)
    throw new Error(
      shortened(
        `loadModel: the graph of ${owner} cannot be completed: ` +
          stuck.map(({ layer, waitsFor }) => `${layer} needs ${waitsFor.join(', ')}`).join('; ') +
          '. These layers do not exist, or wait for each other; save the model again',
      ),
    )
}
