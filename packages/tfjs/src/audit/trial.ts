// Tries a layer of a hand-written class, on another layer made from its config, as loading does:
// the model's own layer keeps its state. What its class computes with cannot be seen from outside
// if it is in private fields or in closures, but every layer is called by `apply`.
import * as tf from '@tensorflow/tfjs'
import { messageOf, showSizes } from '@layersmith/core'
import { listed } from '../base/wording.js'
import { heldLayersOf } from '../inspect/held-layers.js'
import { nextTensorId } from '../tf/internals.js'

type Layer = tf.layers.Layer

export interface Trial {
  /** Why no layer can be made from the config, or null. */
  readonly failure: string | null
  /** How the layer made from the config differs, in words. */
  readonly differences: readonly string[]
  /** The layers that it called, in no member of its own, and whose weights it does not report. */
  readonly untracked: readonly Layer[]
}

/** Inputs of more numbers are not tried: they take long. */
const MOST = 2 ** 24
/** What a size is taken to be that only the run time knows. */
const SIZE = 8

/**
 * Tries a layer at its first place, on one that `make` makes from its config; null for a layer
 * without a place. The model reports the weights in `known`. It leaves no tensor behind, and layers
 * in closures as they were.
 */
export const tried = (
  layer: Layer,
  make: (config: object) => Layer,
  known: readonly tf.LayerVariable[],
): Trial | null => {
  const [node] = layer.inboundNodes
  if (node === undefined || node.inboundLayers.length === 0) return null
  const shapes = node.inputTensors.map(({ shape }) => shape)
  return leavingNothing((called) => {
    let copy: Layer
    try {
      // as a file would hold it
      copy = make(JSON.parse(JSON.stringify(layer.getConfig())) as object)
      copy.build(one(shapes))
      copy.built = true
    } catch (e) {
      return { failure: messageOf(e), differences: [], untracked: [] }
    }
    const before = settings(copy)
    try {
      call(copy, node.inputTensors)
    } catch {
      // it cannot compute zeros of these sizes, which says nothing about the model
    }
    const after = settings(copy)
    // what a call changes is no option
    const isState = (name: string): boolean => before.get(name) !== after.get(name)
    const reported = new Set([...known, ...copy.weights])
    const seen = new Set(heldLayersOf(copy).map((part) => part.layer))
    return {
      failure: null,
      differences: [...settings(layer)]
        .filter(([name, value]) => !isState(name) && after.get(name) !== value)
        .map(([name, value]) => `${name} ${value}, not ${after.get(name) ?? 'undefined'}`),
      untracked: [...new Set(called(copy))].filter(
        (part) => !seen.has(part) && part.weights.some((w) => !reported.has(w)),
      ),
    }
  })
}

/** Layers with one input take it without a list. */
const one = <T>(all: readonly T[]): T | T[] => {
  const [first] = all
  return first !== undefined && all.length === 1 ? first : [...all]
}

/** Calls a layer with zeros, as in a prediction for one example. */
const call = (layer: Layer, inputs: readonly tf.SymbolicTensor[]): void => {
  const shapes = inputs.map(({ shape: [, ...sizes] }) => [1, ...sizes.map((n) => n ?? SIZE)])
  if (shapes.some((shape) => tf.util.sizeFromShape(shape) > MOST)) return
  layer.apply(one(shapes.map((shape, i) => tf.zeros(shape, inputs[i]?.dtype))))
}

/** What every layer has. */
const COMMON = new Set([
  'id',
  'name',
  'dtype',
  'supportsMasking',
  'trainable_',
  'batchInputShape',
  // set by loading
  'fastWeightInitDuringBuild',
])

/** A layer's own numbers, strings, booleans, lists of them, and the shapes of its weights. */
const settings = (layer: Layer): ReadonlyMap<string, string> => {
  const isPlain = (x: unknown): boolean => x === null || typeof x !== 'object'
  const found = new Map<string, string>()
  for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(layer))) {
    if (COMMON.has(key) || key.startsWith('_') || typeof value === 'function') continue
    const given: unknown = value
    if (Array.isArray(given) ? given.every(isPlain) : isPlain(given))
      found.set(key, JSON.stringify(given) ?? 'undefined')
  }
  return found.set('weights', listed(layer.weights.map(({ shape }) => showSizes(shape))))
}

/** Runs `f`, which can ask what layers a layer has called, and undoes all that can be undone. */
const leavingNothing = <T>(f: (calledBy: (layer: Layer) => readonly Layer[]) => T): T => {
  const engine = tf.engine()
  const base = tf.layers.Layer.prototype
  const { apply } = base
  const { keep } = engine
  const first = nextTensorId()
  const kept: tf.Tensor[] = []
  const calls: { readonly caller: Layer | undefined; readonly layer: Layer }[] = []
  const open: Layer[] = []
  const members = new Map<Layer, Members>()
  engine.startScope()
  try {
    engine.keep = (tensor) => {
      kept.push(tensor)
      keep.call(engine, tensor)
      return tensor
    }
    base.apply = function (this: Layer, ...args) {
      // TensorFlow.js frees the old memory of such a layer
      if (this.stateful) throw new Error('audit calls no stateful layer')
      if (!members.has(this)) members.set(this, membersOf(this))
      calls.push({ caller: open.at(-1), layer: this })
      open.push(this)
      try {
        return apply.apply(this, args)
      } finally {
        open.pop()
      }
    }
    return f((by) => calls.filter(({ caller }) => caller === by).map(({ layer }) => layer))
  } finally {
    base.apply = apply
    engine.keep = keep
    engine.endScope()
    for (const [layer, before] of members) restore(layer, before)
    tf.dispose(kept.filter((tensor) => tensor.id >= first))
    for (const variable of Object.values(engine.registeredVariables))
      if (variable.id >= first) variable.dispose()
  }
}

/** The values of a layer's own members, and copies of those that are lists. */
type Members = ReadonlyMap<string, { readonly value: unknown; readonly list: readonly unknown[] }>

const membersOf = (layer: Layer): Members =>
  new Map(
    Object.entries(Object.getOwnPropertyDescriptors(layer))
      .filter(([, descriptor]) => 'value' in descriptor)
      .map(([key, { value }]: [string, { value?: unknown }]) => [
        key,
        { value, list: Array.isArray(value) ? [...(value as unknown[])] : [] },
      ]),
  )
const restore = (layer: Layer, before: Members): void => {
  for (const key of Object.keys(layer)) if (!before.has(key)) Reflect.deleteProperty(layer, key)
  for (const [key, { value, list }] of before) {
    if (Array.isArray(value)) value.splice(0, value.length, ...list)
    Reflect.set(layer, key, value)
  }
}
