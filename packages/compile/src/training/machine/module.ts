// The module of a training step, in the best build that this engine runs; only that one is loaded.

/** A module of one instruction of relaxed SIMD: three vectors of zeros, and f32x4.relaxed_madd. */
const PROBE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0],
  ...[1, 5, 1, 96, 0, 1, 123], // a function without parameters that returns a vector
  ...[3, 2, 1, 0],
  ...[10, 19, 1, 17, 0, 65, 0, 253, 15, 65, 0, 253, 15, 65, 0, 253, 15, 253, 133, 2, 11],
)

/** Changes the bytes of a module. */
type Change = (code: Uint8Array) => void

const compiled = new Map<Change | undefined, Promise<WebAssembly.Module>>()

/**
 * The module: compiled once, and once more after a failure.
 * @param change such as `declareShared`, after which it is a module of its own
 * @throws Error where WebAssembly with SIMD, or DecompressionStream, is missing
 */
export const trainingModule = (change?: Change): Promise<WebAssembly.Module> => {
  const known = compiled.get(change)
  if (known !== undefined) return known
  const made = compile(change).catch((cause: unknown) => {
    compiled.delete(change)
    throw new Error(
      'compileTraining: this engine has no WebAssembly with SIMD, or no DecompressionStream; ' +
        'use Node 18, Chrome 103, Firefox 113, Safari 16.4 or newer',
      { cause },
    )
  })
  compiled.set(change, made)
  return made
}

const compile = async (change: Change | undefined): Promise<WebAssembly.Module> => {
  const { build } = WebAssembly.validate(PROBE)
    ? await import('./relaxed.js')
    : await import('./baseline.js')
  const packed = Uint8Array.from(atob(build), (char) => char.charCodeAt(0))
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  const code = new Uint8Array(await new Response(stream).arrayBuffer())
  change?.(code)
  return WebAssembly.compile(code)
}
