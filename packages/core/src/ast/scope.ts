// Paths of positions. They depend on the description alone, so every build has the same ones.

/** The names taken within one parent. */
export class Scope {
  readonly #prefix: string
  readonly #counts = new Map<string, number>()
  readonly #taken: Set<string>

  constructor(prefix = '', taken: readonly string[] = []) {
    this.#prefix = prefix
    this.#taken = new Set(taken)
  }

  /** The path of the next part called by this word: conv1, conv2… */
  numbered(word: string): string {
    return this.#take(word, (n) => `${word}${n}`)
  }
  /** The path of a part with its own name: stem, stem_2… */
  named(name: string): string {
    return this.#take(`${name} `, (n) => (n === 1 ? name : `${name}_${n}`))
  }
  /** The path of a part with a fixed name, which no other part here can take. */
  reserved(name: string): string {
    this.#taken.add(name)
    return this.fixed(name)
  }
  /**
   * The path of a part with a fixed place in its parent: the second arm, the third round, the
   * shortcut.
   */
  fixed(segment: string | number): string {
    return this.#prefix + segment
  }

  #take(key: string, nth: (n: number) => string): string {
    let n = (this.#counts.get(key) ?? 0) + 1
    while (this.#taken.has(nth(n))) n++
    this.#counts.set(key, n)
    this.#taken.add(nth(n))
    return this.#prefix + nth(n)
  }
}
export const inside = (path: string, taken: readonly string[] = []): Scope =>
  new Scope(`${path}.`, taken)
