import { version } from '@tensorflow/tfjs'
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js'
import type { Running, Start } from '../base/backend-contract.js'
import type { Host } from '../base/host.js'
import { messageOf } from '../base/message-of.js'
import { nodeJsModules, nodeJsVersion, packageVersion } from '../base/node-js.js'
import { importPackage, whyNotImported } from '../base/optional-packages.js'
import { refusing } from '../base/refusal.js'
import { initializedBackend, releaseBackend } from '../base/tfjs-registry.js'
import { webgpuKernels } from '../kernels/all.js'
import { registerWebgpuKernels } from '../kernels/register.js'
import { describeAdapter, type AdapterInfo } from '../start/adapter-info.js'
import { isLost, watchDevice, type HasDevice } from '../start/device-lost.js'
import { noThreads } from '../start/requested-threads.js'
import { guardSynchronousReads, type HasTensorMap } from '../start/synchronous-reads.js'
import { lacksGpu } from '../start/gpu-devices.js'
import { dawnPackage, webgpuIn } from '../start/webgpu-api.js'
import { activate } from '../verify/activate.js'
import { isInstanceOf } from '../verify/target.js'

const tfName = 'webgpu'
const kernelPackage = '@tensorflow/tfjs-backend-webgpu'

/**
 * Imports TensorFlow.js's package only once there is an adapter: the import registers the backend
 * with TensorFlow.js, which then prefers it. The import is literal, so a bundle for browsers
 * contains it, and its failure is handled right away, so bundlers do without it where it is not
 * installed. In Node.js it needs `navigator.gpu` in place.
 */
const loadKernels = () =>
  import('@tensorflow/tfjs-backend-webgpu').then(
    (loaded) => right(loaded),
    (error: unknown) => left(error),
  )

/** The part of TensorFlow.js's package that this file uses. */
interface Kernels {
  readonly WebGPUBackend: typeof WebGPUBackend
}

/** The backend in TensorFlow.js's registry. */
const instance = () =>
  // Only this package's factory registers under this name.
  initializedBackend(tfName) as HasDevice & HasTensorMap

const noAdapter = (inNodeJs: boolean): string =>
  inNodeJs
    ? "Install the GPU's driver with Vulkan " +
      '(on Linux also libvulkan1; vulkaninfo lists what it finds)'
    : "Turn on the browser's hardware acceleration, or update the GPU's driver"

/** Refuses an emulated GPU that nobody named. */
const unnamedSoftware = (name: string | null) =>
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
  const find = webgpuIn(host)
  const refuse = refusing('webgpu')

  return (request) => async () => {
    const threads = noThreads('webgpu', request)
    if (isLeft(threads)) return threads
    const found = await find()
    if (isLeft(found)) return found
    const { api, inPlace } = found.right
    // Where Dawn finds no Vulkan, it says so on the console of a program that asked for no GPU.
    if (!request.named && host.nodeJs !== undefined && (await lacksGpu(host.nodeJs)))
      return refuse('device', 'looked for a GPU in /dev', 'there is none', noAdapter(true))

    const asked = "requestAdapter({ powerPreference: 'high-performance' })"
    let adapter: GPUAdapter | null
    try {
      // TensorFlow.js makes the same request.
      adapter = await api.requestAdapter({ powerPreference: 'high-performance' })
    } catch (error) {
      return refuse('device', asked, messageOf(error), noAdapter(host.nodeJs !== undefined))
    }
    if (adapter === null)
      return refuse('device', asked, 'there is no adapter', noAdapter(host.nodeJs !== undefined))
    const before = describeAdapter(adapter.info)
    if (before.software && !request.named) return unnamedSoftware(before.name)

    const kernels = await inPlace(load)
    if (isLeft(kernels))
      return left({ backend: 'webgpu', ...whyNotImported(kernelPackage, kernels.left) })
    const { WebGPUBackend: Backend } = kernels.right
    if (isLost(initializedBackend(tfName))) releaseBackend(tfName)

    const active = await inPlace(
      activate({
        backend: 'webgpu',
        tfName,
        // The processor may compute small results (WEBGPU_CPU_FORWARD); only a buffer is on the
        // device.
        owns: (holder, data) =>
          isInstanceOf(holder, Backend) &&
          instance().tensorMap.get(data)?.resource instanceof GPUBuffer,
        fix:
          `Install the same version of ${kernelPackage} as of @tensorflow/tfjs, ` +
          "and update the GPU's driver",
      }),
    )
    if (isLeft(active)) return active
    const what = await running(adapter.info, host)
    guardSynchronousReads(instance(), what.device === 'software-gpu')
    watchDevice(instance())
    registerWebgpuKernels()
    return right(what)
  }
}

const running = async (info: AdapterInfo, { nodeJs }: Host): Promise<Running> => {
  const dawn = await packageVersion(dawnPackage, nodeJs)
  // The device that computes says it best; the adapter above only came from the same request.
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
      node: nodeJsVersion(),
      backend: await packageVersion(kernelPackage, nodeJs),
      library: dawn === null ? null : `${dawnPackage} ${dawn}`,
    },
    kernels: webgpuKernels.map(({ name, reason }) => ({ name, reason })),
  }
}

/**
 * TensorFlow.js's WebGPU backend on the browser's WebGPU, or in Node.js on Dawn from the optional
 * package `webgpu`.
 */
export const startWebgpu: Start = webgpu({ nodeJs: nodeJsModules(), load: importPackage })
