// Names of positions. They come from the description alone, so they are equal in every build.
const NAME = /^[A-Za-z][A-Za-z0-9_-]*$/
/** Whether a caller's name can be a segment of a path. */
export const isName = (name: string): boolean => NAME.test(name)
export const NAME_RULE = 'letters, digits, _ and -, beginning with a letter'

/** The names within one parent. */
export class Scope {
  readonly #prefix: string
  readonly #counts = new Map<string, number>()
  readonly #taken: Set<string>

  constructor(prefix = '', taken: readonly string[] = []) {
    this.#prefix = prefix
    this.#taken = new Set(taken)
  }

  /** The path of the next part of this word: conv1, conv2… */
  numbered(word: string): string {
    return this.#take(word, (n) => `${word}${n}`)
  }
  /** The path of a part that has a name of its own: stem, stem_2… */
  named(name: string): string {
    return this.#take(`${name} `, (n) => (n === 1 ? name : `${name}_${n}`))
  }
  /** The path of a part with a fixed name, which no other part here gets. */
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

const MAX_LISTED = 10
/** One use of a tie: where it stands. */
interface TieUse {
  readonly tie: object
  readonly root: string
}
/** The names of the taps of a net. */
export class TapNames {
  /** Who has a name, and in which uses of it. */
  readonly #owners = new Map<string, { readonly tie: object | null; readonly roots: Set<string> }>()

  /**
   * The name of a tap: its own, with the rounds around it; c_2, c_3 in further uses of a tie; null
   * when it is taken.
   */
  take(name: string, rounds: string, use: TieUse | null): string | null {
    const owner = this.#owners.get(name + rounds)
    if (owner === undefined) return this.#own(name + rounds, use)
    if (use === null || owner.tie !== use.tie || owner.roots.has(use.root)) return null
    owner.roots.add(use.root)
    let n = 2
    while (this.#owners.has(`${name}_${n}${rounds}`)) n++
    return this.#own(`${name}_${n}${rounds}`, null)
  }
  /** What they are, for a message. */
  list(): string {
    const names = [...this.#owners.keys()]
    return (
      names.slice(0, MAX_LISTED).join(', ') +
      (names.length > MAX_LISTED ? ` and ${names.length - MAX_LISTED} more` : '')
    )
  }

  #own(name: string, use: TieUse | null): string {
    this.#owners.set(name, {
      tie: use?.tie ?? null,
      roots: new Set(use === null ? [] : [use.root]),
    })
    return name
  }
}
