// A compiled training beside trainOnBatch, from equal weights on equal batches.
import { expect } from '@jest/globals'
import type { AnyNet } from '@layersmith/core'
import { compileTraining } from '@layersmith/compile'
import { type Built, toModel } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'

/** Options of a trainer for any net: a test checks what the types would. */
export type Options = Readonly<Record<string, unknown>>
type AnyBuilt = Built<never>

export const build = (net: unknown, seed = 1): AnyBuilt => toModel(net as AnyNet, { seed }) as never

/** Numbers that look random, between -1 and 1. */
export const wave = (count: number, phase = 0): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => Math.sin(i * 12.9898 + phase * 78.233) % 1)

/** Targets of a kind for rows of `n` numbers. */
export const targets = {
  hot: (rows: number, n: number, phase = 0) =>
    Float32Array.from({ length: rows * n }, (_, i) =>
      i % n === classOf(Math.floor(i / n), n, phase) ? 1 : 0,
    ),
  sparse: (rows: number, n: number, phase = 0) =>
    Float32Array.from({ length: rows }, (_, row) => classOf(row, n, phase)),
  real: (rows: number, n: number, phase = 0) => wave(rows * n, phase + 1),
  yes: (rows: number, n: number, phase = 0) =>
    wave(rows * n, phase + 2).map((x) => (x > 0 ? 1 : 0)),
} as const
const classOf = (row: number, n: number, phase: number): number => (row * 7 + phase * 3 + 1) % n

export const sizeOf = (shape: readonly (number | null)[]): number =>
  shape.reduce<number>((product, size) => product * (size ?? 1), 1)

/** All weights of a model, one after another by name. */
export const weightsOf = ({ model }: Pick<AnyBuilt, 'model'>): ReadonlyMap<string, Float32Array> =>
  new Map(model.weights.map((w) => [w.originalName, w.read().dataSync<'float32'>().slice()]))

/**
 * The largest difference of weights, as a part of the largest number of each, but at least `least`.
 */
export const distance = (
  got: ReadonlyMap<string, Float32Array>,
  wanted: ReadonlyMap<string, Float32Array>,
  least = 0.1,
): number =>
  Math.max(
    0,
    ...[...wanted].map(([name, values]) => {
      const mine = got.get(name)
      if (mine?.length !== values.length) return Infinity
      const largest = values.reduce((most, n) => Math.max(most, Math.abs(n)), least)
      const far = values.reduce((most, n, i) => {
        const off = Math.abs(n - (mine[i] ?? NaN))
        return Number.isNaN(off) ? Infinity : Math.max(most, off)
      }, 0)
      return far / largest
    }),
  )

export interface Batches {
  readonly steps: number
  readonly images?: number
  readonly target?: keyof typeof targets
}

export interface Beside {
  /** Of weights after all steps. */
  readonly weights: number
  /** Of the losses and metrics of each step. */
  readonly measures: number
}

/** What trainOnBatch does otherwise: TensorFlow.js lacks some of what a trainer has. */
export interface Otherwise {
  readonly loss?: unknown
  readonly target?: keyof typeof targets
  /** What a step takes away from each weight that trains, as a part of it. */
  readonly decay?: number
}

/** How far a compiled training is from trainOnBatch after some steps. */
export const beside = async (
  net: unknown,
  options: Options,
  { steps, ...batches }: Batches,
): Promise<Beside> => {
  const [last] = await besideAfter(net, options, { ...batches, after: [steps] })
  return last as Beside // one for each count
}

/** The same after each of some counts of steps. */
export const besideAfter = async (
  net: unknown,
  options: Options,
  { after, images = 4, target = 'real' }: Omit<Batches, 'steps'> & { after: readonly number[] },
  otherwise: Otherwise = {},
): Promise<readonly Beside[]> => {
  const [theirs, mine] = [build(net), build(net)]
  const trainer = await compileTraining(mine, { threads: 1, ...options } as never)
  // what compileTraining compiled, with an optimizer of its own
  const { lossWeights } = options
  const weighted = lossWeights === undefined ? {} : { lossWeights }
  const compiled = { ...compiledAs(mine.model), ...weighted }
  const { loss = compiled.loss } = otherwise
  theirs.model.compile({ ...compiled, loss: loss as string })
  const found: Beside[] = []
  let measures = 0
  try {
    for (let step = 0; step < Math.max(...after); step++) {
      const [xs, ys] = batchOf(mine, { images, target }, step)
      const given = batchOf(mine, { images, target: otherwise.target ?? target }, step)
      const wanted = await theirStep(theirs, given, otherwise)
      const got = trainer.step(
        asGiven(mine.plan.inputs, xs) as never,
        asGiven(mine.plan.outputs, ys) as never,
      )
      const values = Object.values(got as Record<string, number>)
      expect(values.length).toBe(wanted.length)
      for (const [i, value] of wanted.entries()) {
        const off = Math.abs(value - (values[i] ?? NaN)) / Math.max(1, Math.abs(value))
        measures = Number.isNaN(off) ? Infinity : Math.max(measures, off)
      }
      if (!after.includes(step + 1)) continue
      trainer.sync()
      found.push({ measures, weights: distance(weightsOf(mine), weightsOf(theirs)) })
    }
    return found
  } finally {
    trainer.dispose()
    theirs.dispose()
    mine.dispose()
  }
}

