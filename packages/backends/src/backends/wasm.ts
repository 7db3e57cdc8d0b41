import {
  installKernels,
  KernelsError,
  mostThreads,
  uninstallKernels,
} from '@layersmith/wasm-kernels'
import { version } from '@tensorflow/tfjs'
import { engine, env } from '@tensorflow/tfjs-core'
import { isLeft, right, type Either } from 'fp-ts/lib/Either.js'
import { activate, isA } from '../verify/activate.js'
import type { Request, Running, Start } from '../base/backend-contract.js'
import { areWasmKernelsRegistered, registerWasmKernels, wasmKernels } from '../kernels/register.js'
import { nodeModules, nodeVersion, processorName } from '../base/node-js.js'
import { refusing, wordsOf, type Refusal } from '../base/refusal.js'
import { initialised, release } from '../base/tfjs-registry.js'
import { fixedThreads } from '../start/requested-threads.js'
import { findWasmFiles, wasmPackage } from '../start/wasm-files.js'
import { startShared, whyUnshared } from '../start/wasm-memory.js'

const refuse = refusing('wasm')

/**
 * Imported only when the backend starts: the import alone registers it with TensorFlow.js, which
 * then prefers it.
 */
const load = () => import('@tensorflow/tfjs-backend-wasm')
type WasmPackage = Awaited<ReturnType<typeof load>>

/**
 * Runs `start` and takes off the process the handlers that Emscripten puts on it: they rethrow
 * every uncaught exception and every unhandled rejection, over the head of a program that handles
 * them itself.
 */
const withoutHandlers = async <T>(start: () => Promise<T>): Promise<T> => {
  if (nodeVersion() === null) return start()
  const events = ['uncaughtException', 'unhandledRejection'] as const
  const before = events.map(
    (event) => new Set<unknown>(process.listeners(event as 'uncaughtException')),
  )
  try {
    return await start()
  } finally {
    events.forEach((event, i) => {
      // Both events take the same kind of listener here; the declared types differ in arguments
      // that do not matter.
      for (const listener of process.listeners(event as 'uncaughtException')) {
        const fromEmscripten = /instanceof ExitStatus|throw reason/.test(String(listener))
        if (fromEmscripten && before[i]?.has(listener) !== true)
          process.removeListener(event, listener)
      }
    })
  }
}

/**
 * Where the binaries are, once they are known to be good: a folder in Node. In a browser an
 * address, which only the browser can look into; without one it asks where the bundle lies.
 */
const folderOf = async (
  simd: boolean,
  { wasmDir }: Request,
): Promise<Either<Refusal, string | undefined>> => {
  const node = nodeModules()
  if (node === undefined) {
    if (nodeVersion() !== null)
      return refuse(
        'platform',
        "looked for Node's modules",
        `Node ${nodeVersion()} does not give them`,
        'Run on Node 20.16 or newer',
      )
    return right(wasmDir?.replace(/\/?$/, '/'))
  }
  const folder = await findWasmFiles(
    node,
    simd ? 'tfjs-backend-wasm-simd.wasm' : 'tfjs-backend-wasm.wasm',
    wasmDir,
  )
  if (!isLeft(folder)) return folder
  const { tried, got } = folder.left
  return refuse(
    'files',
    tried,
    got,
    `Install ${wasmPackage}, or give the folder with its .wasm files as wasmDir`,
  )
}

/** Tells TensorFlow.js where the binaries are. Nothing to do when it runs already. */
const locate = async (
  { setWasmPaths }: WasmPackage,
  simd: boolean,
  request: Request,
): Promise<Either<Refusal, void>> => {
  if (initialised('wasm') !== undefined) return right(undefined)
  const folder = await folderOf(simd, request)
  if (isLeft(folder)) return folder
  if (folder.right === undefined) return right(undefined)
  try {
    setWasmPaths(folder.right)
  } catch (error) {
    return refuse(
      'initialisation',
      `setWasmPaths('${folder.right}')`,
      wordsOf(error),
      `${nodeVersion() === null ? 'Reload the page' : 'Start a new process'}: a failed start of the wasm backend cannot be repeated`,
    )
  }
  return right(undefined)
}

