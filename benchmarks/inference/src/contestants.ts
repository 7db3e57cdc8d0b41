/**
 * The contestants: everything that computes a net on one thread in this process, down to its
 * numbers.
 */
import { compile } from '@layersmith/compile'
import type { AnyNet } from '@layersmith/core'
import { toOnnx } from '@layersmith/onnx'
import { toModel, weightsOf } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'
import { byHand } from './by-hand.js'
import { type RuntimeName, installedRuntimes, sessionOf } from './runtimes.js'

export const contestantNames = [
  'by hand',
  'predict, stock',
  'predict',
  'compiled, tfjs',
  'compiled, wasm',
  'onnxruntime-web',
  'compiled, onnxruntime-web',
  'onnxruntime-node',
  'compiled, onnxruntime-node',
] as const
export type ContestantName = (typeof contestantNames)[number]

export interface Contestant {
  readonly name: ContestantName
  /** Whether it computes with the stock kernels of the wasm backend. */
  readonly isStock?: boolean
  /** Computes a batch; returns its numbers. */
  readonly run: (batch: Batch) => Promise<ArrayLike<number>> | ArrayLike<number>
  readonly dispose?: () => Promise<void> | void
}
/** A missing contestant, and why it is missing. */
export interface Missing {
  readonly name: ContestantName
  readonly why: string
}

export interface Batch {
  readonly x: tf.Tensor4D
  /** Its numbers, for contestants that do not take tensors. */
  readonly numbers: Float32Array
  readonly shape: readonly number[]
}

/** The numbers of a tensor that is no longer needed; frees it. */
const taken = (y: tf.Tensor): ArrayLike<number> => {
  const numbers = y.dataSync()
  y.dispose()
  return numbers
}
const takenLater = async (y: Promise<tf.Tensor>): Promise<ArrayLike<number>> => taken(await y)

/** Gives a net random weights and statistics, as if it were trained. */
const season = ({ model }: AnyBuilt): void =>
  tf.tidy(() => {
    model.weights.forEach((weight, i) => {
      const range = /variance/.test(weight.originalName)
        ? [0.5, 1.5]
        : /gamma/.test(weight.originalName)
          ? [0.8, 1.2]
          : [-0.3, 0.3]
      if (/kernel/.test(weight.originalName)) return
      const [least, most] = range
      weight.write(tf.randomUniform(weight.shape as number[], least, most, 'float32', i + 1))
    })
  })

export interface Contestants {
  readonly there: readonly Contestant[]
  readonly missing: readonly Missing[]
  readonly dispose: () => Promise<void>
}

/** All contestants of a net, with equal weights. */
export const contestantsOf = async (name: string, net: AnyNet): Promise<Contestants> => {
  const built = made(net)
  season(built)
  const missing: Missing[] = []
  const there: Contestant[] = [...handWritten(name, built), ...predicting(built)]
  for (const engine of ['tfjs', 'wasm'] as const)
    try {
      const run = await compile(built, { engine })
      there.push({
        name: `compiled, ${engine}`,
        run: ({ x }) => taken(run(x)),
        dispose: () => run.dispose(),
      })
    } catch (e) {
      missing.push({ name: `compiled, ${engine}`, why: String(e) })
    }
  const runtimes = installedRuntimes()
  for (const runtime of ['onnxruntime-web', 'onnxruntime-node'] as const)
    if (runtimes.has(runtime)) there.push(...(await sessions(runtime, built)))
    else
      missing.push(
        { name: runtime, why: 'it is not installed' },
        { name: `compiled, ${runtime}`, why: 'it is not installed' },
      )
  return {
    there,
    missing,
    dispose: async () => {
      for (const one of there) await one.dispose?.()
      built.dispose()
    },
  }
}

const made = (net: AnyNet) => toModel(net, { seed: 1 })
type AnyBuilt = ReturnType<typeof made>

const handWritten = (name: string, built: AnyBuilt): readonly Contestant[] => {
  const forward = Object.hasOwn(byHand, name) ? byHand[name as keyof typeof byHand] : undefined
  if (forward === undefined) return []
  const weights = weightsOf(built)
  return [{ name: 'by hand', run: ({ x }) => taken(tf.tidy(() => forward(x, weights))) }]
}

const predicting = ({ model }: AnyBuilt): readonly Contestant[] => {
  const run: Contestant['run'] = ({ x }) => taken(model.predict(x) as tf.Tensor) // one output
  return [
    { name: 'predict, stock', isStock: true, run },
    { name: 'predict', run },
  ]
}

/** A session written by hand, and one that `compile` makes. */
const sessions = async (name: RuntimeName, built: AnyBuilt): Promise<readonly Contestant[]> => {
  const runtime = installedRuntimes().get(name)
  if (runtime === undefined) return []
  const session = await runtime.InferenceSession.create(await toOnnx(built), sessionOf(name))
  const run = await compile(built, {
    engine: 'onnxruntime',
    runtime,
    session: sessionOf(name),
  })
  return [
    {
      name,
      run: async ({ numbers, shape }) => {
        const feeds = { input: new runtime.Tensor('float32', numbers, shape) }
        const { output } = await session.run(feeds, ['output'])
        return output?.data as Float32Array // the session was asked for this output
      },
      dispose: () => session.release(),
    },
    {
      name: `compiled, ${name}`,
      run: ({ numbers }) => takenLater(run(numbers)),
      dispose: () => run.dispose(),
    },
  ]
}
