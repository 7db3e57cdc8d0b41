// The module of kernels, in the best build that this engine runs.
import { baselineBytes, builds, relaxedBytes } from './binary.js'

let compiled: Promise<WebAssembly.Module> | undefined

/**
 * The module: compiled once, and once more after a failure.
 * @throws Error where WebAssembly with SIMD, or DecompressionStream, is missing
 */
export const kernelModule = (): Promise<WebAssembly.Module> =>
  (compiled ??= kernelCode()
    .then(compile)
    .catch((cause: unknown) => {
      compiled = undefined
      throw new Error(
        'compile: this engine has no WebAssembly with SIMD, or no DecompressionStream; ' +
          'use Node 18, Chrome 103, Firefox 113, Safari 16.4 or newer',
        { cause },
      )
    }))

const compile = (code: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> =>
  WebAssembly.compile(code)

/** The bytes of the best build. */
export const kernelCode = async (): Promise<Uint8Array<ArrayBuffer>> => {
  const bytes = await inflated(builds)
  const relaxed = bytes.subarray(0, relaxedBytes)
  return WebAssembly.validate(relaxed)
    ? relaxed
    : bytes.subarray(relaxedBytes, relaxedBytes + baselineBytes)
}

/** The bytes that a string of scripts/wasm.mjs stands for. */
export const inflated = async (text: string): Promise<Uint8Array<ArrayBuffer>> => {
  const packed = Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
