// Values kept with an object, in a private member that nobody else sees; they live as long as the
// object does. A WeakMap would do the same, but V8 keeps its values until it collects all garbage,
// which took a tenth of the time of building a net.

interface Cell {
  readonly owner: object
  value: unknown
  readonly next: Cell | null
}

/**
 * Its constructor returns the object it is given, so a subclass can put a private member on that
 * object.
 */
// oxlint-disable-next-line typescript/no-extraneous-class -- exists to be extended
class Itself {
  constructor(object: object) {
    return object
  }
}

class Room extends Itself {
  #cells: Cell | null = null

  static make(object: object): void {
    if (!(#cells in object) && Object.isExtensible(object)) new Room(object)
  }
  static find(object: object, owner: object): Cell | null {
    if (!(#cells in object)) return null
    let cell = object.#cells
    while (cell !== null && cell.owner !== owner) cell = cell.next
    return cell
  }
  static put(object: object, owner: object, value: unknown): void {
    if (#cells in object) object.#cells = { owner, value, next: object.#cells }
  }
}

/** Makes room in a new object, so values can still be kept with it once it is frozen. */
export const makeRoom = (object: object): void => {
  Room.make(object)
}

export interface Memo<V> {
  readonly get: (object: object) => V | undefined
  /** Does nothing for an object that was frozen before it had room. */
  readonly set: (object: object, value: V) => void
}

export const memo = <V>(): Memo<V> => {
  const owner = {}
  return {
    // only `set` puts a value there
    get: (object) => Room.find(object, owner)?.value as V | undefined,
    set: (object, value) => {
      const cell = Room.find(object, owner)
      if (cell !== null) cell.value = value
      else {
        Room.make(object)
        Room.put(object, owner, value)
      }
    },
  }
}
