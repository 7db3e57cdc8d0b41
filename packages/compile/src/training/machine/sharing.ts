// Records on several threads. Long ones are cut into parts, which the threads take; of the others,
// this thread computes as many as follow one another at a time. Results do not depend on it, since
// units are independent and in number the same for all threads.
import type { Pool } from '@layersmith/wasm-kernels/threads'
import { RECORD, type Records } from '../program/record.js'

/** Milliseconds that a record must take to be worth handing over. */
const WORTH = 0.03

/** What is known of some records. */
interface Known {
  readonly units: readonly number[]
  /** Which are long; before it is measured, all that can be shared are taken for long. */
  long: readonly boolean[]
  /** How often they ran. */
  runs: number
}

export class Sharing {
  readonly #memory: WebAssembly.Memory
  readonly #pool: Pool
  readonly #alone: (address: number, count: number) => void
  readonly #known = new WeakMap<Records, Known>()

  constructor(
    memory: WebAssembly.Memory,
    pool: Pool,
    alone: (address: number, count: number) => void,
  ) {
    this.#memory = memory
    this.#pool = pool
    this.#alone = alone
  }

  /** Runs records, or none of them if a thread has ended. */
  run(records: Records): void {
    this.#pool.check()
    const known = this.#of(records)
    // the second run measures: at the first, the engine has not yet compiled its best code
    if (known.runs++ === 1) known.long = this.#timed(records, known.units)
    else this.#shared(records, known)
  }

  #of(records: Records): Known {
    const known = this.#known.get(records)
    if (known !== undefined) return known
    const { address, count } = records
    const words = new Int32Array(this.#memory.buffer, address, RECORD * count)
    const units = Array.from({ length: count }, (_, i) => words[i * RECORD + 1] ?? 1)
    const made = { units, long: units.map((n) => n > 1), runs: 0 }
    this.#known.set(records, made)
    return made
  }

  /** Runs each record on this thread; returns which are long. */
  #timed({ address }: Records, units: readonly number[]): readonly boolean[] {
    return units.map((n, i) => {
      const since = performance.now()
      this.#alone(address + 4 * RECORD * i, 1)
      return performance.now() - since >= WORTH && n > 1
    })
  }

  #shared({ address, count }: Records, { units, long }: Known): void {
    let first = 0
    const alone = (end: number): void => {
      if (end > first) this.#alone(address + 4 * RECORD * first, end - first)
      first = end + 1
    }
    for (const [i, is] of long.entries()) {
      if (!is) continue
      alone(i)
      this.#pool.run('share', units[i] ?? 1, [address + 4 * RECORD * i])
    }
    alone(count)
  }
}
