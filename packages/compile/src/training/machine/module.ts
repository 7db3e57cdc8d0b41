// The modules of a training step: the one of compiled nets, whose kernels for convolutions also
// compute the gradients of their inputs, and one of its own. Of that, only the best build is
// loaded.
import { inflated, kernelCode } from '../../runtime/kernels.js'

/** A module of one instruction of relaxed SIMD: three vectors of zeros, and f32x4.relaxed_madd. */
const PROBE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0],
  ...[1, 5, 1, 96, 0, 1, 123], // a function without parameters that returns a vector
  ...[3, 2, 1, 0],
  ...[10, 19, 1, 17, 0, 65, 0, 253, 15, 65, 0, 253, 15, 65, 0, 253, 15, 253, 133, 2, 11],
)

/** Changes the bytes of a module. */
type Change = (code: Uint8Array) => void

type Modules = readonly WebAssembly.Module[]
const compiled = new Map<Change | undefined, Promise<Modules>>()

/**
 * The modules: compiled once, and once more after a failure.
 * @param change such as `declareShared`, after which they are modules of their own
 * @throws Error where WebAssembly with SIMD, or DecompressionStream, is missing
 */
export const trainingModules = (change?: Change): Promise<Modules> => {
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

const compile = async (change: Change | undefined): Promise<Modules> => {
  const codes = await Promise.all([kernelCode(), trainingCode()])
  for (const code of codes) change?.(code)
  return Promise.all(codes.map((code) => WebAssembly.compile(code)))
}

const trainingCode = async (): Promise<Uint8Array<ArrayBuffer>> => {
  const { build } = WebAssembly.validate(PROBE)
    ? await import('./relaxed.js')
    : await import('./baseline.js')
  return inflated(build)
}
