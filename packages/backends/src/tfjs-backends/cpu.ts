import { MathBackendCPU, version } from '@tensorflow/tfjs'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { Running, Start } from '../base/backend-contract.js'
import { nodeJsModules, nodeJsVersion, processorName } from '../base/node-js.js'
import { oneThread } from '../start/requested-threads.js'
import { activate } from '../verify/activate.js'
import { isInstanceOf } from '../verify/target.js'

const running = (): Running => ({
  backend: 'cpu',
  tfName: 'cpu',
  device: 'cpu',
  deviceName: processorName(nodeJsModules()),
  threads: 1,
  simd: false,
  versions: {
    tfjs: version.tfjs,
    node: nodeJsVersion(),
    backend: version['tfjs-backend-cpu'],
    library: null,
  },
  kernels: [],
})

/** TensorFlow.js's backend in plain JavaScript. It runs everywhere and is by far the slowest. */
export const startCpu: Start = (request) =>
  pipe(
    oneThread('cpu', request),
    TE.fromEither,
    TE.chain(() =>
      activate({
        backend: 'cpu',
        tfName: 'cpu',
        owns: (holder) => isInstanceOf(holder, MathBackendCPU),
        fix: 'Install the version of @tensorflow/tfjs that this package asks for',
      }),
    ),
    TE.map(running),
  )
