// The module of kernels, in the best build that this engine runs.
import { baselineBytes, builds, relaxedBytes } from './binary.js'

let compiled: Promise<WebAssembly.Module> | undefined

/**
 * The module: compiled once.
 * @throws Error where WebAssembly with SIMD is missing
 */
export const kernelModule = (): Promise<WebAssembly.Module> => (compiled ??= compile())

const compile = async (): Promise<WebAssembly.Module> => {
  const bytes = await inflated(Uint8Array.from(atob(builds), (char) => char.charCodeAt(0)))
  const relaxed = bytes.subarray(0, relaxedBytes)
  try {
    return await WebAssembly.compile(
      WebAssembly.validate(relaxed)
        ? relaxed
        : bytes.subarray(relaxedBytes, relaxedBytes + baselineBytes),
    )
  } catch (cause) {
    throw new Error(
      'compile: this engine has no WebAssembly with SIMD; use Node 16.4, Chrome 91, Firefox 89, ' +
        'Safari 16.4 or newer',
      { cause },
    )
  }
}

const inflated = async (packed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> => {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
