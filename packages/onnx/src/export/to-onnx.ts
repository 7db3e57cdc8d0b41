// From a built net to an ONNX model:
//
//   plan → graph, each position by its kind (exporters.ts) → names of inputs and outputs
//   model → weights in ONNX's order → bytes (model/write.ts)
import type * as tf from '@tensorflow/tfjs'
import { type AnyDescription, type Plan, thrownBy } from '@layersmith/core'
import { type WeightValues, loadWeights, toModel } from '@layersmith/tfjs'
import { version } from '../base/version.js'
import { type NewTensor, writeModel } from '../model/write.js'
import type { Constant } from './graph.js'
import { graphOf } from './graph-of.js'
import type { ExportNote } from './use.js'

/** What `toModel` made. */
export interface BuiltNet {
  readonly model: tf.LayersModel
  readonly plan: Plan
}

/** A net with weights by name, as `readKeras`, `fromOnnx` and `fromModel` give them. */
export interface NetWithWeights {
  readonly net: AnyDescription
  readonly weights: Readonly<Record<string, WeightValues>>
}

/** The options of `toOnnx`. */
export interface ToOnnxOptions {
  /**
   * The layout of image and volume inputs and outputs: 'nhwc', the default, with channels last, as
   * everywhere here, or 'nchw', with channels first. Either way the model computes with channels
   * first.
   */
  layout?: 'nhwc' | 'nchw'
  /** Whether the taps are outputs, after those of the net; false by default. */
  taps?: boolean
  /** The name of the graph; by default that of the model. */
  name?: string
  /** Is called with the differences to the net: the layers that work only in training. */
  report?: (notes: readonly ExportNote[]) => void
}

const KNOWN = ['layout', 'taps', 'name', 'report']
/** The limit of protocol buffers. */
const MOST_BYTES = 2 ** 31 - 1

/**
 * Writes a built net as an ONNX model (IR version 8, opset 17), for ONNX Runtime, the converters of
 * TensorRT and CoreML, and Netron. It computes what `built.predict` does. The batch may have any
 * size, and so may sizes that are null in the net. Inputs, outputs and taps have the names of the
 * plan, nodes the paths of their layers, and weights the names that `weightsOf` gives
 * (`conv1/kernel`), in ONNX's order. Tied layers share their weights. Equal nets give equal bytes.
 *
 * Images have their channels last, as everywhere here, unless `layout` is 'nchw'; inside, the model
 * computes with channels first, and transposes at its border. Tokens are float32, as here.
 * @param net what `toModel` made, or a net with its weights
 * @returns the bytes of the model
 * @throws TypeError for anything else, and for wrong options
 * @throws Error that names the path and the kind of each layer that ONNX cannot express: masks
 *   (`masking`, `embedding` with `maskZero`), custom layers, recurrent layers with activations that
 *   its operators lack, a few layers over sequences or images of any size; and when the weights
 *   exceed 2 GB, which a file cannot hold
 * @example
 * import { input, toModel } from 'layersmith'
 * import { toOnnx } from '@layersmith/onnx'
 * const built = toModel(input([28, 28, 1]).conv(8, 3).bn().relu().globalPool().dense(10))
 * const bytes = await toOnnx(built, { name: 'digits' })
 * bytes.length > 1000 // true
 * built.dispose()
 */
export const toOnnx = async (
  net: BuiltNet | NetWithWeights,
  options: ToOnnxOptions = {},
): Promise<Uint8Array<ArrayBuffer>> => {
  try {
    known(options)
    if (isObject(net) && 'plan' in net && 'model' in net) return await written(net, options)
    if (isObject(net) && 'net' in net && 'weights' in net) return await writtenWith(net, options)
  } catch (e) {
    throw thrownBy('toOnnx', e)
  }
  throw new TypeError(
    'toOnnx: needs what toModel made, or { net, weights }; a tf.LayersModel goes through fromModel',
  )
}

const isObject = (x: unknown): x is object => typeof x === 'object' && x !== null

const known = (options: object): void => {
  if (!isObject(options)) throw new TypeError('the options must be an object, or left out')
  const unknown = Object.keys(options).find((name) => !KNOWN.includes(name))
  if (unknown !== undefined)
    throw new TypeError(`the option ${unknown} is not known; there are ${KNOWN.join(', ')}`)
  const { layout, taps, name, report }: Readonly<Record<string, unknown>> = { ...options }
  const wrong =
    layout !== undefined && layout !== 'nhwc' && layout !== 'nchw'
      ? "layout must be 'nhwc' or 'nchw'"
      : taps !== undefined && typeof taps !== 'boolean'
        ? 'taps must be true or false'
        : name !== undefined && typeof name !== 'string'
          ? 'name must be a string'
          : report !== undefined && typeof report !== 'function'
            ? 'report must be a function'
            : null
  if (wrong !== null) throw new TypeError(wrong)
}

const writtenWith = async (
  { net, weights }: NetWithWeights,
  options: ToOnnxOptions,
): Promise<Uint8Array<ArrayBuffer>> => {
  const built = toModel(net)
  try {
    loadWeights(built, weights)
    return await written(built, options)
  } finally {
    built.dispose()
  }
}

const written = async (
  { model, plan }: BuiltNet,
  { layout = 'nhwc', taps = false, name = model.name, report }: ToOnnxOptions,
): Promise<Uint8Array<ArrayBuffer>> => {
  const { graph, inputs, outputs, names, notes } = graphOf(model, plan, layout, taps)
  const { constants } = graph
  small(constants)
  const tensors: NewTensor[] = []
  for (const { bytes, ...constant } of constants)
    tensors.push({ ...constant, bytes: await bytes() })
  const bytes = writeModel({
    name,
    producer: 'layersmith',
    version,
    nodes: graph.nodes(names),
    tensors,
    inputs,
    outputs,
  })
  report?.(notes)
  return bytes
}

/** Refuses what a file cannot hold before any of it is read. */
const small = (constants: readonly Constant[]): void => {
  const size = constants.reduce(
    (sum, { dims, type }) => sum + (type === 'float' ? 4 : 8) * dims.reduce((n, d) => n * d, 1),
    0,
  )
  if (size > MOST_BYTES)
    throw new Error(
      `the weights take ${(size / 2 ** 30).toFixed(1)} GB, and a file of ONNX holds less than ` +
        '2 GB; split the net with upTo, and write its parts',
    )
}
