import { baseline, relaxed } from './binary.js'

/**
 * The two builds: `relaxed` for engines with relaxed SIMD (Node 22, Chrome 114 and newer), where
 * multiply and add are one instruction, and `baseline` for the others.
 */
export const builds = ['relaxed', 'baseline'] as const
/** The build of the kernels: with relaxed SIMD or without. */
export type Build = (typeof builds)[number]

const decoded = (binary: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(binary), (char) => char.charCodeAt(0))

/** The best build that this engine runs, or the requested one. */
export const chooseBuild = (
  asked?: Build,
): { readonly build: Build; readonly code: Uint8Array<ArrayBuffer> } => {
  if (asked !== 'baseline') {
    const code = decoded(relaxed)
    if (asked === 'relaxed' || WebAssembly.validate(code)) return { build: 'relaxed', code }
  }
  return { build: 'baseline', code: decoded(baseline) }
}

/**
 * The declaration of the memory that our module imports; scripts/wasm.mjs makes sure that it occurs
 * exactly once.
 */
const declaration = '\u0003env\u0006memory\u0002'
const [withMaximum, sharedWithMaximum] = [1, 3]

/**
 * Makes the module import a shared memory. A module can import either a shared memory or one of a
 * single thread; the two modules differ in this byte alone.
 */
export const declareShared = (code: Uint8Array): void => {
  const place =
    String.fromCharCode(...code.subarray(0, 4096)).indexOf(declaration) + declaration.length
  if (code[place] !== withMaximum)
    throw new Error('The declaration of the memory was not found in the wasm kernels')
  code[place] = sharedWithMaximum
}
