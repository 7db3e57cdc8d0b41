import { right } from 'fp-ts/lib/Either.js'
import type { Start } from '../base/backend-contract.js'
import { libtensorflow, type Host } from '../start/libtensorflow.js'
import { nodeModules, processorName } from '../base/node-js.js'
import { importPackage } from '../base/optional-packages.js'
import { refusing } from '../base/refusal.js'
import { fixedThreads } from '../start/requested-threads.js'

/** libtensorflow on the processor, in the environment that `host` describes. */
export const node = (host: Host): Start =>
  libtensorflow(
    {
      backend: 'node',
      name: '@tensorflow/tfjs-node',
      // A GPU package that sees no GPU computes on the processor just as well.
      accepts: ({ isUsingGpuDevice }) =>
        isUsingGpuDevice
          ? refusing('node')(
              'process',
              'looked at what this process has loaded',
              '@tensorflow/tfjs-node-gpu computes on the GPU',
              'Start a new process, or use node-gpu',
            )
          : right(undefined),
      device: (request) =>
        Promise.resolve({
          device: 'cpu',
          deviceName: processorName(host.node),
          threads: fixedThreads(request) ?? host.node?.os.availableParallelism() ?? null,
        }),
    },
    host,
  )

/** TensorFlow's own C library through the optional package `@tensorflow/tfjs-node`. */
export const startNode: Start = node({ node: nodeModules(), load: importPackage })
