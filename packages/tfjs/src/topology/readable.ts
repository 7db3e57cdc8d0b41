// What must be right in a topology before TensorFlow.js builds it: Container.fromConfig goes round
// the layers until all their uses are made, so it never returns if one of them cannot be made.
import { type LayerUses, lastingOrder, unmade } from './loading-order.js'
import { type Data, ENDS, isData, isReference, renumbered, usesOf } from './saved-form.js'

/**
 * The topology of a layers model as TensorFlow.js builds it: in its spelling, with the uses of
 * layers in an order that loading keeps, and with the lists completed that lack a bracket: some
 * converters write `["a", 0, 0, {}]` where Keras writes `[["a", 0, 0, {}]]`.
 * @param classNameOf the class to build a layer of, by the class that the topology names
 * @throws Error for a graph model, for data nested too deeply, and for a graph of layers that
 *   cannot be completed
 */
export const readable = (topology: unknown, classNameOf: (name: string) => string): unknown => {
  if (isData(topology) && Array.isArray(topology['node']))
    throw new Error('this is a graph model, which has no layers; use tf.loadGraphModel')
  if (isDeep(topology))
    throw new Error(
      `the model nests in more than ${DEEPEST} lists and objects, which no saved model does`,
    )
  return read(topology, '', 'the model', classNameOf)
}

const DEEPEST = 500

/** Whether data nests deeper than recursion can safely follow. */
const isDeep = (data: unknown): boolean => {
  let level: readonly unknown[] = [data]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return true
    // Object.values of a list are its items
    level = level.flatMap((x): unknown[] =>
      typeof x === 'object' && x !== null ? Object.values(x) : [],
    )
  }
  return false
}

/** A value at a key; the values in a list have the key of the list. */
const read = (
  x: unknown,
  key: string,
  owner: string,
  classNameOf: (name: string) => string,
): unknown => {
  if (typeof x === 'string') return camelCase(x)
  if (Array.isArray(x))
    // a list of this realm, whatever made the topology: TensorFlow.js asks for instanceof Array
    return Array.from(x, (item: unknown, i) =>
      // the name of a layer, in a reference to one of its uses
      i === 0 && typeof item === 'string' && NAMING.has(key)
        ? item
        : read(item, key, owner, classNameOf),
    )
  if (typeof x !== 'object' || x === null) return x
  const { name = owner } = x as { readonly name?: unknown } // of any type
  const around = typeof name === 'string' ? name : owner
  const copy = Object.fromEntries(
    Object.entries(x).map(([given, value]: [string, unknown]) => {
      const own = camelCase(given)
      if (typeof value === 'string' && (own === 'name' || own === 'className')) return [own, value]
      return [own, read(value, own, around, classNameOf)]
    }),
  )
  const whole = completed(bracketed(copy), around)
  const { className } = whole
  return typeof className === 'string' ? { ...whole, className: classNameOf(className) } : whole
}

const NAMING = new Set<string>(['inboundNodes', ...ENDS])

/** As TensorFlow.js changes the strings of Keras: all of them but names. */
const camelCase = (text: string): string =>
  text.length < 2 ? text : text.replace(/_+(\w|$)/g, (_, next: string) => next.toUpperCase())

/** Classes that make one output of several inputs. */
const MERGES = new Set<unknown>(
  'Add,Average,Concatenate,Dot,Maximum,Minimum,Multiply,Subtract'.split(','),
)

/**
 * A layer or a model whose references have all their brackets. Several references without brackets
 * are one use for a merge; other layers might have as many uses, so these stay as they are.
 */
const bracketed = (config: Data): Data => {
  const copy = { ...config }
  const { inboundNodes: nodes, className } = config
  if (
    Array.isArray(nodes) &&
    nodes.every(isReference) &&
    (nodes.length === 1 || (nodes.length > 1 && MERGES.has(className)))
  )
    copy['inboundNodes'] = [nodes]
  for (const end of ENDS) if (isReference(copy[end])) copy[end] = [copy[end]]
  return copy
}

/**
 * The config of a model that loading completes, with the uses of its layers in an order that it
 * keeps.
 */
const completed = (config: Data, owner: string): Data => {
  const { layers: given } = config
  // the layers of a Sequential have no uses
  if (!Array.isArray(given) || !given.some((one) => isData(one) && 'inboundNodes' in one))
    return config
  const layers = afterInputs(given)
  const uses = layers.map((layer: unknown, i): LayerUses => {
    const found = usesOf(layer)
    if (found !== null) return found
    const which = isData(layer) && typeof layer['name'] === 'string' ? layer['name'] : `number ${i}`
    throw new Error(
      `${owner} has a layer (${which}) whose inbound_nodes cannot be read: needs a ` +
        'list of uses, each a list of inputs like ["input", 0, 0, {}]; save the model again',
    )
  })
  const known = new Map(uses.map((layer) => [layer.name, layer.before + layer.uses.length]))
  if (known.size < uses.length)
    throw new Error(`two layers of ${owner} have the same name; give each its own`)
  for (const end of ENDS) {
    const ends: unknown = config[end]
    if (Array.isArray(ends) && ends.every((ref) => isUsed(ref, known))) continue
    throw new Error(
      `the ${end === 'inputLayers' ? 'input' : 'output'}_layers of ${owner} cannot be read: ` +
        'needs a list of uses of its layers like ["dense", 0, 0]; save the model again',
    )
  }
  const { isWhole, made, orders } = lastingOrder(uses)
  if (!isWhole)
    throw new Error(
      `the graph of ${owner} cannot be completed: ` +
        unmade(uses, made)
          .map(({ layer, waitsFor }) => `${layer} needs ${waitsFor.join(', ')}`)
          .join('; ') +
        '. These layers do not exist, or wait for each other; save the model again',
    )
  return renumbered({ ...config, layers }, uses, orders)
}

/**
 * Layers, each after those that its first use needs: TensorFlow.js goes round all layers once more
 * for each that comes too early.
 */
const afterInputs = (layers: readonly unknown[]): readonly unknown[] => {
  const byName = new Map(layers.map((layer) => [usesOf(layer)?.name, layer]))
  const inputsOf = (layer: unknown): unknown[] =>
    usesOf(layer)?.uses[0]?.flatMap(([from]) => byName.get(from) ?? []) ?? []
  const done = new Set<unknown>()
  const entered = new Set<unknown>()
  const open = [...layers].reverse()
  while (open.length > 0) {
    const layer = open.pop()
    const inputs = entered.has(layer) ? [] : inputsOf(layer).filter((one) => !entered.has(one))
    entered.add(layer)
    if (inputs.length === 0) done.add(layer)
    else open.push(layer, ...inputs)
  }
  return [...done]
}

const isUsed = (x: unknown, known: ReadonlyMap<string, number>): boolean =>
  isReference(x) && x[1] >= 0 && x[1] < (known.get(x[0]) ?? 0)
