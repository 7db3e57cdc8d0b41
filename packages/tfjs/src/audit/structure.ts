// Graphs that do not compute what they seem to.
import * as tf from '@tensorflow/tfjs'
import { showSizes } from '@layersmith/core'
import { listed } from '../base/wording.js'
import { type GraphNode, computes, nodesOf } from '../inspect/nodes.js'
import { merging } from '../tf/internals.js'
import type { Audited } from './audited.js'
import { type Finding, finding } from './finding.js'

type Layer = tf.layers.Layer
type Shape = readonly (number | null)[]

/** Layers repeated in a Sequential, and Sequentials that begin in another model's graph. */
export const sequentials = ({ models }: Audited): Finding[] =>
  models
    .filter((m): m is tf.Sequential => m instanceof tf.Sequential)
    .flatMap((model) => {
      const listings = new Map<Layer, number[]>()
      model.layers.forEach((layer, i) => listings.set(layer, [...(listings.get(layer) ?? []), i]))
      const repeated = [...listings]
        .filter(([, at]) => at.length > 1)
        .map(([layer, at]) => {
          const counted =
            layer.weights.length === 0 ? '' : `, countParams counts its weights ${at.length} times`
          return finding(
            'repeatedInSequential',
            layer,
            at.map((i) => `${model.name}.layers[${i}]`),
            `the saved model lists it ${at.length} times under one name ` +
              `and cannot be loaded${counted}`,
          )
        })
      const foreign = foreignTo(model)
      const [first] = model.layers
      if (first === undefined) return repeated
      if (foreign.length === 0) return [...repeated, ...withoutInput(model, first)]
      return [
        ...repeated,
        finding(
          'foreignGraph',
          first,
          [`${model.name}.layers[0]`],
          'it was in use, so the Sequential computes ' +
            `${listed(foreign.map((l) => l.name))} before it, ` +
            'whose weights it does not train or save',
        ),
      ]
    })

/** A first layer that was in use got its input from a call: the file does not say which. */
const withoutInput = (model: tf.Sequential, first: Layer): Finding[] => {
  // the type lacks null
  const shape = first.batchInputShape as Shape | null | undefined
  return first instanceof tf.LayersModel || (shape ?? null) !== null
    ? []
    : [
        finding(
          'missingInput',
          first,
          [`${model.name}.layers[0]`],
          'it was in use, so it has no inputShape, and the saved Sequential cannot be loaded',
        ),
      ]
}

/**
 * Layers that a Sequential computes but does not list. A model at its beginning is listed as one
 * layer but computed layer by layer.
 */
const foreignTo = (model: tf.Sequential): Layer[] => {
  const own = new Set<Layer>(model.layers)
  for (let first = model.layers[0]; first instanceof tf.LayersModel; first = first.layers[0]) {
    for (const { outboundLayer } of nodesOf(first)) own.add(outboundLayer)
    for (const layer of first.layers) own.add(layer)
  }
  return [
    ...new Set(
      nodesOf(model)
        .filter(computes)
        .map((n) => n.outboundLayer),
    ),
  ].filter((l) => !own.has(l))
}

/** Merge layers look only at the shapes of their first use. */
export const merges = ({ uses }: Audited): Finding[] =>
  [...uses].flatMap(([layer, { places }]) => {
    const merge = merging(layer)
    if (merge === null) return []
    const wrong = places.flatMap(({ text, node }) => {
      if (node === null) return []
      const reason = mismatch(layer, merge, node)
      return reason === null
        ? []
        : [
            {
              text: `${text} (${shapesInto(node)})`,
              reason,
            },
          ]
    })
    return wrong[0] === undefined
      ? []
      : [
          finding(
            'pinnedMerge',
            layer,
            wrong.map(({ text }) => text),
            wrong[0].reason,
          ),
        ]
  })

const shapesInto = ({ inputTensors }: GraphNode): string =>
  inputTensors.map((t) => showSizes(t.shape.slice(1))).join(' and ')

const mismatch = (
  layer: Layer,
  { reshapeRequired }: NonNullable<ReturnType<typeof merging>>,
  { inputTensors }: GraphNode,
): string | null => {
  const shapes = inputTensors.map((t) => t.shape)
  const [first, second] = shapes
  if (first === undefined || second === undefined) return null
  const config = layer.getConfig()
  switch (layer.getClassName()) {
    case 'Concatenate': {
      const axis = at(first, config['axis'])
      const fits = shapes.every(
        (s) => s.length === first.length && s.every((n, i) => i === axis || fit(n, first[i])),
      )
      return fits ? null : UNCHECKED
    }
    case 'Dot': {
      const axes = [config['axes']].flat()
      const [a, b] = [first[at(first, axes[0])], second[at(second, axes.at(-1))]]
      return fit(a, b) ? null : UNCHECKED
    }
    default:
      return reshapeRequired === false && shapes.some((s) => s.length !== first.length)
        ? 'its first use had inputs of equal rank, so it never reshapes; ' +
            'here it broadcasts the batch against another axis: wrong numbers or an error'
        : null
  }
}
const UNCHECKED =
  'it checks shapes only at its first use, and the shapes at this one do not fit: predict throws'
const fit = (a: number | null | undefined, b: number | null | undefined): boolean =>
  typeof a !== 'number' || typeof b !== 'number' || a === b
const at = (shape: Shape, axis: unknown): number =>
  typeof axis !== 'number' ? shape.length - 1 : axis < 0 ? shape.length + axis : axis
