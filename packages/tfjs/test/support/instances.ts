// Layers of TensorFlow.js by class and config, as it makes them itself, and what the table of kinds
// says about them.
import '../../src/own/all.js' // registers its classes
import * as tf from '@tensorflow/tfjs'
import {
  type AnyBlock,
  type Held,
  block,
  branch,
  input,
  kinds,
  ofKind,
  plan,
  recognize,
} from '@layersmith/core'
import type { Sample } from './samples.js'
import { wave } from './tensors.js'

const { classNameMap } = tf.serialization.SerializationMap.getMap()
const isLayer = ([, [cls]]: [string, [unknown, unknown]]): boolean =>
  typeof cls === 'function' && (cls === tf.LayersModel || cls.prototype instanceof tf.layers.Layer)
/** The names of all layer classes that TensorFlow.js registers. */
export const registered = Object.entries(classNameMap)
  .filter(isLayer as never)
  .map(([name]) => name)
  .sort()

export const make = ({ className, config }: Sample): tf.layers.Layer => {
  const [cls, fromConfig] = classNameMap[className]!
  const made: unknown = fromConfig(cls, structuredClone(config) as tf.serialization.ConfigDict)
  if (!(made instanceof tf.layers.Layer)) throw new Error(`${className} is not a layer`)
  return made
}
export const dataFor = ({ tokens }: Sample, shapes: Sample['shapes'], phase: number): tf.Tensor[] =>
  shapes.map((s, i) =>
    tf.tidy(() =>
      tokens
        ? wave([2, ...s], phase + i)
            .abs()
            .mul(4.9)
            .floor()
        : wave([2, ...s], phase + i),
    ),
  )
export const one = <T>(list: readonly T[]): T | T[] => (list.length === 1 ? list[0]! : [...list])
/**
 * An equal tensor: CenterCrop and CategoryEncoding overwrite their input shape, which must not be
 * that of the model's own input.
 */
// one in, one out
export const entrance = (x: tf.SymbolicTensor): tf.SymbolicTensor =>
  tf.layers.permute({ dims: x.shape.slice(1).map((_, i) => i + 1) }).apply(x) as tf.SymbolicTensor

/** What the table says a layer holds: the plan of a net of one such layer. */
export const declared = (sample: Sample): Held => {
  const found = recognize(sample.className, sample.config as never)
  if (found === null)
    throw new Error(`no kind is meant by ${sample.className} ${JSON.stringify(sample.config)}`)
  const isMerge = kinds().some((k) => k.kind === found.kind && !k.method)
  const start = input(sample.shapes[0] as number[]).loose() as AnyBlock
  const net = isMerge
    ? start.pipe((branch(block(), block().relu()) as any)[found.kind](found.config) as never)
    : start.pipe(ofKind(found.kind, found.config))
  return plan(net).instances.find((i) => i.kind === found.kind)!.held
}