/** A step of trainOnBatch; returns what it measured before. */
const theirStep = async (
  { model }: AnyBuilt,
  batch: readonly [Given[], Given[]],
  { decay = 0 }: Otherwise,
): Promise<readonly number[]> => {
  const [x, y] = batch.map((all) => all.map(({ values, shape }) => tf.tensor(values, shape)))
  const trained = decay === 0 ? [] : model.trainableWeights
  const before = trained.map((weight) => weight.read().clone())
  const measured = [await model.trainOnBatch(x ?? [], y ?? [])].flat().map(Number)
  for (const [i, weight] of trained.entries())
    tf.tidy(() => {
      weight.write(weight.read().sub((before[i] as tf.Tensor).mul(decay))) // one for each
    })
  tf.dispose([x, y, before] as tf.TensorContainer)
  return measured
}

/** Numbers of a batch with its examples, one after another. */
interface Given {
  readonly shape: number[]
  readonly values: Float32Array
}
/** The inputs and targets of a step. */
const batchOf = (
  { plan }: Pick<AnyBuilt, 'plan'>,
  { images, target }: Required<Omit<Batches, 'steps'>>,
  step: number,
): readonly [Given[], Given[]] => [
  plan.inputs.map(({ shape }, i) => ({
    shape: [images, ...shape] as number[],
    values: wave(images * sizeOf(shape), step + 10 * i),
  })),
  plan.outputs.map(({ shape }, i) => {
    const n = shape.at(-1) ?? 1
    const rows = (images * sizeOf(shape)) / n
    const values = targets[target](rows, n, step + i)
    const sizes = target === 'sparse' ? [...shape.slice(0, -1), 1] : shape
    return { shape: [images, ...sizes] as number[], values }
  }),
]

/**
 * How far trainOnBatch is from itself after some steps, when weights begin 1e-7 off: as much as
 * another order of sums may change them. Of a net without dropout.
 */
export const spread = async (
  net: unknown,
  {
    loss,
    optimizer,
    decay = 0,
  }: { readonly loss: unknown; readonly optimizer: () => tf.Optimizer; readonly decay?: number },
  { steps, images = 4, target = 'real' }: Batches,
): Promise<number> => {
  const trained = async (off: number) => {
    const built = build(net)
    for (const [i, weight] of built.model.trainableWeights.entries())
      tf.tidy(() => {
        const values = weight.read().dataSync<'float32'>()
        const moved = Float32Array.from(values, (n, j) => n + off * Math.sin(7 * i + 13 * j + 1))
        weight.write(tf.tensor(moved, weight.shape as number[]))
      })
    const made = optimizer()
    built.model.compile({ optimizer: made, loss: loss as string })
    for (let step = 0; step < steps; step++)
      await theirStep(built, batchOf(built, { images, target }, step), { decay })
    const weights = weightsOf(built)
    built.dispose()
    made.dispose()
    return weights
  }
  const as = await trained(0)
  return Math.max(distance(await trained(1e-7), as), distance(await trained(-1e-7), as))
}

const asGiven = (
  places: readonly { readonly name: string | null }[],
  all: readonly { readonly values: Float32Array }[],
): unknown =>
  places.length === 1 && (places[0]?.name ?? 'input') === 'input'
    ? all[0]?.values
    : Object.fromEntries(places.map(({ name }, i) => [name ?? '', all[i]?.values]))

/** The options with which a model was compiled, with another optimizer of the same settings. */
const compiledAs = (model: tf.LayersModel): tf.ModelCompileArgs => {
  const { optimizer, loss, metrics } = model as unknown as tf.ModelCompileArgs // as it keeps them
  const { className, config } = {
    className: (optimizer as tf.Optimizer).getClassName(),
    config: (optimizer as tf.Optimizer).getConfig(),
  }
  const number = (name: string): number => Number(config[name])
  const rate = number('learningRate')
  const made = {
    SGD: () => tf.train.sgd(rate),
    Momentum: () => tf.train.momentum(rate, number('momentum'), config['useNesterov'] === true),
    Adam: () => tf.train.adam(rate, number('beta1'), number('beta2'), number('epsilon')),
    RMSProp: () => tf.train.rmsprop(rate, number('decay'), number('momentum'), number('epsilon')),
  }[className]
  if (made === undefined) throw new Error(`no optimizer ${className}`)
  return { optimizer: made(), loss, metrics }
}
