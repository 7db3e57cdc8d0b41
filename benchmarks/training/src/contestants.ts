/** The contestants: how each starts, and how it makes a net that trains step by step. */
import {
  BackendError,
  startBackend,
  type StartedBackend,
  type StartOptions,
} from '@layersmith/backends'
import { stopwatch } from '@layersmith/benchmark-shared/page'
import { adam } from '@layersmith/wasm-kernels'
import * as tf from '@tensorflow/tfjs'
import { startCompiled } from './compiled.js'
import type { Contestant, Training } from './contestant.js'
import { batchOf, type NetName, nets } from './nets/index.js'
import type { ContestantName, Facts } from './report/result.js'

const rate = 0.001

/** The contestants that are TensorFlow.js backends. */
const backends = {
  own: { options: { require: 'wasm' }, optimizer: () => adam(rate) },
  composed: {
    options: { require: 'wasm', fastKernels: false },
    optimizer: () => tf.train.adam(rate),
  },
  node: { options: { require: 'node' }, optimizer: () => tf.train.adam(rate) },
  cpu: { options: { require: 'cpu' }, optimizer: () => tf.train.adam(rate) },
} as const satisfies Partial<
  Record<ContestantName, { readonly options: StartOptions; readonly optimizer: () => tf.Optimizer }>
>

/** Starts contestants that do not compute everywhere, or says why it cannot. */
export type Outside = {
  readonly [N in 'keras' | 'jax']: (threads: number) => Promise<Contestant | string>
}

/** @returns the contestant, or why it does not take part */
export const startContestant = async (
  name: ContestantName,
  threads: number,
  outside: Outside,
): Promise<Contestant | string> => {
  if (name === 'keras' || name === 'jax') return outside[name](threads)
  if (name === 'compiled') return startCompiled(rate, threads)
  const { options, optimizer } = backends[name]
  // each start verifies the backend and installs the kernels that go with it
  const start = () => startBackend({ ...options, threads })
  try {
    const started = await start()
    if (name === 'own' && started.fastKernels?.on !== true)
      return started.fastKernels?.because ?? 'startBackend does not report that the kernels run'
    return {
      name,
      facts: factsOf(started),
      train: (net) => trainHere(net, start, optimizer()),
      stop: () => Promise.resolve(),
    }
  } catch (error) {
    if (!(error instanceof BackendError)) throw error
    const { failure } = error
    return failure.code === 'none-started'
      ? failure.refusals.map(({ tried, got, fix }) => `${tried}: ${got}. ${fix}`).join('; ')
      : error.message
  }
}

const factsOf = ({
  backend,
  device,
  deviceName,
  threads,
  simd,
  versions,
  fastKernels,
}: StartedBackend): Facts => ({
  backend,
  device,
  deviceName,
  threads,
  simd,
  versions,
  ...(fastKernels === undefined ? {} : { fastKernels }),
})

const trainHere = async (
  name: NetName,
  start: () => Promise<StartedBackend>,
  optimizer: tf.Optimizer,
): Promise<Training> => {
  await start()
  const model = nets[name].build()
  model.compile({ optimizer, loss: 'categoricalCrossentropy' })
  const [x, y] = batchOf(name)
  return {
    params: model.countParams(),
    // one output, and all its sizes are known
    output: (model.outputShape as readonly number[]).slice(1),
    step: async () => {
      await start()
      const elapsed = stopwatch()
      // one loss and no metrics, so one number
      const loss = (await model.trainOnBatch(x, y)) as number
      const { wall, cpu } = elapsed()
      return { time: wall, busy: cpu, loss }
    },
    dispose: async () => {
      await start()
      model.dispose()
      optimizer.dispose()
      tf.dispose([x, y])
    },
  }
}