type Computing = Required<Pick<Running, 'threads' | 'threadsBecause' | 'fastKernels'>>

/**
 * Switches the kernels of @layersmith/wasm-kernels on, in front of ours, which do what those
 * cannot; or off.
 */
const useFastKernels = async (
  { fastKernels = true, threads }: Pick<Request, 'fastKernels' | 'threads'>,
  because: string | undefined,
): Promise<Computing> => {
  // theirs go to the front, also where somebody had installed them before
  if (!fastKernels || !areWasmKernelsRegistered()) await uninstallKernels()
  registerWasmKernels()
  const alone = (reason: string): Computing => ({
    threads: 1,
    threadsBecause: because ?? reason,
    fastKernels: { on: false, build: null, because: reason },
  })
  if (!fastKernels) return alone('startBackend was called with fastKernels: false')
  try {
    const off = await installKernels(threads === undefined ? {} : { threads })
    return {
      threads: off.threads,
      threadsBecause: because ?? off.threadsBecause,
      fastKernels: { on: true, build: off.build, because: null },
    }
  } catch (error) {
    if (!(error instanceof KernelsError)) throw error
    if (error.code !== 'threads' || threads === 1) return alone(error.message)
    // Workers do not start: one thread does the same.
    return useFastKernels({ threads: 1 }, error.message)
  }
}

const running = ({ version_wasm }: WasmPackage, simd: boolean, computing: Computing): Running => ({
  backend: 'wasm',
  tfName: 'wasm',
  device: 'cpu',
  deviceName: processorName(nodeModules()),
  simd,
  versions: { tfjs: version.tfjs, node: nodeVersion(), backend: version_wasm, library: null },
  kernels: wasmKernels.map(({ name, reason }) => ({ name, reason })),
  ...computing,
})

/**
 * TensorFlow.js's WebAssembly backend from the files of its npm package, with the kernels that
 * training needs (see `wasmKernels`), and the fast ones of @layersmith/wasm-kernels, on as many
 * threads as asked or as pay.
 */
export const startWasm: Start = (request) => async () => {
  let wasm: WasmPackage
  try {
    wasm = await load()
  } catch (error) {
    return refuse('package', `import('${wasmPackage}')`, wordsOf(error), `Install ${wasmPackage}`)
  }
  const simd = Boolean(await env().getAsync('WASM_HAS_SIMD_SUPPORT'))
  const unshared = await whyUnshared(request, simd)
  const asked = fixedThreads(request) ?? 1
  if (asked > mostThreads)
    return refuse(
      'threads',
      `asked for ${asked} threads`,
      `it takes up to ${mostThreads}`,
      'Ask for fewer',
    )
  if (asked > 1 && unshared !== undefined)
    return refuse('threads', `asked for ${asked} threads`, unshared.because, unshared.fix)
  const located = await locate(wasm, simd, request)
  if (isLeft(located)) return located

  const start = (shared: boolean) =>
    withoutHandlers(() =>
      startShared(
        shared,
        activate({
          backend: 'wasm',
          tfName: 'wasm',
          owns: (holder) => isA(holder, wasm.BackendWasm),
          fix:
            nodeVersion() === null
              ? `Serve the .wasm files of ${wasmPackage} and give their address as wasmDir`
              : `Install the same version of ${wasmPackage} as of @tensorflow/tfjs and start a new process`,
        }),
      ),
    )
  let because = unshared?.because
  const fresh = initialised('wasm') === undefined
  const priority = engine().registryFactory['wasm']?.priority
  let active = await start(unshared === undefined)
  if (isLeft(active) && fresh && unshared === undefined && asked === 1) {
    because = `it does not start for threads: ${active.left.got}`
    release('wasm', priority)
    active = await start(false)
  }
  if (isLeft(active)) return active
  return right(running(wasm, simd, await useFastKernels(request, because)))
}
