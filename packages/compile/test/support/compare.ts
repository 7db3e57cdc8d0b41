// Nets with random weights and statistics, and how far a compiled program is from predict.
import { type AnyNet, type Plan, plan } from '@layersmith/core'
import { type CompileOptions, type OnnxRuntimeOptions, compile } from '@layersmith/compile'
import { type Built, toModel } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
const randoms = (seed: number) => {
  let state = seed
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
type Random = ReturnType<typeof randoms>

const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
const pick = <T>(random: Random, ...list: readonly T[]): T =>
  list[Math.floor(random() * list.length)]!

/** What a weight is of, by the last part of its name. */
const roleOf = (name: string): string => name.split('/').at(-1) ?? ''

/** A number for a weight: statistics are tiny, zero, negative and large ones too. */
const anyNumber: NumberFor = (role, random, fan) => {
  if (role.includes('variance')) return pick(random, 1e-8, 1e-3, 0.1, 1, 30) * (0.5 + random())
  if (role.includes('count')) return 1
  if (role.includes('mean')) return normal(random) * pick(random, 0.1, 1, 20)
  if (role === 'gamma') return pick(random, 0, -1, 0.5, 1, 2) * (0.5 + random())
  if (role === 'beta' || role === 'bias') return normal(random)
  return normal(random) / Math.sqrt(fan)
}

/**
 * As in a trained net, whose statistics are those of its numbers, so that deep nets stay finite.
 */
export const trainedNumber: NumberFor = (role, random, fan) => {
  if (role.includes('variance')) return 0.5 + random()
  if (role.includes('mean') || role === 'beta' || role === 'bias') return 0.3 * normal(random)
  if (role === 'gamma') return pick(random, -1, 0, 1, 1) * (0.5 + random())
  return normal(random) / Math.sqrt(fan)
}
type NumberFor = (role: string, random: Random, fan: number) => number

export const randomize = (
  { model }: Pick<Built<never>, 'model'>,
  seed: number,
  numberFor = anyNumber,
): void => {
  const random = randoms(seed)
  for (const weight of model.weights) {
    const shape = weight.shape as number[]
    const role = roleOf(weight.originalName)
    // a depthwise filter sums over its window alone
    const fan = tf.util.sizeFromShape(shape.slice(0, role.startsWith('depthwise') ? 2 : -1))
    const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () =>
      numberFor(role, random, fan),
    )
    tf.tidy(() => {
      weight.write(tf.tensor(values, shape))
    })
  }
}

/** Inputs of a plan, with these sizes in place of unknown ones. */
export const batchFor = (
  { inputs }: Plan,
  size: number,
  seed: number,
  { unknown = 7, tokens = 0 } = {},
): Record<string, tf.Tensor> => {
  const random = randoms(seed)
  return Object.fromEntries(
    inputs.map(({ name, shape }) => {
      const sizes = [size, ...shape.map((n) => n ?? unknown)]
      const values = Float32Array.from({ length: tf.util.sizeFromShape(sizes) }, () =>
        tokens > 0 ? Math.floor(random() * tokens) : normal(random),
      )
      return [name, tf.tensor(values, sizes)]
    }),
  )
}
/** As a net takes it: a single input without its name. */
export const asGiven = <T>(
  record: Readonly<Record<string, T>>,
): T | Readonly<Record<string, T>> => {
  const [only, ...others] = Object.values(record)
  return only !== undefined && others.length === 0 ? only : record
}
/** All tensors of an output. */
const tensorsOf = (y: unknown): tf.Tensor[] =>
  y instanceof tf.Tensor ? [y] : Object.values(y as Record<string, tf.Tensor>)

/** The largest difference, as a part of the largest number of each tensor. */
export const differenceOf = (got: unknown, wanted: unknown): number => {
  const [a, b] = [tensorsOf(got), tensorsOf(wanted)]
  if (a.length !== b.length) return Infinity
  return Math.max(
    0,
    ...a.map((tensor, i) => {
      const other = b[i]
      if (other === undefined || String(tensor.shape) !== String(other.shape)) return Infinity
      const [x, y] = [tensor, other].map((one) => Array.from(one.dataSync())) as [
        number[],
        number[],
      ]
      const largest = y.reduce((most, n) => Math.max(most, Math.abs(n)), 1e-30)
      return x.reduce((most, n, j) => Math.max(most, Math.abs(n - (y[j] ?? NaN))), 0) / largest
    }),
  )
}

/** How a net is compared with predict. */
export interface Comparison extends Pick<CompileOptions<readonly never[]>, 'engine' | 'exact'> {
  readonly size?: number
  readonly unknown?: number
  readonly tokens?: number
  readonly trained?: boolean
  /** The engine onnxruntime with these options, instead of `engine`. */
  readonly session?: Omit<OnnxRuntimeOptions<readonly never[]>, 'taps'>
}

/** A compiled net of any engine; that of onnxruntime answers later. */
interface Runs {
  (x: never): unknown
  features(x: never): unknown
  dispose(): unknown
}

/** How far the compiled net is from predict, on its outputs and all its taps. */
export const difference = async (
  net: AnyNet,
  seed: number,
  options: Comparison = {},
): Promise<number> => {
  const built = toModel(net, { seed })
  randomize(built, seed, options.trained === true ? trainedNumber : anyNumber)
  const { engine = 'tfjs', exact, session } = options
  const taps = plan(net).taps.map(({ name }) => name) as never // whose names are not known here
  const compiled =
    session === undefined
      ? compile(built, { engine, exact, taps })
      : compile(built, { ...session, taps })
  const run: Runs = await compiled.catch((e: unknown) => {
    built.dispose()
    throw e
  })
  const batch = batchFor(built.plan, options.size ?? 2, seed + 1, options)
  const x = asGiven(batch) as never
  const [y, features] = [await run(x), await run.features(x)]
  const [wanted, wantedFeatures] = [built.predict(x), built.features(x)]
  const far = Math.max(differenceOf(y, wanted), differenceOf(features, wantedFeatures))
  tf.dispose([batch, y, features, wanted, wantedFeatures] as tf.TensorContainer)
  await run.dispose()
  built.dispose()
  return far
}
