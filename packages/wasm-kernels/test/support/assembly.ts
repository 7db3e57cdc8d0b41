import { chooseBuild, type Build } from '../../src/module/build.js'
import type { Exports } from '../../src/module/exports.js'

/** The kernels on a memory of their own, without TensorFlow.js. */
export interface Assembly {
  readonly wasm: Exports
  /** The address of a copy of these numbers. */
  readonly put: (values: ArrayLike<number>) => number
  /** The address of room for this many numbers, each of them NaN. */
  readonly room: (count: number) => number
  readonly get: (address: number, count: number) => Float32Array
  /** Frees everything. */
  readonly clear: () => void
}

/** Where the first number goes; address 0 means "none". */
const first = 64

/** Instantiates a build with 64 MB, or undefined where the engine does not run it. */
const assembly = (build: Build): Assembly | undefined => {
  const { code } = chooseBuild(build)
  if (!WebAssembly.validate(code)) return undefined
  const memory = new WebAssembly.Memory({ initial: 1024, maximum: 65536 })
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code), { env: { memory } })
  const floats = new Float32Array(memory.buffer)
  let top = first
  const room = (count: number): number => {
    const address = top
    top += Math.ceil(count / 16) * 64
    if (top > memory.buffer.byteLength) throw new Error('The memory of the test is full')
    floats.fill(NaN, address / 4, top / 4)
    return address
  }
  return {
    // The module has the exports that the type lists.
    wasm: exports as unknown as Exports,
    room,
    put: (values) => {
      const address = room(values.length)
      floats.set(values, address / 4)
      return address
    },
    get: (address, count) => floats.slice(address / 4, address / 4 + count),
    clear: () => {
      top = first
    },
  }
}

/** The builds that this engine runs, by name. */
export const assemblies: readonly (readonly [Build, Assembly])[] = (
  ['baseline', 'relaxed'] as const
).flatMap((build) => {
  const made = assembly(build)
  return made === undefined ? [] : [[build, made] as const]
})
