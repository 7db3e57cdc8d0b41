import { layout } from './block-layout.js'
import { spawn, type Spawned } from './spawn-worker.js'

/**
 * A kernel of ../../assembly. Its last arguments are the first unit to compute, the unit after the
 * last one, the number of the part, and that of the thread, 0 for this one.
 */
export type Kernel = (...args: readonly number[]) => unknown

/** With more parts, sums over a batch read it more often (measured: 4 cost up to 15 % more). */
const usualShare = 2

/** Some 20 µs. A wake-up costs about as much, and spinning longer takes the core from others. */
const usualPatience = 20_000

/** Nanoseconds. Shorter jobs are done, or nearly, before a sleeping worker wakes up. */
const worth = 50_000

/** The numbers of jobs begin again after this one. */
const LAST_JOB = 2 ** 30

/** Milliseconds. A part takes a few; a worker that has not finished one by then never will. */
const usualDeadline = 60_000

/** Whether this thread may sleep; the main thread of a web page may not. */
const maySleep = (words: Int32Array): boolean => {
  try {
    Atomics.wait(words, layout.parts, -1, 0)
    return true
  } catch {
    // This is what a page does.
    return false
  }
}

/** What a pool computes with, and what its errors say. */
export interface PoolOptions {
  readonly modules: readonly WebAssembly.Module[]
  /** The shared memory that all of them import. */
  readonly memory: WebAssembly.Memory
  /** Exports of instances in this thread, or what stands for them. */
  readonly kernels: Readonly<Record<string, Kernel>>
  /** Whose threads they are, as in "the wasm kernels". */
  readonly owner: string
  /** What to do once a worker has ended: a sentence without its period. */
  readonly remedy: string
  /** How many milliseconds a part may take. */
  readonly deadline?: number
  /**
   * Parts per thread in a job, so that a thread that is late or was interrupted leaves its share to
   * the others. A job has up to 256 parts.
   */
  readonly share?: number
  /** How often a thread checks again before it sleeps: 1,000 times take about a microsecond. */
  readonly patience?: number
}

/**
 * Threads that compute with modules on a shared memory: this one and its workers.
 *
 * A job is a kernel with independent `units`. It is cut into parts, and every thread, including
 * this one, takes parts until none is left. So no thread waits for a worker that is still asleep,
 * and the results do not depend on which thread computed what. A thread begins with its own share,
 * which is the same in all jobs: much of what it reads is what it wrote in the job before, and is
 * still in its cache. Parts that the others left are taken from the end, which they would reach
 * last.
 */
