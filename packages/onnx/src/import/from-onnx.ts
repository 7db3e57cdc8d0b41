// From an ONNX file to a net:
//
//   bytes → graph (../model) → layers in Keras's form (read-graph.ts, an operator at a time)
//   layers → a TensorFlow.js model without numbers (@layersmith/tfjs) → a net
//   weights, by layers → by the names of the net's weights
import * as tf from '@tensorflow/tfjs'
import { type AnyDescription, type AnyNet, thrownBy } from '@layersmith/core'
import { type Source, contentOf, fromModel, modelFromKeras } from '@layersmith/tfjs'
import { besideOf } from '../base/beside.js'
import { readModel } from '../model/read.js'
import type { Numbers, OnnxModel } from '../model/types.js'
import { type Layer, type Place, type Tied, Names, configOf, neededBy, placesOf } from './layer.js'
import { type Read, readGraph } from './read-graph.js'
import type { Note, Port, Report } from './report.js'

/** An ONNX model as a net. */
export interface FromOnnx<N extends AnyDescription = AnyNet> {
  readonly net: N
  /**
   * Its weights for `loadWeights`, by their names in the built net. They are plain arrays, not
   * tensors, so there is nothing to dispose of.
   */
  readonly weights: Readonly<Record<string, Numbers>>
  /** What was read, and where the net differs from the graph. */
  readonly report: Report
}

/** Options of {@link fromOnnx}. */
export interface FromOnnxOptions {
  /**
   * The bytes of a file of weights beside the model, by its name in the model. By default, a model
   * that is read from a path takes them from its folder.
   */
  readonly files?: (name: string) => Promise<Uint8Array>
}

/**
 * Reads a convolutional net from an ONNX file, as PyTorch exports it, of opset 11 to 21. The result
 * is a net like any other, and it trains. Its images have their channels last, [batch, height,
 * width, channels], where ONNX has them first; kernels, and the rows of a dense layer after a
 * flatten, are reordered to match. `report.inputs` and `report.outputs` say which axis went where.
 * A node that no layer computes is refused, with its operator and the reason.
 *
 * Files are not trusted: nothing in them is run, the error for a damaged file says what is wrong,
 * and no more memory is taken than the file has numbers for. Weights in other files are read only
 * from the model's folder.
 *
 * The compiler cannot know what is in a file: `N` is the assumed type of the net, by default one
 * with one input and one output of any sizes.
 * @param source a path in Node.js; an ArrayBuffer, Uint8Array, Blob or Response anywhere
 * @throws TypeError for anything else
 * @throws BuildError with problems that name the layers, when the graph cannot be a net
 * @throws Error that says what is wrong with the file, or names the node, its operator and the
 *   reason
 */
export const fromOnnx = async <N extends AnyDescription = AnyNet>(
  source: Source,
  { files }: FromOnnxOptions = {},
): Promise<FromOnnx<N>> => {
  await tf.ready()
  try {
    const { bytes } = await contentOf(source)
    const model = await readModel(bytes, files ?? besideOf(source))
    return netOf<N>(model, readGraph(model))
  } catch (e) {
    throw thrownBy('fromOnnx', e)
  }
}

const netOf = <N extends AnyDescription>(
  { opset, producer }: OnnxModel,
  { inputs, outputs, ports, notes }: Read,
): FromOnnx<N> => {
  const layers = neededBy(outputs)
  refuse(layers, inputs)
  const places = placesOf(layers)
  const at = (ends: readonly Layer[]): readonly Place[] =>
    ends.flatMap((end) => places.get(end) ?? [])
  const all = [...new Set([...places.values()].map(({ tied }) => tied))]
  const names = namesOf(all, at(outputs), ports.outputs)
  const config = configOf(names, at(inputs), at(outputs))
  const numbers = all.flatMap(({ layer }) => layer.weights)
  const mostNumbers = numbers.reduce((n, { length }) => n + length, 0)
  const model = modelFromKeras(
    { keras_version: '2.15.0', model_config: config },
    { mostNumbers, empty: true },
  )
  try {
    const stored = weightsOf(model, names)
    const { net, weights } = fromModel<N>(model)
    const named = Object.entries(weights).map(([name, weight]) => {
      const found = stored.get(weight)
      if (found === undefined) throw new Error(`layersmith: ${name} has no numbers; please report`)
      return [name, found] as const
    })
    return Object.freeze({
      net,
      weights: Object.freeze(Object.fromEntries(named)),
      report: Object.freeze({
        opset,
        producer,
        ...ports,
        notes: Object.freeze([...notes, ...partings(all)]),
      }),
    })
  } finally {
    model.dispose()
  }
}

const refuse = (layers: readonly Layer[], inputs: readonly Layer[]): void => {
  for (const { refusal, node, className } of layers)
    if (refusal !== null) throw new Error(`the node ${node} (${className}) ${refusal}`)
  const unused = inputs.find((input) => !layers.includes(input))
  if (unused !== undefined)
    throw new Error(`no output needs the input ${unused.node}; export the model without it`)
}

/** Parameters that are shared by layers that differ otherwise. */
const partings = (all: readonly Tied[]): readonly Note[] => {
  const owners = new Map<string, string>()
  return all.flatMap(({ layer }) =>
    layer.parameters.flatMap((parameter) => {
      const owner = owners.get(parameter)
      owners.set(parameter, layer.node)
      return owner === undefined
        ? []
        : { node: layer.node, text: `shares ${parameter} with ${owner}, and trains its own copy` }
    }),
  )
}

/** The names of layers: those of their nodes, or of the graph's inputs and outputs. */
const namesOf = (
  all: readonly Tied[],
  ends: readonly Place[],
  outputs: readonly Port[],
): ReadonlyMap<Tied, string> => {
  const free = new Names()
  const names = new Map<Tied, string>()
  const isInput = ({ layer }: Tied): boolean => layer.inputs.length === 0
  for (const input of all.filter(isInput)) names.set(input, free.free(input.layer.node))
  ends.forEach(({ tied }, i) => {
    if (!names.has(tied)) names.set(tied, free.free(outputs[i]?.name ?? tied.layer.node))
  })
  for (const tied of all) if (!names.has(tied)) names.set(tied, free.free(tied.layer.node))
  return names
}

/** The numbers of each weight of the model. */
const weightsOf = (
  model: tf.LayersModel,
  names: ReadonlyMap<Tied, string>,
): ReadonlyMap<tf.Tensor, Numbers> =>
  new Map(
    [...names].flatMap(([{ layer }, name]) => {
      const made = model.getLayer(name).weights
      if (made.length !== layer.weights.length)
        throw new Error(
          `the node ${layer.node} has ${layer.weights.length} weights for ${made.length}`,
        )
      return made.map((weight, i) => {
        const tensor = weight.read()
        const numbers = layer.weights[i] ?? new Float32Array()
        if (tensor.size !== numbers.length)
          throw new Error(
            `the node ${layer.node} has ${numbers.length} numbers for ` +
              `[${tensor.shape.join(', ')}]; the file is damaged`,
          )
        return [tensor, numbers] as const
      })
    }),
  )
