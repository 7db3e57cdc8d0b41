// Threads that share the images of a batch. They have one memory: the weights once, then for each
// thread a copy of the program with its values, then a head and the numbers of all images.
import { Pool, type Sample, Starter, declareShared } from '@layersmith/wasm-kernels/threads'
import { kernelCode, kernelModule } from '../../runtime/kernels.js'
import { Machine, type Program, type Run, type Slot, sizeOf } from '../../runtime/machine.js'
import { aligned } from './plan.js'

const PAGE = 65536
/** The pages of memory that addresses of 32 bits reach. */
const MOST = 65536
/** Images whose numbers are in the memory at a time. */
const AT_ONCE = 64
/** Parts of a batch per thread, so that a thread that is late leaves images to the others. */
const SHARE = 4
/** Milliseconds that a batch must take on one thread to be worth sharing. */
const WORTH = 0.05

/** The words before the values of a head, and those of a value, as in assembly/program/batch.ts. */
const [HEAD, VALUE] = [5, 3]

/** A program for all threads: a copy for each, the same apart from addresses. */
export interface Copies {
  readonly programs: readonly Program[]
  /** Milliseconds of an image; undefined before it is known. */
  milliseconds: number | undefined
}

export class Team {
  readonly #memory: WebAssembly.Memory
  readonly #pool: Pool
  /** Computes on this thread, by the first copy. */
  readonly machine: Machine
  #installed: readonly Program[] | undefined

  constructor(memory: WebAssembly.Memory, pool: Pool, machine: Machine) {
    this.#memory = memory
    this.#pool = pool
    this.machine = machine
  }

  get threads(): number {
    return this.#pool.threads
  }

  close(): void {
    this.#pool.close()
  }

  /** Tells that the machine is about to use a program. */
  uses(program: Program): void {
    if (this.#installed?.[0] !== program) this.#installed = undefined
  }

  /** As `run` of a machine, on all threads where that pays off. */
  run(
    copies: Copies,
    inputs: readonly Float32Array[],
    images: number,
    alone: () => readonly Float32Array<ArrayBuffer>[],
  ): readonly Float32Array<ArrayBuffer>[] {
    const { programs, milliseconds } = copies
    const [first] = programs
    if (first === undefined || milliseconds === undefined || milliseconds * images < WORTH) {
      const since = performance.now()
      const made = alone()
      const each = (performance.now() - since) / images
      copies.milliseconds = Math.min(each, milliseconds ?? Infinity)
      return made
    }
    const made = first.outputs.map(({ shape }) => new Float32Array(images * sizeOf(shape)))
    const size = Math.ceil(images / Math.ceil(images / AT_ONCE))
    for (let from = 0; from < images; from += size) {
      const count = Math.min(size, images - from)
      const head = this.#install(programs, count)
      const floats = new Float32Array(this.#memory.buffer)
      const staged = stagedOf(first, head, count)
      for (const [i, { at, elements }] of staged.inputs.entries())
        floats.set(
          (inputs[i] ?? EMPTY).subarray(from * elements, (from + count) * elements),
          at / 4,
        )
      new Int32Array(this.#memory.buffer, head).set(headOf(programs, staged, head))
      this.#pool.run('batch', count, [head])
      for (const [i, { at, elements }] of staged.outputs.entries())
        made[i]?.set(floats.subarray(at / 4, at / 4 + count * elements), from * elements)
    }
    return made
  }

  /** Puts all copies in place, and makes room for some images; returns where the head goes. */
  #install(programs: readonly Program[], images: number): number {
    const [first] = programs as [Program, ...Program[]] // one for each thread
    const head = aligned(programs.at(-1)?.end ?? 0)
    this.machine.reach(stagedOf(first, head, images).end)
    if (this.#installed === programs) return head
    this.#installed = undefined
    // the machine itself goes on with the first one, so that comes last
    for (const program of [...programs].reverse()) this.machine.install(program)
    this.#installed = programs
    return head
  }
}

const EMPTY = new Float32Array(0)

/** The numbers of all images of a value: an address, and the elements of an image. */
interface Staged {
  readonly at: number
  readonly elements: number
}
interface AllStaged {
  readonly inputs: readonly Staged[]
  readonly outputs: readonly Staged[]
  readonly end: number
}

/** Where the numbers of some images lie behind a head. */
const stagedOf = ({ inputs, outputs }: Program, head: number, images: number): AllStaged => {
  let at = aligned(head + 4 * (HEAD + VALUE * (inputs.length + outputs.length)))
  const place = ({ shape }: Slot): Staged => {
    const elements = sizeOf(shape)
    const staged = { at, elements }
    at += aligned(4 * images * elements)
    return staged
  }
  const placed = { inputs: inputs.map(place), outputs: outputs.map(place) }
  return { ...placed, end: at }
}

const headOf = (
  programs: readonly Program[],
  staged: AllStaged,
  head: number,
): readonly number[] => {
  const [first, second] = programs
  if (first === undefined) return []
  const words = (slots: readonly Slot[], all: readonly Staged[]): readonly number[] =>
    slots.flatMap(({ address }, i) => [address, all[i]?.at ?? 0, 4 * (all[i]?.elements ?? 0)])
  const made = head + 4 * (HEAD + VALUE * staged.inputs.length)
  return [
    first.records,
    first.count,
    (second?.base ?? first.base) - first.base,
    made,
    made + 4 * VALUE * staged.outputs.length,
    ...words(first.inputs, staged.inputs),
    ...words(first.outputs, staged.outputs),
  ]
}

/** Threads for programs of kernels, or one for `opened: null`. */
export const teams = new Starter('compile', async () => {
  // it says in words what an engine lacks
  await kernelModule()
  const code = await kernelCode()
  declareShared(code)
  const module = await WebAssembly.compile(code)
  const memory = new WebAssembly.Memory({ initial: 1, maximum: MOST, shared: true })
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } })
  // the module has these two
  const { run, batch } = exports as unknown as {
    run: Run
    batch: (...n: readonly number[]) => void
  }
  const pool = new Pool({
    modules: [module],
    memory,
    kernels: { batch },
    owner: 'compile',
    remedy: 'Dispose of the program and compile the net again',
    share: SHARE,
  })
  const team = new Team(memory, pool, new Machine(memory, run))
  return { pool, team, sample: () => sampleIn(memory, pool, batch) }
})

/** Products of 64x64x64 numbers, as many as images of a batch. */
const sampleIn = (
  memory: WebAssembly.Memory,
  pool: Pool,
  batch: (...n: readonly number[]) => void,
): Sample => {
  const [edge, images, head, record] = [64, 48, 1024, 2048]
  memory.grow(1)
  const [x, panels, y, out] = [PAGE, PAGE + PAGE / 4, PAGE + PAGE / 2, 4096]
  const sizes = [1, edge, edge, edge, 0]
  const words = new Int32Array(memory.buffer)
  words.set(
    [1, ...sizes, ...Array<number>(7).fill(0), x, edge, edge, panels, y, edge, edge, 0],
    record / 4,
  )
  // one number comes out
  const made = head + 4 * HEAD
  words.set([record, 1, 0, made, made + 4 * VALUE, y, out, 4], head / 4)
  return {
    name: 'products of matrices',
    alone: () => {
      batch(head, 0, images, 0, 0)
    },
    shared: () => {
      pool.run('batch', images, [head])
    },
  }
}
