// Nets with numbers of their own, written as models of ONNX, with what we compute. Python and the
// runtimes of npm compare (ONNX_FILES is the folder): `npm run test:onnx`.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import * as tf from '@tensorflow/tfjs'
import type { Plan, Sizes } from '@layersmith/core'
import { type ToOnnxOptions, toOnnx } from '@layersmith/onnx'

/** Where the files go, if there is somebody to run them. */
export const folder = process.env['ONNX_FILES'] ?? null
if (folder !== null) mkdirSync(folder, { recursive: true })

export interface BuiltNet {
  readonly model: tf.LayersModel
  readonly plan: Plan
  // which the compiler knows by the net
  features(x: any): Readonly<Record<string, tf.Tensor>>
}

/** Numbers between -1 and 1 that look random. */
const numbers = (shape: readonly number[], index: number): tf.Tensor =>
  tf.tensor(
    Float32Array.from({ length: shape.reduce((n, size) => n * size, 1) }, (_, i) =>
      Math.sin(12.9898 * i + index),
    ),
    [...shape],
  )

/** Gives the weights numbers that are not the zeros and ones of a new layer. */
export const giveWeights = ({ model }: BuiltNet): void =>
  tf.tidy(() =>
    model.setWeights(
      model.weights.map((weight, i) => {
        const shape = weight.shape.map(Number)
        const given = numbers(shape, i)
        if (/variance|count/.test(weight.originalName)) return tf.add(tf.abs(given), 0.5)
        if (!/kernel|embeddings/.test(weight.originalName)) return given
        // so that what comes out is neither nothing nor very much
        const inputs = shape.slice(0, -1).reduce((n, size) => n * size, 1)
        return tf.mul(given, 1.5 / Math.sqrt(inputs))
      }),
    ),
  )

/** Whole numbers where a net looks tokens up. */
const tokensIn = ({ positions }: Plan, input: string): number | null =>
  positions.reduce<number | null>((least, { inputs, config }) => {
    const { tokens } = config
    return inputs.includes(input) && typeof tokens === 'number'
      ? Math.min(least ?? tokens, tokens)
      : least
  }, null)

/** Inputs for a net: sizes that are null become small ones. */
const inputsFor = (plan: Plan, size: number, examples: number): tf.Tensor[] =>
  plan.inputs.map(({ name, shape }, i) =>
    tf.tidy(() => {
      // a mean of nothing would be all rounding
      const x = tf.add(numbers([examples, ...sized(shape, size)], i), 0.25)
      const tokens = tokensIn(plan, name)
      return tokens === null ? x : tf.floor(tf.mul(tf.div(tf.add(x, 0.75), 2.001), tokens))
    }),
  )
const sized = (shape: Sizes, size: number): number[] => shape.map((n, axis) => n ?? size + axis)

interface Tensor {
  readonly name: string
  readonly shape: readonly number[]
  /** In base64. */
  readonly values: string
}

type Layout = ToOnnxOptions['layout']

const tensorOf = (name: string, tensor: tf.Tensor, layout: Layout): Tensor =>
  tf.tidy(() => {
    const { rank } = tensor
    const channelsFirst = [0, rank - 1, ...tensor.shape.map((_, axis) => axis).slice(1, -1)]
    const given = layout === 'nchw' && rank > 3 ? tf.transpose(tensor, channelsFirst) : tensor
    const values = Float32Array.from(given.dataSync())
    return { name, shape: given.shape, values: Buffer.from(values.buffer).toString('base64') }
  })

/**
 * Writes a built net under a name, with inputs and what we compute of them; the taps of the net are
 * outputs too.
 */
export const write = async (
  name: string,
  built: BuiltNet,
  { size = 9, examples = 2, isRandom = false, ...options }: WriteOptions = {},
): Promise<Uint8Array> => {
  const { inputs, outputs, taps } = built.plan
  const bytes = await toOnnx(built, { name, taps: true, ...options })
  if (folder === null) return bytes
  const x = inputsFor(built.plan, size, examples)
  const y = [built.model.predict(x.length === 1 ? (x[0] ?? []) : x)].flat()
  const record = Object.fromEntries(inputs.map((input, i) => [input.name, x[i]]))
  const features = taps.length === 0 ? {} : built.features(x.length === 1 ? x[0] : record)
  const found = outputs.map((output, i) => [output.name ?? 'output', y[i]!] as const)
  const written: Written = {
    inputs: inputs.map((input, i) => tensorOf(input.name, x[i]!, options.layout)),
    outputs: [...found, ...Object.entries(features)].map(([output, value]) =>
      tensorOf(output, value, options.layout),
    ),
  }
  if (isRandom) written.changed = changed(built, x, y)
  tf.dispose([x, y, features])
  const at = path.join(folder, name.replaceAll(/[^\w.-]/g, '-'))
  writeFileSync(`${at}.onnx`, bytes)
  writeFileSync(`${at}.json`, JSON.stringify(written))
  return bytes
}
interface Written {
  inputs: readonly Tensor[]
  outputs: readonly Tensor[]
  /** How much the last bits of the inputs change the outputs, as a part of the largest number. */
  changed?: number
}

/** Random nets may divide by almost nothing, after which the last bits of float32 are the first. */
const changed = ({ model }: BuiltNet, x: readonly tf.Tensor[], y: readonly tf.Tensor[]): number =>
  tf.tidy(() => {
    const near = x.map((one) =>
      tf.mul(one, tf.add(1, tf.mul(tf.sign(numbers(one.shape, 3)), 2 ** -23))),
    )
    const others = [model.predict(near.length === 1 ? near[0]! : near)].flat()
    return Math.max(
      ...y.map(
        (one, i) =>
          tf.div(tf.max(tf.abs(tf.sub(one, others[i]!))), tf.max(tf.abs(one))).dataSync()[0]!,
      ),
    )
  })

interface WriteOptions {
  /** Whether to say how much the last bits of the inputs change; for nets without tokens. */
  readonly isRandom?: boolean
  /** What an open size becomes. */
  readonly size?: number
  readonly examples?: number
  readonly layout?: Layout
}
