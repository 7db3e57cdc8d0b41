// What is kept beside an object and lives as long as it does, as a private member that nobody else
// sees. A WeakMap would do the same, but V8 keeps its values until it collects all garbage, which
// was a tenth of the time of building a net.

/**
 * Gives an object as the instance that is made, so that a class below can put a private member on
 * it.
 */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- it is there to be extended
class Itself {
  constructor(object: object) {
    return object
  }
}

export interface Memo<V> {
  readonly get: (object: object) => V | undefined
  /** Once for each object; does nothing to one that can no longer be extended. */
  readonly set: (object: object, value: V) => void
}

export const memo = <V>(): Memo<V> =>
  class Kept extends Itself {
    readonly #value: V

    private constructor(object: object, value: V) {
      super(object)
      this.#value = value
    }

    static get(object: object): V | undefined {
      return #value in object ? object.#value : undefined
    }
    static set(object: object, value: V): void {
      if (Object.isExtensible(object)) new Kept(object, value)
    }
  }
