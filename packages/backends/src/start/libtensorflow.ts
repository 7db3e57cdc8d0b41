// What node and node-gpu share: one native addon over libtensorflow, in two packages that differ in
// the library they fetch.
import { version } from '@tensorflow/tfjs'
import {
  engine,
  getKernelsForBackend,
  unregisterKernel,
  type KernelBackend,
} from '@tensorflow/tfjs-core'
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js'
import { activate, restore } from '../verify/activate.js'
import type { Request, Running, Start } from '../base/backend-contract.js'
import type { BackendName } from '../base/backend-names.js'
import { nodeVersion, type NodeModules } from '../base/node-js.js'
import { whyNotImported, withoutAddon, type importPackage } from '../base/optional-packages.js'
import { refusing, type Refusal } from '../base/refusal.js'
import { current, initialised } from '../base/tfjs-registry.js'
import { fixedThreads } from './requested-threads.js'

/** What a backend's file needs of its environment; tests hand over another one. */
export interface Host {
  readonly node: NodeModules | undefined
  readonly load: typeof importPackage
}

/** tfjs-node's backend, as far as it is looked into here. */
export interface NodeBackend extends KernelBackend {
  readonly isGPUPackage: boolean
  readonly isUsingGpuDevice: boolean
  readonly binding: { readonly TF_Version: string }
}

/** What differs between the two. */
export interface Flavour {
  readonly backend: Extract<BackendName, 'node' | 'node-gpu'>
  readonly name: '@tensorflow/tfjs-node' | '@tensorflow/tfjs-node-gpu'
  /** Refuses what was loaded, where it is not what this backend promises. */
  readonly accepts: (loaded: NodeBackend) => Either<Refusal, void>
  /** The device and the threads that compute. */
  readonly device: (request: Request) => Promise<Pick<Running, 'device' | 'deviceName' | 'threads'>>
}

const tfName = 'tensorflow'

/** The backend that this process has loaded, if any: both packages register it under one name. */
const loadedBackend = (): NodeBackend | undefined =>
  // Nobody else registers under this name.
  initialised(tfName) as NodeBackend | undefined

type Util = Record<string, unknown>

/**
 * Puts back two functions that Node 23 removed from `util` and that tfjs-node 4.22 calls in nearly
 * every operation. They have to stay for as long as it computes; the function that comes back takes
 * them away.
 */
const repair = ({ util }: NodeModules): (() => void) => {
  const gone: Util = {
    isNullOrUndefined: (value: unknown) => value === null || value === undefined,
    isArray: Array.isArray,
  }
  // The declared types know what Node's version of the declarations knows.
  const target = util as unknown as Util
  const added = Object.keys(gone).filter((name) => typeof target[name] !== 'function')
  for (const name of added)
    Object.defineProperty(target, name, { value: gone[name], configurable: true })
  return () => added.forEach((name) => Reflect.deleteProperty(target, name))
}

/** libtensorflow reads its number of threads when it is loaded, and never again. */
const threadsVariable = 'TF_NUM_INTRAOP_THREADS'

/** Sets an environment variable; the function that comes back puts the former value back. */
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
 * Whether the package lies there without its addon: importing it would register its kernels before
 * it fails.
 */
const lacksAddon = async (name: string, { resolve, fs, path }: NodeModules): Promise<boolean> => {
  // bundlers that write CommonJS leave import.meta empty
  const self = import.meta.url as string | undefined
  if (self === undefined) return false
  let folder: string
  try {
    folder = path.join(path.dirname(resolve(`${name}/package.json`, self)), 'lib')
  } catch {
    // Not installed as seen from here: the import says so, in the words of the loader.
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
  { backend, name }: Flavour,
  request: Request,
  host: Host & { readonly node: NodeModules },
): Promise<Either<Refusal, NodeBackend>> => {
  if (await lacksAddon(name, host.node)) return left({ backend, ...withoutAddon(name) })
  const before = current()
  const kernels = new Set(getKernelsForBackend(tfName).map(({ kernelName }) => kernelName))
  const undo = [repair(host.node), setVariable(threadsVariable, fixedThreads(request)?.toString())]
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
  await restore(before)
  if (loaded !== undefined) return right(loaded)
  return giveUp({
    backend,
    code: 'not-registered',
    tried: `import('${name}')`,
    got: `TensorFlow.js has only ${engine().backendNames().join(', ')}`,
    fix: 'Look for a second copy of TensorFlow.js in your dependencies (npm ls @tensorflow/tfjs-core) and keep one',
  })
}

/** libtensorflow by the package of a flavour. */
export const libtensorflow = (flavour: Flavour, host: Host): Start => {
  const { backend, name, accepts, device } = flavour
  const refuse = refusing(backend)
  /** Threads of the library that this process has loaded, where it was told a number. */
  let threads: number | undefined

  return (request) => async () => {
    const { node } = host
    if (node === undefined)
      return refuse(
        'platform',
        "looked for Node's modules",
        'there are none',
        'Run on Node 20.16 or newer; browsers have no libtensorflow',
      )
    const already = loadedBackend()
    const asked = fixedThreads(request)
    if (already !== undefined && asked !== undefined && asked !== threads) {
      return refuse(
        'process',
        `asked for ${asked} threads`,
        'this process has already loaded libtensorflow, which keeps its number of threads',
        'Ask for them in the first call of startBackend',
      )
    }
    const loaded =
      already === undefined ? await load(flavour, request, { ...host, node }) : right(already)
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
        node: nodeVersion(),
        backend: version.tfjs,
        library: `libtensorflow ${library}`,
      },
      kernels: [],
    })
  }
}
