// From a plan to layers of TensorFlow.js and the symbolic tensors between them: the one place where
// layers are made.
import * as tf from '@tensorflow/tfjs'
import {
  type Json,
  type JsonObject,
  type Plan,
  type Position,
  type TfForm,
  showSizes,
} from '@layersmith/core'
import { fail, messageOf } from '../base/problem.js'
import { TWO_COPIES_FIX } from '../tf/one-copy.js'
import { hidden } from '../tf/internals.js'
import { mend } from '../mends/mend.js'
import { spare, writesItsInput } from '../mends/output-shape.js'

export interface Graph {
  /** In the plan's order. */
  readonly inputs: readonly tf.SymbolicTensor[]
  /** What comes out at each path, and what comes in by the inputs' names. */
  readonly at: ReadonlyMap<string, tf.SymbolicTensor>
  /** The layer of each instance, by its id. */
  readonly layers: ReadonlyMap<string, tf.layers.Layer>
}

/**
 * The model from a graph's inputs to some of its tensors.
 * @throws BuildError when the graph is too deep
 */
export const modelOf = (
  { inputs }: Graph,
  outputs: readonly tf.SymbolicTensor[],
  name: string,
): tf.LayersModel => {
  try {
    return tf.model({ inputs: [...inputs], outputs: [...outputs], name })
  } catch (e) {
    // TensorFlow.js walks the graph by recursion
    if (e instanceof RangeError)
      return fail(
        '',
        'layerFailed',
        'a model of these layers',
        'a stack overflow',
        'the net is too deep for TensorFlow.js',
      )
    throw e
  }
}

export interface GraphOptions {
  /** Put in front of the names of all layers. */
  prefix?: string
  /** Zeros instead of costly initial weights, for weights that are loaded next. */
  skipInitializers?: boolean
}

/**
 * Makes the layers of a plan and applies them in its order.
 * @throws BuildError with the path at which TensorFlow.js refused; tensors made so far are left to
 *   the caller
 */
export const makeGraph = (
  plan: Plan,
  { prefix = '', skipInitializers = false }: GraphOptions = {},
): Graph => {
  const at = new Map(
    plan.inputs.map(({ name, shape }) => [
      name,
      tf.input({ shape: [...shape], name: prefix + name }),
    ]),
  )
  const inputs = [...at.values()]
  const instances = new Map(plan.instances.map((i) => [i.id, i]))
  const layers = new Map<string, tf.layers.Layer>()
  const customs = new Map<tf.layers.Layer, string>()
  const initializers = new Map<string, tf.serialization.Serializable>()
  for (const position of plan.positions) {
    const inputs = inputsOf(plan, position, at, prefix)
    let layer = layers.get(position.instance)
    if (layer === undefined) {
      const instance = found(instances, position.instance)
      layer =
        instance.layer === null
          ? makeCustom(plan, instance.id, String(position.config['name']), customs)
          : makeLayer(instance.id, instance.layer, initializers)
      layer.name = prefix + instance.id
      if (instance.frozen) layer.trainable = false
      if (skipInitializers) layer.setFastWeightInitDuringBuild(true)
      mend(layer)
      layers.set(instance.id, layer)
    }
    const given = writesItsInput(layer)
      ? inputs.map((x, i) => spare(x, `${prefix}${position.path}.in${i + 1}`))
      : inputs
    at.set(position.path, apply(layer, given, position))
  }
  return { inputs, at, layers }
}

/**
 * What comes into a position. TensorFlow.js's predict frees a tensor when it has been taken as
 * often as it has users, so one that a layer takes twice, and another layer later, is freed too
 * early ("Cannot read properties of undefined (reading 'backend')"). Only then does the second use
 * get a copy.
 */
const inputsOf = (
  plan: Plan,
  { path, inputs }: Position,
  at: ReadonlyMap<string, tf.SymbolicTensor>,
  prefix: string,
): tf.SymbolicTensor[] =>
  inputs.map((from, i) => {
    // a model's own input is never freed
    const isSafe =
      inputs.indexOf(from) === i ||
      plan.inputs.some(({ name }) => name === from) ||
      !usedAfter(plan, from, path)
    return isSafe ? found(at, from) : passedOn(at, from, `${prefix}${path}.${i + 1}`)
  })

/** What comes out at a path, as a tensor of its own. */
const passedOn = (at: Graph['at'], path: string, name: string): tf.SymbolicTensor =>
  // one in, one out
  tf.layers.activation({ activation: 'linear', name }).apply(found(at, path)) as tf.SymbolicTensor

/**
 * What comes out at paths, each as a tensor of its own: a path that comes again is passed on by a
 * layer of that name.
 */
export const ownTensors = (
  { at }: Graph,
  ends: readonly { readonly from: string; readonly name: string }[],
): tf.SymbolicTensor[] =>
  ends.map(({ from, name }, i) =>
    ends.findIndex((end) => end.from === from) < i ? passedOn(at, from, name) : found(at, from),
  )

/** Whether a position other than `path` and those before it takes what comes out at `from`. */
const usedAfter = (plan: Plan, from: string, path: string): boolean => {
  const inputs = new Map(plan.positions.map((p) => [p.path, p.inputs]))
  const before = new Set([path])
  for (const p of before) for (const input of inputs.get(p) ?? []) before.add(input)
  return plan.positions.some((p) => p.inputs.includes(from) && !before.has(p.path))
}

export const found = <T>(map: ReadonlyMap<string, T>, key: string): T => {
  const value = map.get(key)
  if (value === undefined)
    throw new Error(`layersmith: the plan names ${key} before it makes it; please report this net`)
  return value
}

