import { guardMemory, mostThreads } from '@layersmith/wasm-kernels'
import { version } from '@tensorflow/tfjs'
import { engine, env } from '@tensorflow/tfjs-core'
import { isLeft, right, type Either } from 'fp-ts/lib/Either.js'
import type { Request, Running, Start } from '../base/backend-contract.js'
import { messageOf } from '../base/message-of.js'
import { nodeJsModules, nodeJsVersion, processorName } from '../base/node-js.js'
import { refusing, type Refusal } from '../base/refusal.js'
import {
  currentBackend,
  initializedBackend,
  pendingStart,
  releaseBackend,
  restoreBackend,
} from '../base/tfjs-registry.js'
import { wasmKernels } from '../kernels/all.js'
import { withoutHandlers } from '../start/emscripten-handlers.js'
import { useFastKernels, type Computing } from '../start/fast-kernels.js'
import { fixedThreads } from '../start/requested-threads.js'
import { findWasmFiles, wasmPackage } from '../start/wasm-files.js'
import { startShared, whyUnshared } from '../start/wasm-memory.js'
import { activate } from '../verify/activate.js'
import { isInstanceOf } from '../verify/target.js'

const refuse = refusing('wasm')

/**
 * Imports TensorFlow.js's package only when the backend starts: the import alone registers it with
 * TensorFlow.js, which then prefers it.
 */
const load = () => import('@tensorflow/tfjs-backend-wasm')
type WasmPackage = Awaited<ReturnType<typeof load>>

/**
 * Where the binaries are. In Node.js it is a folder whose binary has been checked. In a browser it
 * is an address, which only the browser can look into; without one the browser asks where the
 * bundle is.
 */
const folderOf = async (
  simd: boolean,
  { wasmDir }: Request,
): Promise<Either<Refusal, string | undefined>> => {
  const nodeJs = nodeJsModules()
  if (nodeJs === undefined) {
    if (nodeJsVersion() !== null)
      return refuse(
        'platform',
        "looked for Node.js's own modules",
        `Node.js ${nodeJsVersion()} has no process.getBuiltinModule`,
        'Run on Node.js 20.16 or newer',
      )
    return right(wasmDir?.replace(/\/?$/, '/'))
  }
  const folder = await findWasmFiles(
    nodeJs,
    simd ? 'tfjs-backend-wasm-simd.wasm' : 'tfjs-backend-wasm.wasm',
    wasmDir,
  )
  if (!isLeft(folder)) return folder
  const { tried, got } = folder.left
  return refuse(
    'files',
    tried,
    got,
    `Install ${wasmPackage}, or pass the folder with its .wasm files as wasmDir`,
  )
}

/** Tells TensorFlow.js where the binaries are. There is nothing to do when it already runs. */
const locate = async (
  { setWasmPaths }: WasmPackage,
  simd: boolean,
  request: Request,
): Promise<Either<Refusal, void>> => {
  if (initializedBackend('wasm') !== undefined) return right(undefined)
  const folder = await folderOf(simd, request)
  if (isLeft(folder)) return folder
  if (folder.right === undefined) return right(undefined)
  try {
    setWasmPaths(folder.right)
  } catch (error) {
    const again = nodeJsVersion() === null ? 'Reload the page' : 'Start a new process'
    return refuse(
      'initialisation',
      `setWasmPaths('${folder.right}')`,
      messageOf(error),
      `${again}: the wasm backend cannot start again after a failed start`,
    )
  }
  return right(undefined)
}

const running = ({ version_wasm }: WasmPackage, simd: boolean, computing: Computing): Running => ({
  backend: 'wasm',
  tfName: 'wasm',
  device: 'cpu',
  deviceName: processorName(nodeJsModules()),
  simd,
  versions: { tfjs: version.tfjs, node: nodeJsVersion(), backend: version_wasm, library: null },
  kernels: wasmKernels.map(({ name, reason }) => ({ name, reason })),
  ...computing,
})

/**
 * TensorFlow.js's WebAssembly backend from the files of its npm package, with the kernels that
 * training needs (see `wasmKernels`) and the fast ones of @layersmith/wasm-kernels, on as many
 * threads as asked, or as many as pay off.
 */
export const startWasm: Start = (request) => async () => {
  let wasm: WasmPackage
  try {
    wasm = await load()
  } catch (error) {
    return refuse('package', `import('${wasmPackage}')`, messageOf(error), `Install ${wasmPackage}`)
  }
  // It may be this one, and then its memory is already settled.
  await pendingStart()
  const simd = Boolean(await env().getAsync('WASM_HAS_SIMD_SUPPORT'))
  const unshared = await whyUnshared(request, simd)
  const asked = fixedThreads(request) ?? 1
  if (asked > mostThreads)
    return refuse(
      'threads',
      `asked for ${asked} threads`,
      `it runs on at most ${mostThreads}`,
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
          owns: (holder) => isInstanceOf(holder, wasm.BackendWasm),
          fix:
            nodeJsVersion() === null
              ? `Serve the .wasm files of ${wasmPackage} and pass their address as wasmDir`
              : `Install the same version of ${wasmPackage} as of @tensorflow/tfjs ` +
                'and start a new process',
        }),
      ),
    )
  let because = unshared?.because
  const before = currentBackend()
  const fresh = initializedBackend('wasm') === undefined
  const priority = engine().registryFactory['wasm']?.priority
  let active = await start(unshared === undefined)
  if (isLeft(active) && fresh && unshared === undefined && asked === 1) {
    because = `it does not start with threads: ${active.left.got}`
    releaseBackend('wasm', priority)
    active = await start(false)
  }
  if (isLeft(active)) return active
  const started = initializedBackend('wasm')
  if (started !== undefined) guardMemory(started)
  const computing = await useFastKernels(request, because)
  if (isLeft(computing)) {
    await restoreBackend(before)
    return computing
  }
  return right(running(wasm, simd, computing.right))
}
