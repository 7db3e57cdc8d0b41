import { right } from 'fp-ts/lib/Either.js'
import type { Start } from '../base/backend-contract.js'
import type { Host } from '../base/host.js'
import { nodeJsModules, processorName } from '../base/node-js.js'
import { importPackage } from '../base/optional-packages.js'
import { refusing } from '../base/refusal.js'
import { libtensorflow } from '../start/libtensorflow.js'
import { fixedThreads } from '../start/requested-threads.js'

/** libtensorflow on the processor, in the environment that `host` describes. */
export const tfjsNode = (host: Host): Start =>
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
              'this process has already loaded @tensorflow/tfjs-node-gpu, ' +
                'which computes on the GPU',
              'Start a new process, or use node-gpu',
            )
          : right(undefined),
      device: (request) =>
        Promise.resolve({
          device: 'cpu',
          deviceName: processorName(host.nodeJs),
          threads: fixedThreads(request) ?? host.nodeJs?.os.availableParallelism() ?? null,
        }),
    },
    host,
  )

/** TensorFlow's own C library, from the optional package `@tensorflow/tfjs-node`. */
export const startTfjsNode: Start = tfjsNode({ nodeJs: nodeJsModules(), load: importPackage })
