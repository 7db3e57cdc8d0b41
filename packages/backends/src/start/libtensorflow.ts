// What node and node-gpu share: one native addon over libtensorflow, in two packages that fetch
// different builds of the library.
import { version } from '@tensorflow/tfjs'
import {
  engine,
  getKernelsForBackend,
  unregisterKernel,
  type KernelBackend,
} from '@tensorflow/tfjs-core'
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js'
import type { Request, Running, Start } from '../base/backend-contract.js'
import type { BackendName } from '../base/backend-names.js'
import type { Host } from '../base/host.js'
import { nodeJsVersion, type NodeJsModules } from '../base/node-js.js'
import { whyNotImported, withoutAddon } from '../base/optional-packages.js'
import { refusing, type Refusal } from '../base/refusal.js'
import {
  currentBackend,
  initializedBackend,
  keepOneCopy,
  restoreBackend,
} from '../base/tfjs-registry.js'
import { activate } from '../verify/activate.js'
import { restoreUtilFunctions } from './removed-util-functions.js'
import { fixedThreads } from './requested-threads.js'

/** The part of tfjs-node's backend that this package looks at. */
export interface TfjsNodeBackend extends KernelBackend {
  readonly isGPUPackage: boolean
  readonly isUsingGpuDevice: boolean
  readonly binding: { readonly TF_Version: string }
}

/** What differs between the two packages. */
export interface Flavor {
  readonly backend: Extract<BackendName, 'node' | 'node-gpu'>
  readonly name: '@tensorflow/tfjs-node' | '@tensorflow/tfjs-node-gpu'
  /** Refuses a loaded backend that is not what this one promises. */
  readonly accepts: (loaded: TfjsNodeBackend) => Either<Refusal, void>
  /** The device and the threads that compute. */
  readonly device: (request: Request) => Promise<Pick<Running, 'device' | 'deviceName' | 'threads'>>
}

const tfName = 'tensorflow'

/** The backend that this process has loaded, if any: both packages register it under one name. */
const loadedBackend = (): TfjsNodeBackend | undefined =>
  // Nobody else registers under this name.
  initializedBackend(tfName) as TfjsNodeBackend | undefined

/** libtensorflow reads its number of threads when it is loaded, and never again. */
const threadsVariable = 'TF_NUM_INTRAOP_THREADS'

/** Sets an environment variable. Returns a function that puts the former value back. */
const setVariable = (name: string, value: string | undefined): (() => void) => {
  const before = process.env[name]
  const put = (to: string | undefined) => {
    if (to === undefined) Reflect.deleteProperty(process.env, name)
    else process.env[name] = to
  }
  if (value !== undefined) put(value)
  return () => put(before)
}

/**
 * Whether the package is there without its addon. Importing such a package would register its
 * kernels before it fails.
 */
const lacksAddon = async (name: string, { resolve, fs, path }: NodeJsModules): Promise<boolean> => {
  // Bundlers that write CommonJS leave import.meta empty.
  const self = import.meta.url as string | undefined
  if (self === undefined) return false
  let folder: string
  try {
    folder = path.join(path.dirname(resolve(`${name}/package.json`, self)), 'lib')
  } catch {
    // Not installed as seen from here: the import will say so, in the loader's words.
    return false
  }
  const built = await fs.readdir(folder, { recursive: true }).catch((): string[] => [])
  return !built.some((file) => file.endsWith('tfjs_binding.node'))
}

/**
 * Imports the package. The import itself makes its backend the current one; afterwards the former
 * one is back.
 */
const load = async (
  { backend, name }: Flavor,
  request: Request,
  host: Host & { readonly nodeJs: NodeJsModules },
): Promise<Either<Refusal, TfjsNodeBackend>> => {
  if (await lacksAddon(name, host.nodeJs)) return left({ backend, ...withoutAddon(name) })
  const before = currentBackend()
  const kernels = new Set(getKernelsForBackend(tfName).map(({ kernelName }) => kernelName))
  const undo = [
    restoreUtilFunctions(host.nodeJs),
    setVariable(threadsVariable, fixedThreads(request)?.toString()),
  ]
  const giveUp = (refusal: Refusal): Either<Refusal, never> => {
    for (const step of undo) step()
    for (const { kernelName } of getKernelsForBackend(tfName)) {
      if (!kernels.has(kernelName)) unregisterKernel(kernelName, tfName)
    }
    return left(refusal)
  }
  try {
    await host.load(name)
  } catch (error) {
    return giveUp({ backend, ...whyNotImported(name, error) })
  }
  const loaded = loadedBackend()
  await restoreBackend(before)
  if (loaded !== undefined) return right(loaded)
  return giveUp({
    backend,
    code: 'not-registered',
    tried: `import('${name}')`,
    got: `TensorFlow.js has only the backends ${engine().backendNames().join(', ')}`,
    fix: keepOneCopy,
  })
}

/** libtensorflow from the package of a flavor. */
export const libtensorflow = (flavor: Flavor, host: Host): Start => {
  const { backend, name, accepts, device } = flavor
  const refuse = refusing(backend)
  /** Threads of the library that this process has loaded, if it was told a number. */
  let threads: number | undefined

  return (request) => async () => {
    const { nodeJs } = host
    if (nodeJs === undefined)
      return refuse(
        'platform',
        "looked for Node.js's own modules",
        'there is no process.getBuiltinModule here',
        'Run on Node.js 20.16 or newer; browsers have no libtensorflow',
      )
    const already = loadedBackend()
    const asked = fixedThreads(request)
    if (already !== undefined && asked !== undefined && asked !== threads) {
      return refuse(
        'process',
        `asked for ${asked} threads`,
        'this process has already loaded libtensorflow, which keeps its number of threads',
        'Ask for them in the first call to startBackend',
      )
    }
    const loaded =
      already === undefined ? await load(flavor, request, { ...host, nodeJs }) : right(already)
    if (isLeft(loaded)) return loaded
    if (already === undefined) threads = asked
    const accepted = accepts(loaded.right)
    if (isLeft(accepted)) return accepted

    const active = await activate({
      backend,
      tfName,
      owns: (holder) => holder.constructor.name === 'NodeJSKernelBackend',
      fix: `Install the same version of ${name} as of @tensorflow/tfjs and start a new process`,
    })()
    if (isLeft(active)) return active
    const { TF_Version: library } = loaded.right.binding
    return right({
      backend,
      tfName,
      ...(await device(request)),
      simd: null,
      versions: {
        tfjs: version.tfjs,
        node: nodeJsVersion(),
        backend: version.tfjs,
        library: `libtensorflow ${library}`,
      },
      kernels: [],
    })
  }
}
