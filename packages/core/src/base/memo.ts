// What is kept with an object and lives as long as it does, in a private member that nobody else
// sees. A WeakMap would do the same, but V8 keeps its values until it collects all garbage, which
// was a tenth of the time of building a net.

interface Cell {
  readonly owner: object
  value: unknown
  readonly next: Cell | null
}

/** Returns an object as the instance it makes, so a subclass can put a private member on it. */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- it is there to be extended
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

/** Makes room in a new object, so that something can be kept with it after it is frozen. */
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
    get: (object) => Room.find(object, owner)?.value as V | undefined, // only `set` puts it there
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
