// Our compiled kernels, working on the memory of a backend.
import { baseline, relaxed } from '../module/binary.js'
import { KernelsError } from '../base/kernels-error.js'
import { isShared, memoryOf, type Exports, type Heap } from '../base/heap.js'
import { Pool } from '../threads/pool.js'

/**
 * Which of the two builds: `relaxed` for engines with relaxed SIMD (Node 22, Chrome 114 and newer),
 * where multiply and add are one instruction; `baseline` for the others.
 */
export const builds = ['relaxed', 'baseline'] as const
export type Build = (typeof builds)[number]

const decoded = (binary: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(binary), (char) => char.charCodeAt(0))

/** The build that this engine runs best, or the one that is asked for. */
const choose = (
  asked?: Build,
): { readonly build: Build; readonly code: Uint8Array<ArrayBuffer> } => {
  if (asked !== 'baseline') {
    const code = decoded(relaxed)
    if (asked === 'relaxed' || WebAssembly.validate(code)) return { build: 'relaxed', code }
  }
  return { build: 'baseline', code: decoded(baseline) }
}

/**
 * The declaration of the memory that our module imports; scripts/wasm.mjs makes sure that it is
 * there once.
 */
const declaration = '\u0003env\u0006memory\u0002'
const [withMaximum, sharedWithMaximum] = [1, 3]

/**
 * A module is valid for one of the two: a memory of a single thread or a shared one. It differs in
 * this byte alone.
 */
const declareShared = (code: Uint8Array): void => {
  const place =
    String.fromCharCode(...code.subarray(0, 4096)).indexOf(declaration) + declaration.length
  if (code[place] !== withMaximum)
    throw new Error('The declaration of the memory was not found in the wasm kernels')
  code[place] = sharedWithMaximum
}

/**
 * Our module on the memory of a backend, and threads for it, at first this one alone, where that
 * memory can be shared.
 */
export interface Linked {
  readonly build: Build
  readonly wasm: Exports
  readonly pool: Pool | undefined
}

/** Our module, working on the memory of a backend. */
export const link = async (backend: Heap, asked?: Build): Promise<Linked> => {
  const memory = memoryOf(backend)
  const { build, code } = choose(asked)
  const shared = isShared(memory)
  if (shared) declareShared(code)
  try {
    const { module, instance } = await WebAssembly.instantiate(code, { env: { memory } })
    // The build makes the exports that the type lists.
    const wasm = instance.exports as unknown as Exports
    return { build, wasm, pool: shared ? new Pool(module, memory, wasm) : undefined }
  } catch (error) {
    const fix =
      build === 'relaxed'
        ? 'Leave the build out, or use an engine with relaxed SIMD: Node 22, Chrome 114 or newer'
        : 'Use an engine with WebAssembly SIMD: Node 16.4, Chrome 91, Firefox 89, Safari 16.4 or newer'
    throw new KernelsError(
      'engine',
      `WebAssembly.instantiate says ${error instanceof Error ? error.message : String(error)}`,
      fix,
    )
  }
}
