// Finds what is frozen in a model: frozen layers in a row become one frozen part.
import { type Piece, type Pieces, bodiesIn } from './pieces.js'

/** `empty` has no weights, so nothing to freeze. */
type State = 'frozen' | 'trains' | 'empty'

export class Freezing {
  readonly #states = new WeakMap<Piece, State>()

  /** The end of the frozen part that begins at `start`; `start` itself if none begins there. */
  endOf(pieces: Pieces, start: number): number {
    const first = pieces[start]
    if (first === undefined || this.#stateOf(first) !== 'frozen') return start
    let end = start + 1
    for (let i = end; i < pieces.length; i++) {
      const piece = pieces[i]
      const state = piece === undefined ? 'trains' : this.#stateOf(piece)
      if (state === 'trains') break
      if (state === 'frozen') end = i + 1
    }
    return end
  }

  #stateOf(piece: Piece): State {
    const state = this.#states.get(piece) ?? this.#look(piece)
    this.#states.set(piece, state)
    return state
  }
  #look(piece: Piece): State {
    switch (piece.is) {
      case 'leaf': {
        const { use, frozen } = piece.value
        return use === null || use.is === 'merge' || use.layer.weights.length === 0
          ? 'empty'
          : frozen
            ? 'frozen'
            : 'trains'
      }
      case 'residual':
        return this.#together([piece.body, piece.shortcut])
      case 'branch':
        return this.#together(piece.arms)
      case 'graph':
        return this.#together(bodiesIn(piece))
      case 'group':
        return this.#together([piece.body])
      // its layers are frozen inside it, the same at all its places
      case 'tie':
        return this.#together([piece.body]) === 'trains' ? 'trains' : 'empty'
      default:
        return piece satisfies never
    }
  }
  #together(parts: readonly Pieces[]): State {
    const states = parts.flat().map((piece) => this.#stateOf(piece))
    return states.includes('trains') ? 'trains' : states.includes('frozen') ? 'frozen' : 'empty'
  }
}
