import { isShared, memoryOf, type Heap } from '../base/heap.js'
import { KernelsError } from '../base/kernels-error.js'
import { chooseBuild, type Build } from '../module/build.js'
import { declareShared } from '../module/declare-shared.js'
import type { Exports } from '../module/exports.js'
import { Pool } from '../threads/pool.js'

/**
 * Our module on the memory of a backend. If that memory is shared there is a pool of threads too,
 * at first with this thread alone.
 */
export interface Instance {
  readonly build: Build
  readonly wasm: Exports
  readonly pool: Pool | undefined
}

/** How errors of threads name these kernels, and what their user can do. */
const words = {
  owner: 'the wasm kernels',
  remedy: 'Call the function that installKernels() returned, then installKernels() again',
}

/** Instantiates our module on the memory of a backend. */
export const instantiate = async (backend: Heap, asked?: Build): Promise<Instance> => {
  const memory = memoryOf(backend)
  const { build, code } = chooseBuild(asked)
  const shared = isShared(memory)
  if (shared) declareShared(code)
  try {
    const { module, instance } = await WebAssembly.instantiate(code, { env: { memory } })
    // The module has the exports that the type lists.
    const wasm = instance.exports as unknown as Exports
    const pool = shared
      ? new Pool({ modules: [module], memory, kernels: wasm, ...words })
      : undefined
    return { build, wasm, pool }
  } catch (error) {
    const fix =
      build === 'relaxed'
        ? 'Leave the build out, or use an engine with relaxed SIMD: Node 22, Chrome 114 or newer'
        : 'Use an engine with WebAssembly SIMD: ' +
          'Node 16.4, Chrome 91, Firefox 89, Safari 16.4 or newer'
    throw new KernelsError(
      'engine',
      `WebAssembly.instantiate says ${error instanceof Error ? error.message : String(error)}`,
      fix,
    )
  }
}
