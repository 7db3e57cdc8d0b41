import { version } from '@tensorflow/tfjs'
import { engine, env } from '@tensorflow/tfjs-core'
import { isLeft, left, right, type Either } from 'fp-ts/lib/Either.js'
import { activate, isA } from '../activate.js'
import type { Request, Running, Start } from '../backend.js'
import { registerWasmKernels, wasmKernels } from '../kernels/index.js'
import { wordsOf, type Refusal, type RefusalCode } from '../refusal.js'
import { oneThread } from '../threads.js'
import { findWasmFiles, nodeModules, wasmPackage } from '../wasm-files.js'

const refuse = (code: RefusalCode, tried: string, got: string, fix: string): Either<Refusal, never> =>
  left({ backend: 'wasm', code, tried, got, fix })

/** Imported only when the backend starts: the import alone registers it with TensorFlow.js, which then prefers it. */
const load = () => import('@tensorflow/tfjs-backend-wasm')
type WasmPackage = Awaited<ReturnType<typeof load>>

/**
 * Runs `start` and takes off the process the handlers that Emscripten puts on it: they rethrow every uncaught exception
 * and every unhandled rejection, over the head of a program that handles them itself.
 */
const withoutHandlers = async <T>(start: () => Promise<T>): Promise<T> => {
  const events = ['uncaughtException', 'unhandledRejection'] as const
  const before = events.map((event) => new Set<unknown>(process.listeners(event as 'uncaughtException')))
  try {
    return await start()
  } finally {
    events.forEach((event, i) => {
      // Both events take the same kind of listener here; the declared types differ in arguments that do not matter.
      for (const listener of process.listeners(event as 'uncaughtException')) {
        const fromEmscripten = /instanceof ExitStatus|throw reason/.test(String(listener))
        if (fromEmscripten && before[i]?.has(listener) !== true) process.removeListener(event, listener)
      }
    })
  }
}

/** Tells TensorFlow.js where the binaries are, once they are known to be good. Nothing to do when it runs already. */
const locate = async ({ setWasmPaths }: WasmPackage, simd: boolean, { wasmDir }: Request): Promise<Either<Refusal, void>> => {
  if (engine().registry['wasm'] !== undefined) return right(undefined)
  const node = nodeModules()
  if (node === undefined) {
    return refuse('platform', "looked for Node's modules", 'there are none', 'Run on Node 20.16 or newer; browsers are not supported yet')
  }
  const folder = await findWasmFiles(node, simd ? 'tfjs-backend-wasm-simd.wasm' : 'tfjs-backend-wasm.wasm', wasmDir)
  if (isLeft(folder)) {
    const { tried, got } = folder.left
    return refuse('files', tried, got, `Install ${wasmPackage}, or give the folder with its .wasm files as wasmDir`)
  }
  try {
    setWasmPaths(folder.right)
  } catch (error) {
    return refuse('initialisation', `setWasmPaths('${folder.right}')`, wordsOf(error), 'Start a new process: a failed start of the wasm backend cannot be repeated in the same one')
  }
  return right(undefined)
}

const running = ({ getThreadsCount, version_wasm }: WasmPackage, simd: boolean): Running => ({
  backend: 'wasm',
  tfName: 'wasm',
  device: 'cpu',
  threads: getThreadsCount(),
  simd,
  versions: { tfjs: version.tfjs, node: process.versions.node, backend: version_wasm },
  kernels: wasmKernels.map(({ name, reason }) => ({ name, reason })),
})

/**
 * TensorFlow.js's WebAssembly backend from the files of its npm package, on one thread, with the kernels that training
 * needs (see `wasmKernels`). In Node only for now.
 */
export const startWasm: Start = (request) => async () => {
  const threads = oneThread('wasm', request)
  if (isLeft(threads)) return threads
  let wasm: WasmPackage
  try {
    wasm = await load()
  } catch (error) {
    return refuse('package', `import('${wasmPackage}')`, wordsOf(error), `Install ${wasmPackage}`)
  }
  const simd = Boolean(await env().getAsync('WASM_HAS_SIMD_SUPPORT'))
  const located = await locate(wasm, simd, request)
  if (isLeft(located)) return located

  const active = await withoutHandlers(activate({
    backend: 'wasm',
    tfName: 'wasm',
    owns: (holder) => isA(holder, wasm.BackendWasm),
    fix: `Install the same version of ${wasmPackage} as of @tensorflow/tfjs and start a new process`,
  }))
  if (isLeft(active)) return active
  registerWasmKernels()
  return right(running(wasm, simd))
}
