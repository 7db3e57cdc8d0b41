import { isLeft, right } from 'fp-ts/lib/Either.js'
import type { Start } from '../base/backend-contract.js'
import type { Host } from '../base/host.js'
import { nodeJsModules } from '../base/node-js.js'
import { importPackage } from '../base/optional-packages.js'
import { refusing } from '../base/refusal.js'
import { graphicsCard, isVisible, whyNoGpu } from '../start/cuda.js'
import { libtensorflow } from '../start/libtensorflow.js'
import { noThreads } from '../start/requested-threads.js'

/** What node-gpu needs of its environment. Tests pass another one. */
export interface GpuHost extends Host {
  /** Whether the dynamic linker finds a library. */
  readonly finds: (library: string) => boolean
}

/** libtensorflow with CUDA, in the environment that `host` describes. */
export const tfjsNodeGpu = (host: GpuHost): Start => {
  const start = libtensorflow(
    {
      backend: 'node-gpu',
      name: '@tensorflow/tfjs-node-gpu',
      accepts: ({ isGPUPackage, isUsingGpuDevice }) => {
        if (isUsingGpuDevice) return right(undefined)
        const refuse = refusing('node-gpu')
        if (!isGPUPackage) {
          return refuse(
            'process',
            'looked at what this process has loaded',
            'this process has already loaded @tensorflow/tfjs-node, which has no CUDA',
            'Start a new process and ask for node-gpu first',
          )
        }
        const { code, got, fix } = whyNoGpu(host.finds)
        return refuse(code, 'asked libtensorflow for its GPUs', got, fix)
      },
      device: async () => ({
        device: 'gpu',
        deviceName: await graphicsCard(host.nodeJs),
        threads: null,
      }),
    },
    host,
  )
  return (request) => async () => {
    const threads = noThreads('node-gpu', request)
    return isLeft(threads) ? threads : start(request)()
  }
}

/** TensorFlow's own C library with CUDA, from the optional package `@tensorflow/tfjs-node-gpu`. */
export const startTfjsNodeGpu: Start = tfjsNodeGpu({
  nodeJs: nodeJsModules(),
  load: importPackage,
  finds: isVisible,
})