const makeLayer = (
  id: string,
  layer: TfForm,
  initializers: Map<string, tf.serialization.Serializable>,
): tf.layers.Layer => {
  const { classNameMap } = tf.serialization.SerializationMap.getMap()
  const entry = classNameMap[layer.className]
  if (entry === undefined)
    return fail(
      id,
      'layerFailed',
      `a layer of class ${layer.className}`,
      'no such class',
      'use TensorFlow.js 4.22 or newer',
    )
  const [constructor, fromConfig] = entry
  let made: unknown
  try {
    const config: Record<string, unknown> = { name: id }
    for (const key of Object.keys(layer.config)) {
      const value = layer.config[key] ?? null
      const drawn = key.endsWith('Initializer') ? withoutSettings(value) : null
      config[key] = drawn === null ? copy(value) : initializerOf(drawn)
    }
    // its type knows no objects, which constructors take
    made = fromConfig(constructor, config as tf.serialization.ConfigDict)
  } catch (e) {
    return fail(
      id,
      'layerFailed',
      `a layer of class ${layer.className}`,
      `the error "${messageOf(e)}"`,
      'change its options',
    )
  }
  return made instanceof tf.layers.Layer
    ? made
    : fail(
        id,
        'layerFailed',
        `a layer of class ${layer.className}`,
        'something else',
        'register no class of that name',
      )

  /**
   * One without settings is the same for all weights of a build; TensorFlow.js would make one for
   * each.
   */
  function initializerOf(className: string): unknown {
    const known = initializers.get(className)
    if (known !== undefined) return known
    const [initializer, fromSettings] = classNameMap[className] ?? []
    // TensorFlow.js says that there is no such class
    if (initializer === undefined || fromSettings === undefined) return { className, config: {} }
    const first = fromSettings(initializer, {})
    initializers.set(className, first)
    return first
  }
}

/** The class of an initializer without settings. */
const withoutSettings = (value: Json): string | null => {
  // only read
  const { className, config } = value as { readonly className?: Json; readonly config?: Json }
  return typeof className === 'string' &&
    typeof config === 'object' &&
    config !== null &&
    Object.keys(config).length === 0
    ? className
    : null
}

const makeCustom = (
  plan: Plan,
  id: string,
  name: string,
  customs: Map<tf.layers.Layer, string>,
): tf.layers.Layer => {
  let layer: unknown
  try {
    layer = found(plan.customs, name).make()
  } catch (e) {
    return fail(
      id,
      'customFactory',
      'a layer',
      `the error "${messageOf(e)}"`,
      `mend the factory of custom "${name}"`,
    )
  }
  if (!(layer instanceof tf.layers.Layer)) {
    return looksLikeLayer(layer)
      ? fail(
          id,
          'twoCopies',
          'one copy of @tensorflow/tfjs in the program',
          `a layer of another one from the factory of custom "${name}"`,
          TWO_COPIES_FIX,
        )
      : fail(
          id,
          'customFactory',
          'a layer',
          layer === null ? 'null' : `a ${typeof layer}`,
          `return a tf.layers.Layer from the factory of custom "${name}"`,
        )
  }
  const before = customs.get(layer)
  if (before !== undefined) {
    return fail(
      id,
      'customInstanceTwice',
      'a new layer at every call',
      `the instance of ${before} again`,
      `make it inside the factory, so that ${before} and ${id} get layers of their own`,
    )
  }
  // a model has one node of its own from the start
  if (
    layer.inboundNodes.length > (layer instanceof tf.LayersModel ? 1 : 0) ||
    hidden(layer)._refCount === 0
  ) {
    return fail(
      id,
      'customInstanceTwice',
      'a new layer at every call',
      'one that is already in use, or disposed',
      `make it inside the factory of custom "${name}", so that each build owns its layers`,
    )
  }
  customs.set(layer, id)
  return layer
}

const looksLikeLayer = (x: unknown): boolean =>
  typeof x === 'object' && x !== null && 'getClassName' in x && 'apply' in x

const apply = (
  layer: tf.layers.Layer,
  inputs: readonly tf.SymbolicTensor[],
  { path, kind, shape }: Position,
): tf.SymbolicTensor => {
  const code = kind === 'custom' ? 'customFactory' : 'layerFailed'
  let output: ReturnType<tf.layers.Layer['apply']>
  try {
    output = layer.apply(inputs.length === 1 && inputs[0] !== undefined ? inputs[0] : [...inputs])
  } catch (e) {
    return fail(
      path,
      code,
      `a layer that accepts input ${inputs.map((t) => showSizes(t.shape.slice(1))).join(' and ')}`,
      `the error "${messageOf(e)}"`,
      kind === 'custom' ? 'mend the layer' : 'change its options',
    )
  }
  if (!(output instanceof tf.SymbolicTensor))
    return fail(path, code, 'a layer with one output', 'several', 'merge them inside the layer')
  const made = output.shape.slice(1)
  // a plan that is wrong about one shape is wrong about all that follows
  if (
    made.length !== shape.length ||
    made.some((n, i) => n !== null && shape[i] !== null && n !== shape[i])
  ) {
    return fail(
      path,
      code,
      `output ${showSizes(shape)}`,
      showSizes(made),
      kind === 'custom' ? 'mend its outputShape' : 'please report this net',
    )
  }
  return output
}

/** A deep copy that TensorFlow.js may change: its factories do. */
const copy = (v: Json): tf.serialization.ConfigDictValue => {
  if (typeof v !== 'object' || v === null) return v
  if (Array.isArray(v)) return v.map(copy)
  // Array.isArray does not narrow readonly arrays
  return Object.fromEntries(
    Object.entries(v as JsonObject).map(([key, value]) => [key, copy(value)]),
  )
}