export class Pool {
  readonly #kernels: Readonly<Record<string, Kernel>>
  readonly #owner: string
  readonly #remedy: string
  readonly #task: {
    readonly modules: readonly WebAssembly.Module[]
    readonly memory: WebAssembly.Memory
    readonly names: readonly string[]
    readonly block: SharedArrayBuffer
    readonly patience: number
  }
  readonly #words: Int32Array<SharedArrayBuffer>
  readonly #numbers: Float64Array<SharedArrayBuffer>
  readonly #maySleep: boolean
  readonly #deadline: number
  readonly #share: number
  #workers: Spawned[] = []
  #job = 0
  /** Why the pool cannot work anymore. */
  #broken: string | undefined

  constructor({
    modules,
    memory,
    kernels,
    owner,
    remedy,
    deadline = usualDeadline,
    share = usualShare,
    patience = usualPatience,
  }: PoolOptions) {
    const block = new SharedArrayBuffer(Math.ceil(layout.sizeBytes / 8) * 8)
    this.#kernels = kernels
    this.#owner = owner
    this.#remedy = remedy
    this.#task = { modules, memory, names: Object.keys(kernels), block, patience }
    this.#words = new Int32Array(block)
    this.#numbers = new Float64Array(block, layout.numbersBytes, layout.numbers)
    this.#maySleep = maySleep(this.#words)
    this.#deadline = deadline
    this.#share = share
  }

  /** Threads that compute, this one included. */
  get threads(): number {
    return this.#workers.length + 1
  }

  /**
   * Starts or ends workers until there are as many threads as requested. Rejects if a worker cannot
   * start; then the number stays what it was.
   */
  async resize(threads: number): Promise<void> {
    const surplus = this.#workers.splice(threads - 1)
    for (const worker of surplus) worker.terminate()
    const started = await Promise.allSettled(
      Array.from({ length: threads - this.threads }, (_, i) => this.#start(this.threads + i)),
    )
    const workers = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    const failure = started.find((one) => one.status === 'rejected')
    if (failure !== undefined) {
      for (const worker of workers) worker.terminate()
      throw failure.reason
    }
    this.#workers.push(...workers)
  }

  async #start(thread: number): Promise<Spawned> {
    const worker: Spawned = await spawn({ ...this.#task, thread }, (failed) => {
      // A worker that was ended on purpose is no longer in the list.
      if (this.#workers.includes(worker)) this.#broken ??= String(failed)
    })
    return worker
  }

  /** Ends the workers. */
  close(): void {
    for (const worker of this.#workers.splice(0)) worker.terminate()
  }

  /** Whether to share a job that takes one thread about this long. */
  pays(nanoseconds: number): boolean {
    return this.threads > 1 && nanoseconds >= worth
  }

  /** How many parts a job with this many units is cut into. */
  parts(units: number): number {
    return Math.min(units, this.#share * this.threads, layout.most)
  }

  /** Computes all units of a kernel and returns when they are done. */
  run(name: string, units: number, args: readonly number[]): void {
    this.check()
    const words = this.#words
    const kernel = this.#kernels[name]
    if (kernel === undefined) throw new Error(`There is no kernel ${name}`)
    const parts = this.parts(units)

    // No thread can take a part while the job is being written.
    this.#job = (this.#job % LAST_JOB) + 1
    const job = this.#job
    Atomics.store(words, layout.job, -job)
    words.fill(-job, layout.claims, layout.claims + parts)
    words[layout.parts] = parts
    words[layout.threads] = this.threads
    words[layout.kernel] = this.#task.names.indexOf(name)
    words[layout.units] = units
    words[layout.count] = args.length
    words[layout.done] = 0
    words[layout.failed] = 0
    this.#numbers.set(args)
    Atomics.store(words, layout.job, job)
    if (Atomics.load(words, layout.asleep) > 0) Atomics.notify(words, layout.job)

    try {
      this.#takeParts(parts, (part) =>
        kernel(
          ...args,
          Math.floor((part * units) / parts),
          Math.floor(((part + 1) * units) / parts),
          part,
          0,
        ),
      )
    } finally {
      this.#wait(parts)
    }
    this.check()
    if (Atomics.load(words, layout.failed) === 1)
      throw new Error(`A thread of ${this.#owner} failed in ${name}: ${this.#text()}`)
  }

  /** Throws if a worker has ended. */
  check(): void {
    if (this.#broken !== undefined)
      throw new Error(`A thread of ${this.#owner} ended: ${this.#broken}. ${this.#remedy}`)
  }

  #takeParts(parts: number, run: (part: number) => void): void {
    const words = this.#words
    const job = this.#job
    const take = (part: number): void => {
      if (Atomics.compareExchange(words, layout.claims + part, -job, job) !== -job) return
      try {
        run(part)
      } finally {
        Atomics.add(words, layout.done, 1)
      }
    }
    // the share of thread 0, then the rest
    const own = Math.floor(parts / this.threads)
    for (let part = 0; part < own; part++) take(part)
    for (let part = parts - 1; part >= own; part--) take(part)
  }

  /** Waits until the parts that workers took are done. */
  #wait(parts: number): void {
    const words = this.#words
    // After an error in this thread, the workers do the parts that it left. Where there are none, a
    // later one must not find them.
    if (this.#workers.length === 0) {
      Atomics.store(words, layout.job, -this.#job)
      return
    }
    for (let i = 0; i < this.#task.patience; i++)
      if (Atomics.load(words, layout.done) === parts) return
    const since = performance.now()
    // What this thread slept through, in milliseconds: the clock may stand still (fake timers).
    let slept = 0
    const nap = Math.min(1000, this.#deadline)
    Atomics.store(words, layout.mainAsleep, 1)
    for (;;) {
      const done = Atomics.load(words, layout.done)
      if (done === parts) break
      if (this.#maySleep && Atomics.wait(words, layout.done, done, nap) === 'timed-out')
        slept += nap
      if (Math.max(slept, performance.now() - since) > this.#deadline) {
        this.#broken = `a part of a job was not done within ${this.#deadline / 1000} s`
        break
      }
    }
    Atomics.store(words, layout.mainAsleep, 0)
  }

  /** The message of the worker that failed. */
  #text(): string {
    const [length = 0, ...characters] = new Uint16Array(this.#task.block, layout.textBytes)
    return String.fromCharCode(...characters.slice(0, length))
  }
}
