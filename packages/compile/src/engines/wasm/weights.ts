// The packed weights of a compiled net, one after another.

const ALIGNED = 16 // elements: a line of the cache

export class PackedWeights {
  readonly #parts: Float32Array[] = []
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
    this.#parts.push(packed)
    this.#elements += Math.ceil(packed.length / ALIGNED) * ALIGNED
    forms.set(form, at)
    return at
  }

  /** All of them, as they lie in memory. */
  all(): Float32Array<ArrayBuffer> {
    const all = new Float32Array(this.#elements)
    let at = 0
    for (const part of this.#parts) {
      all.set(part, at)
      at += Math.ceil(part.length / ALIGNED) * ALIGNED
    }
    return all
  }
}
