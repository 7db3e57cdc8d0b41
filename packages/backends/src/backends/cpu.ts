import { MathBackendCPU, version } from '@tensorflow/tfjs'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { activate, isA } from '../verify/activate.js'
import type { Running, Start } from '../base/backend-contract.js'
import { nodeModules, nodeVersion, processorName } from '../base/node-js.js'
import { oneThread } from '../start/requested-threads.js'

const running = (): Running => ({
  backend: 'cpu',
  tfName: 'cpu',
  device: 'cpu',
  deviceName: processorName(nodeModules()),
  threads: 1,
  simd: false,
  versions: {
    tfjs: version.tfjs,
    node: nodeVersion(),
    backend: version['tfjs-backend-cpu'],
    library: null,
  },
  kernels: [],
})

/** TensorFlow.js's backend in plain JavaScript: it runs everywhere and is the slowest by far. */
export const startCpu: Start = (request) =>
  pipe(
    oneThread('cpu', request),
    TE.fromEither,
    TE.chain(() =>
      activate({
        backend: 'cpu',
        tfName: 'cpu',
        owns: (holder) => isA(holder, MathBackendCPU),
        fix: 'Install the version of @tensorflow/tfjs that this package asks for',
      }),
    ),
    TE.map(running),
  )
