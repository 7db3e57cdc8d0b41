// Runs programs in a memory of its own. Needs nothing but WebAssembly.
import { kernelModule } from './kernels.js'

/** Numbers in the memory. */
export interface Slot {
  /** In bytes. */
  readonly address: number
  readonly shape: readonly number[]
}

/** A program for values of certain sizes, whose addresses are known. */
export interface Program {
  /** Where tables and records go, in bytes. */
  readonly base: number
  readonly words: Int32Array
  /** Where the records begin, in bytes, and how many there are. */
  readonly records: number
  readonly count: number
  /** The end of all memory that it needs, in bytes. */
  readonly end: number
  readonly inputs: readonly Slot[]
  readonly outputs: readonly Slot[]
}

/** Where the weights begin: nothing is at address 0. */
export const START = 1024
const PAGE = 65536
/** Pages of a memory that addresses of 32 bits reach. */
const MOST = 65536

/** Steps of loops that no program takes in an image. */
export const MUCH_FUEL = 2 ** 52

/** Runs some of the records of a program, from one of them on. */
export type RunRecords = (first: number, count: number) => void

/** Bytes of a record. */
const RECORD = 128

/** The export of ../../assembly that runs records; what it gives is the fuel that is left. */
export type Run = (program: number, count: number, fuel: number) => number

export class Machine {
  readonly #memory: WebAssembly.Memory
  readonly #run: Run
  /** Views of the memory, new ones whenever it grows. */
  #floats: Float32Array
  #installed: Program | undefined

  constructor(memory: WebAssembly.Memory, run: Run) {
    this.#memory = memory
    this.#run = run
    this.#floats = new Float32Array(memory.buffer)
  }

  static async start(): Promise<Machine> {
    const module = await kernelModule()
    const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST })
    const { exports } = await WebAssembly.instantiate(module, { env: { memory } })
    return new Machine(memory, exports['run'] as Run) // the module has it
  }

  /** Puts weights where the programs to come expect them, from an element on. */
  setWeights(weights: Float32Array, at = 0): void {
    this.reach(START + 4 * at + weights.byteLength)
    this.#installed = undefined
    this.#floats.set(weights, START / 4 + at)
  }

  /** A copy of the first elements of the weights. */
  weights(elements: number): Float32Array<ArrayBuffer> {
    return this.#floats.slice(START / 4, START / 4 + elements)
  }

  /**
   * Runs a program on some images.
   * @param inputs the numbers of all images, one after another, for each input
   * @param fuel the steps that its loops may take for an image
   * @param each runs the records of an image in its own steps; by default all at once
   * @returns new numbers, for each output
   * @throws Error when the memory cannot grow, or the steps are spent; what was computed before
   *   stays as it is
   */
  run(
    program: Program,
    inputs: readonly Float32Array[],
    images: number,
    fuel: number,
    each: (run: RunRecords) => void = (run) => run(0, program.count),
  ): readonly Float32Array<ArrayBuffer>[] {
    this.install(program)
    const run: RunRecords = (first, count) =>
      void this.#run(program.records + RECORD * first, count, fuel)
    const floats = this.#floats
    const from = program.inputs.map(placed)
    const to = program.outputs.map(placed)
    const made = to.map(({ size }) => new Float32Array(images * size))
    try {
      for (let image = 0; image < images; image++) {
        for (const [i, { at, size }] of from.entries())
          floats.set((inputs[i] ?? EMPTY).subarray(image * size, (image + 1) * size), at)
        each(run)
        for (const [i, { at, size }] of to.entries())
          made[i]?.set(floats.subarray(at, at + size), image * size)
      }
    } catch (cause) {
      // only a program that was made up leaves its memory, or takes more steps than it says
      this.#installed = undefined
      const why = cause instanceof Error ? cause.message : String(cause)
      throw new Error(`run: the program does not fit its own sizes (${why})`, { cause })
    }
    return made
  }

  /** The steps that a program takes for an image. */
  workOf(program: Program): number {
    this.install(program)
    return MUCH_FUEL - this.#run(program.records, program.count, MUCH_FUEL)
  }

  /** Puts a program in place, unless it is there. */
  install(program: Program): void {
    if (this.#installed === program) return
    const { base, words, end } = program
    this.reach(end)
    // while it is changing it is none
    this.#installed = undefined
    new Int32Array(this.#memory.buffer).set(words, base / 4)
    // borders are zeros that nobody writes
    this.#floats.fill(0, base / 4 + words.length, end / 4)
    this.#installed = program
  }

  /**
   * Lets the memory reach an address.
   * @throws Error when it cannot grow; nothing has changed then
   */
  reach(end: number): void {
    const { buffer } = this.#memory
    const missing = Math.ceil((end - buffer.byteLength) / PAGE)
    if (missing <= 0) return
    try {
      this.#memory.grow(missing)
    } catch (cause) {
      throw new Error(
        `run: the program needs ${megabytes(end)} MB of wasm memory, and this engine gives no ` +
          `more than ${megabytes(buffer.byteLength)} MB; use smaller inputs or a smaller net`,
        { cause },
      )
    }
    this.#floats = new Float32Array(this.#memory.buffer)
  }
}

const EMPTY = new Float32Array(0)
const placed = ({ address, shape }: Slot): { at: number; size: number } => ({
  at: address / 4,
  size: sizeOf(shape),
})
const megabytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20)

/** The elements of a shape. */
export const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, size) => product * size, 1)
