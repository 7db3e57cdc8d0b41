// The packed weights of a compiled net, one after another in the memory of its machine.

const ALIGNED = 16 // elements: a line of the cache

interface Packed {
  /** In elements behind the first of all weights. */
  readonly at: number
  readonly values: Float32Array
  readonly forget: () => void
}

export class PackedWeights {
  /** Those that are not in a memory yet. */
  #parts: Packed[] = []
  readonly #places = new WeakMap<object, Map<string, number>>()
  #elements = 0

  /** The elements of all. */
  get elements(): number {
    return this.#elements
  }

  /** Where the weights of a key in a form begin, in bytes; packs them when they are new. */
  place(key: object, form: string, make: () => Float32Array): number {
    const forms = this.#places.get(key) ?? new Map<string, number>()
    this.#places.set(key, forms)
    const known = forms.get(form)
    if (known !== undefined) return known
    const packed = make()
    const at = 4 * this.#elements
    // with zeros up to the next ones, so that equal nets have equal memories
    const values = new Float32Array(Math.ceil(packed.length / ALIGNED) * ALIGNED)
    values.set(packed)
    this.#parts.push({ at: this.#elements, values, forget: () => void forms.delete(form) })
    this.#elements += values.length
    forms.set(form, at)
    return at
  }

  /** Takes back what was packed since the last call of `moveTo`, for which there is no room. */
  drop(): void {
    for (const { forget } of this.#parts) forget()
    this.#elements = this.#parts[0]?.at ?? this.#elements
    this.#parts = []
  }

  /** Hands over what was packed since the last call, and lets it go: the memory has it then. */
  moveTo(put: (values: Float32Array, at: number) => void): void {
    for (const { at, values } of this.#parts) put(values, at)
    this.#parts = []
  }
}
