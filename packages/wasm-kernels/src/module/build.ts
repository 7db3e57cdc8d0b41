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
