// Calls on several threads. Long ones are cut into parts, which the threads take; the others are
// made by this thread alone. Results do not depend on it, since units are independent and in number
// the same for all threads.
import type { Pool } from '@layersmith/wasm-kernels/threads'
import type { PlacedCall } from '../program/call.js'
import { type Kernels, makeCall } from './calls.js'

/** Milliseconds that a call must take to be worth handing over. */
const WORTH = 0.03

/** What is known of some calls. */
interface Known {
  /** Which are long; before it is measured, all that can be shared are taken for long. */
  long: readonly boolean[]
  /** How often they were made. */
  runs: number
}

export class Sharing {
  readonly #pool: Pool
  readonly #kernels: Kernels
  readonly #known = new WeakMap<readonly PlacedCall[], Known>()

  constructor(pool: Pool, kernels: Kernels) {
    this.#pool = pool
    this.#kernels = kernels
  }

  /** Makes calls, or none of them if a thread has ended. */
  run(calls: readonly PlacedCall[]): void {
    this.#pool.check()
    const known = this.#of(calls)
    // the second run measures: at the first, the engine has not yet compiled its best code
    if (known.runs++ === 1) known.long = calls.map((call) => this.#takesLong(call))
    else this.#shared(calls, known)
  }

  #of(calls: readonly PlacedCall[]): Known {
    const known = this.#known.get(calls)
    if (known !== undefined) return known
    const made = { long: calls.map(({ units }) => units > 1), runs: 0 }
    this.#known.set(calls, made)
    return made
  }

  /** Makes a call on this thread; returns whether it is long. */
  #takesLong(call: PlacedCall): boolean {
    const since = performance.now()
    makeCall(this.#kernels, call)
    return performance.now() - since >= WORTH && call.units > 1
  }

  #shared(calls: readonly PlacedCall[], { long }: Known): void {
    for (const [i, call] of calls.entries()) {
      const { kernel, units, args } = call
      if (long[i] === true) this.#pool.run(kernel, units, args)
      else makeCall(this.#kernels, call)
    }
  }
}
