import { version } from '@tensorflow/tfjs'
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js'
import { activate, isA } from '../verify/activate.js'
import { describeAdapter, type AdapterInfo } from '../start/adapter-info.js'
import type { Running, Start } from '../base/backend-contract.js'
import { gpuOf, dawnPackage, type Host } from '../start/webgpu-api.js'
import { registerWebgpuKernels, webgpuKernels } from '../kernels/register.js'
import { isLost, watchDevice, type OnDevice } from '../start/device-lost.js'
import { nodeModules, nodeVersion, packageVersion } from '../base/node-js.js'
import { importPackage, whyNotImported } from '../base/optional-packages.js'
import { guardReading, type Holding } from '../start/synchronous-reads.js'
import { refusing, wordsOf } from '../base/refusal.js'
import { initialised, release } from '../base/tfjs-registry.js'
import { noThreads } from '../start/requested-threads.js'

const tfName = 'webgpu'
const kernelPackage = '@tensorflow/tfjs-backend-webgpu'

/**
 * Imported only once there is an adapter: the import registers the backend with TensorFlow.js,
 * which then prefers it.
 * A literal import, so that a bundle for browsers carries it, and with its failure handled at once,
 * so that bundlers
 * do without it where it is not installed. In Node it needs `navigator.gpu` in place.
 */
const loadKernels = () =>
  import('@tensorflow/tfjs-backend-webgpu').then(
    (loaded) => right(loaded),
    (error: unknown) => left(error),
  )

/** What is used of TensorFlow.js's package. */
interface Kernels {
  readonly WebGPUBackend: typeof WebGPUBackend
}

/** The backend in TensorFlow.js's registry. */
const instance = () =>
  // Only this package's factory registers under this name.
  initialised(tfName) as OnDevice & Holding

const noAdapter = (inNode: boolean): string =>
  inNode
    ? "Install the GPU's driver with Vulkan (on Linux also libvulkan1; vulkaninfo lists what it finds)"
    : "Turn on the browser's hardware acceleration, or update the GPU's driver"

/** Refuses an emulated GPU that nobody named. */
const unaskedSoftware = (name: string | null) =>
  refusing('webgpu')(
    'software',
    'asked for an adapter',
    `'${name}' is emulated in software`,
    "Install the GPU's driver, or name the backend: startBackend({ require: 'webgpu' })",
  )

/** WebGPU in the environment that `host` describes. */
export const webgpu = (
  host: Host,
  load: () => Promise<Either<unknown, Kernels>> = loadKernels,
): Start => {
  const find = gpuOf(host)
  const refuse = refusing('webgpu')

  return (request) => async () => {
    const threads = noThreads('webgpu', request)
    if (isLeft(threads)) return threads
    const found = await find()
    if (isLeft(found)) return found
    const { api, inPlace } = found.right

    const asked = "requestAdapter({ powerPreference: 'high-performance' })"
    let adapter: GPUAdapter | null
    try {
      // the same request as TensorFlow.js's own
      adapter = await api.requestAdapter({ powerPreference: 'high-performance' })
    } catch (error) {
      return refuse('device', asked, wordsOf(error), noAdapter(host.node !== undefined))
    }
    if (adapter === null)
      return refuse('device', asked, 'there is no adapter', noAdapter(host.node !== undefined))
    const before = describeAdapter(adapter.info)
    if (before.software && !request.named) return unaskedSoftware(before.name)

    const kernels = await inPlace(load)
    if (isLeft(kernels))
      return left({ backend: 'webgpu', ...whyNotImported(kernelPackage, kernels.left) })
    const { WebGPUBackend: Backend } = kernels.right
    if (isLost(initialised(tfName))) release(tfName)

    const active = await inPlace(
      activate({
        backend: 'webgpu',
        tfName,
        // Small results can be computed on the processor (WEBGPU_CPU_FORWARD): only a buffer is on
        // the device.
        owns: (holder, data) =>
          isA(holder, Backend) && instance().tensorMap.get(data)?.resource instanceof GPUBuffer,
        fix: `Install the same version of ${kernelPackage} as of @tensorflow/tfjs, and update the GPU's driver`,
      }),
    )
    if (isLeft(active)) return active
    const what = await running(adapter.info, host)
    guardReading(instance(), what.device === 'software-gpu')
    watchDevice(instance())
    registerWebgpuKernels()
    return right(what)
  }
}

const running = async (info: AdapterInfo, { node }: Host): Promise<Running> => {
  const dawn = await packageVersion(dawnPackage, node)
  // The device that computes; the adapter was only asked for in the same way.
  const { name, software } = describeAdapter(
    (instance().device as { adapterInfo?: AdapterInfo }).adapterInfo ?? info,
  )
  return {
    backend: 'webgpu',
    tfName,
    device: software ? 'software-gpu' : 'gpu',
    deviceName: name,
    threads: null,
    simd: null,
    versions: {
      tfjs: version.tfjs,
      node: nodeVersion(),
      backend: await packageVersion(kernelPackage, node),
      library: dawn === null ? null : `${dawnPackage} ${dawn}`,
    },
    kernels: webgpuKernels.map(({ name, reason }) => ({ name, reason })),
  }
}

/**
 * TensorFlow.js's WebGPU backend: the browser's WebGPU, in Node Dawn from the optional package
 * `webgpu`.
 */
export const startWebgpu: Start = webgpu({ node: nodeModules(), load: importPackage })
