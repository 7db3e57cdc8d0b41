import { right } from 'fp-ts/lib/Either.js'
import type { Start } from '../backend.js'
import { libtensorflow, type Host } from '../libtensorflow.js'
import { nodeModules, processorName } from '../node.js'
import { importPackage } from '../package.js'
import { refusing } from '../refusal.js'
import { fixedThreads } from '../threads.js'

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
