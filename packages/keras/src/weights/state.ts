// What a file has of the state of an optimizer.
import { type Hdf5Group } from '../hdf5/read.js'
import { namedIn } from './legacy.js'
import { type Place, type Stored, placeIn, variablesAt } from './stored.js'

/** The state of an optimizer. */
export interface StoredState {
  /** How many steps it has made; undefined if the file does not say. */
  readonly steps: Stored | undefined
  /** For each number that it remembers of a number: those of all weights that train, in order. */
  readonly slots: readonly (readonly Stored[])[]
}

/**
 * Picks the state from a file, for an optimizer that remembers so many numbers of each number of so
 * many weights.
 */
export type StateOf = (slots: number, weights: number) => StoredState

const eachSlot = (slots: number, of: (slot: number) => readonly Stored[]): StoredState['slots'] =>
  Array.from({ length: slots }, (_, slot) => of(slot))

/** In a file of Keras 3: steps and learning rate, then all numbers of a weight after each other. */
export const stateIn =
  (root: Place): StateOf =>
  (slots, weights) => {
    const [steps, ...others] = variablesAt(placeIn(root, 'optimizer'))
    // TensorFlow 2.13 has no learning rate there
    const rates = others.length - slots * weights === 1 ? 1 : 0
    const state = others.slice(rates)
    return { steps, slots: eachSlot(slots, (slot) => state.filter((_, i) => i % slots === slot)) }
  }

/** What optimizers call what they remember: the mean of gradients, and that of their squares. */
const NAMES = [/^(m|momentum)$/, /^(v|velocity)$/]

/** Which of these a variable is, by its name in Keras 2 or 3; -1 for none. */
const slotOf = (path: string): number => {
  const parts = path.replace(/:0$/, '').split('/')
  const last = parts.at(-1) ?? ''
  // Adam/dense/kernel/m, from 2.11 on Adam/m/dense/kernel, and from 3 on adam/dense_kernel_momentum
  const candidates = [last, parts[1] ?? '', last.replace(/^.*_/, '')]
  const found = candidates.map((name) => NAMES.findIndex((each) => each.test(name)))
  return found.find((slot) => slot >= 0) ?? -1
}

/** In a file of the older format, where variables have names. */
export const legacyStateIn =
  (root: Hdf5Group): StateOf =>
  (slots) => {
    const group = root.members.get('optimizer_weights')
    const stored = group?.is === 'group' ? namedIn(group, 'the optimizer') : []
    return {
      steps: stored.find(({ path }) => /(^|\/)iter(ation)?(:0)?$/.test(path)),
      slots: eachSlot(slots, (slot) => stored.filter(({ path }) => slotOf(path) === slot)),
    }
  }
