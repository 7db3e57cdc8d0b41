// What happens in a program, one event after another, and the values in memory meanwhile.
import type { Place } from '../contract.js'
import type { Address, Call } from '../program/call.js'

/** Numbers in the arena, from the first event that uses them to the last one. */
export class Value {
  readonly elements: number
  from = Infinity
  to = -Infinity

  constructor(elements: number) {
    this.elements = elements
  }

  use(time: number): void {
    this.from = Math.min(this.from, time)
    this.to = Math.max(this.to, time)
  }
}

/** What an event needs to write its calls. */
export interface Writer extends Place {
  address(value: Value): Address
  table(numbers: Int32Array | Float32Array): Address
}

interface Event {
  readonly write: (writer: Writer) => void
}

export class Timeline {
  readonly #events: Event[] = []
  readonly #values = new Set<Value>()

  /** Adds an event that uses these values. */
  add(values: readonly Value[], write: (writer: Writer) => void): void {
    this.#use(values, this.#events.length)
    this.#events.push({ write })
  }
  /** Values that exist before all events, or after them. */
  before(values: readonly Value[]): void {
    this.#use(values, -1)
  }
  after(values: readonly Value[]): void {
    this.#use(values, Infinity)
  }

  #use(values: readonly Value[], time: number): void {
    for (const value of values) {
      value.use(time)
      this.#values.add(value)
    }
  }

  get events(): readonly Event[] {
    return this.#events
  }
  get values(): readonly Value[] {
    return [...this.#values]
  }
}

/** The bytes of a cache line, to which places are aligned. */
const ALIGNED = 64
export const aligned = (bytes: number): number => Math.ceil(bytes / ALIGNED) * ALIGNED

/** Writes events as calls, and collects the tables and the scratch memory that they ask for. */
export class Script {
  readonly #tables: Int32Array[] = []
  #tableWords = 0
  /** The bytes of scratch memory that the events need; each has all of it while it runs. */
  scratch = 0
  readonly #parts: (units: number) => number

  /** @param parts how many parts a call of some units is cut into, at most */
  constructor(parts: (units: number) => number) {
    this.#parts = parts
  }

  /** The calls of an event. */
  write(event: (writer: Writer) => void, address: Writer['address']): readonly Call[] {
    const calls: Call[] = []
    let taken = 0
    event({
      address,
      call: (call) => calls.push(call),
      table: (numbers) => {
        const bytes = 4 * this.#tableWords
        const { buffer, byteOffset, length } = numbers
        this.#tables.push(new Int32Array(buffer, byteOffset, length))
        this.#tableWords += aligned(4 * length) / 4
        return { region: 'tables', bytes }
      },
      scratch: (elements, units = 1) => {
        const bytes = taken
        taken += aligned(4 * elements * this.#parts(units))
        this.scratch = Math.max(this.scratch, taken)
        return { region: 'scratch', bytes }
      },
    })
    return calls
  }

  /** The numbers of all tables, as they are in memory. */
  get tables(): Int32Array<ArrayBuffer> {
    const all = new Int32Array(this.#tableWords)
    let at = 0
    for (const one of this.#tables) {
      all.set(one, at)
      at += aligned(one.byteLength) / 4
    }
    return all
  }
}
