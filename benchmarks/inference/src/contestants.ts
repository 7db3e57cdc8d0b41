/** The contestants: everything that computes a net here, down to its numbers. */
import { BackendError, startBackend } from '@layersmith/backends'
import { type OnnxRuntime, compile } from '@layersmith/compile'
import type { AnyNet } from '@layersmith/core'
import { toOnnx } from '@layersmith/onnx'
import { toModel, weightsOf } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'
import { byHand } from './by-hand.js'
import { type LoadRuntime, type RuntimeName, runtimeNames, sessionOf } from './runtimes.js'
import type { Stage } from './stage.js'

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
  'tfjs-node',
] as const
export type ContestantName = (typeof contestantNames)[number]

export interface Contestant {
  readonly name: ContestantName
  /** Where TensorFlow.js computes meanwhile; on wasm with our kernels by default. */
  readonly stage?: Stage
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

/**
 * All contestants of a net, with equal weights. The wasm backend runs before and after.
 * @param name of the net, by which those written by hand are found
 * @param noNode why tfjs-node is left out, if it is known already
 */
export const contestantsOf = async (
  name: string,
  net: AnyNet,
  threads: number,
  loadRuntime: LoadRuntime,
  noNode?: string,
): Promise<Contestants> => {
  const built = made(net)
  season(built)
  const missing: Missing[] = []
  const there: Contestant[] = [...predicting(built)]
  const forward = Object.hasOwn(byHand, name) ? byHand[name as keyof typeof byHand] : undefined
  if (forward === undefined)
    missing.push({ name: 'by hand', why: 'only the small nets are written by hand' })
  else {
    const weights = weightsOf(built)
    there.unshift({ name: 'by hand', run: ({ x }) => taken(tf.tidy(() => forward(x, weights))) })
  }
  for (const engine of ['tfjs', 'wasm'] as const)
    try {
      const run = await compile(built, engine === 'wasm' ? { engine, threads } : { engine })
      there.push({
        name: `compiled, ${engine}`,
        run: ({ x }) => taken(run(x)),
        dispose: () => run.dispose(),
      })
    } catch (e) {
      missing.push({ name: `compiled, ${engine}`, why: String(e) })
    }
  for (const runtimeName of runtimeNames) {
    const runtime = await loadRuntime(runtimeName)
    if (typeof runtime !== 'string')
      there.push(...(await sessions(runtimeName, runtime, built, threads)))
    else
      missing.push(
        { name: runtimeName, why: runtime },
        { name: `compiled, ${runtimeName}`, why: runtime },
      )
  }
  const why = noNode ?? (await withoutNode(threads))
  if (why === null) there.push({ name: 'tfjs-node', stage: 'node', run: predictOf(built) })
  else missing.push({ name: 'tfjs-node', why })
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

const predictOf =
  ({ model }: AnyBuilt): Contestant['run'] =>
  ({ x }) =>
    taken(model.predict(x) as tf.Tensor) // one output

const predicting = (built: AnyBuilt): readonly Contestant[] => [
  { name: 'predict, stock', stage: 'stock', run: predictOf(built) },
  { name: 'predict', run: predictOf(built) },
]

/** Why tfjs-node cannot compute; null if it can. Tensors move to it when they are first needed. */
const withoutNode = async (threads: number): Promise<string | null> => {
  try {
    await startBackend({ require: 'node', threads })
    return null
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    const { failure } = error
    return failure.code === 'none-started'
      ? failure.refusals.map(({ tried, got }) => `${tried}: ${got}`).join('; ')
      : error.message
  } finally {
    await tf.setBackend('wasm')
  }
}

/** A session written by hand, and one that `compile` makes. */
const sessions = async (
  name: RuntimeName,
  runtime: OnnxRuntime,
  built: AnyBuilt,
  threads: number,
): Promise<readonly Contestant[]> => {
  const options = sessionOf(name, threads)
  const session = await runtime.InferenceSession.create(await toOnnx(built), options)
  const run = await compile(built, { engine: 'onnxruntime', runtime, session: options })
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
