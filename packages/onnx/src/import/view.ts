// How a value of the graph lies in memory. ONNX has channels first, TensorFlow.js last, so a value
// has two orders: that of its axes in the graph, and that of the layer's output. Both are lists of
// groups of the same atoms, without the batch. A Transpose or Reshape only regroups the graph's
// atoms, and becomes a layer only where an operator needs another order in memory.
import type { Layer } from './layer.js'

/** A part of an axis, compared by identity; its size is never 1, and null if any size fits. */
export interface Atom {
  readonly size: number | null
}
/** The atoms of an axis, the slowest first; none for a size of 1. */
export type Group = readonly Atom[]

export interface View {
  readonly memory: readonly Group[]
  readonly axes: readonly Group[]
}

/** The result of a node that depends on the inputs. */
export interface Value extends View {
  readonly is: 'value'
  readonly layer: Layer
  /** Whether it has several readers, so that its layer must stay as it is. */
  readonly isShared: boolean
  /** Whether none of its numbers is negative. */
  readonly isPositive: boolean
  /** The same value in another order, from a layer of its own. */
  readonly twin: Value | null
}

export const axisOf = (size: number | null): Group => (size === 1 ? [] : [{ size }])

export const sizeOf = (group: Group): number | null =>
  group.reduce<number | null>((n, { size }) => (n === null || size === null ? null : n * size), 1)

export const sizesOf = (groups: readonly Group[]): readonly (number | null)[] => groups.map(sizeOf)

export const isSame = (a: Group, b: Group): boolean =>
  a.length === b.length && a.every((atom, i) => atom === b[i])

export const areSame = (a: readonly Group[], b: readonly Group[]): boolean =>
  a.length === b.length && a.every((group, i) => isSame(group, b[i] ?? []))

/** Whether both have the same atoms, in any order. */
export const isPermuted = (a: Group, b: Group): boolean =>
  a.length === b.length && a.every((atom) => b.includes(atom))

/** A view with an atom replaced by its parts. */
export const split = ({ memory, axes }: View, atom: Atom, parts: Group): View => {
  const within = (groups: readonly Group[]): readonly Group[] =>
    groups.map((group) => group.flatMap((one) => (one === atom ? parts : [one])))
  return { memory: within(memory), axes: within(axes) }
}

/** The view with axes of these sizes, in the same order; null if atoms would have to be cut. */
export const regrouped = (view: View, sizes: readonly number[]): View | null => {
  let seen = view
  const queue = view.axes.flat()
  const axes: Atom[][] = []
  for (const size of sizes) {
    const group: Atom[] = []
    for (let left = size; left > 1;) {
      const atom = queue.shift()
      if (atom === undefined || atom.size === null) return null
      if (left % atom.size === 0) {
        group.push(atom)
        left /= atom.size
      } else if (atom.size % left === 0) {
        const [first, rest] = [{ size: left }, { size: atom.size / left }]
        seen = split(seen, atom, [first, rest])
        group.push(first)
        queue.unshift(rest)
        left = 1
      } else return null
    }
    axes.push(group)
  }
  return queue.length === 0 ? { memory: seen.memory, axes } : null
}

/** For each index in a group, its index in another order of the same atoms. */
export const indicesOf = (memory: Group, axis: Group): Int32Array => {
  const size = (atom: Atom): number => atom.size ?? 1 // several atoms are of known sizes
  const stride = new Map(
    axis.map((atom, i) => [atom, axis.slice(i + 1).reduce((n, one) => n * size(one), 1)]),
  )
  const count = memory.reduce((n, atom) => n * size(atom), 1)
  return Int32Array.from({ length: count }, (_, place) => {
    let [left, index] = [place, 0]
    for (const atom of memory.toReversed()) {
      index += (left % size(atom)) * (stride.get(atom) ?? 0)
      left = Math.floor(left / size(atom))
    }
    return index
  })
}

/** A layer that changes the order of a value. */
export type Move =
  | { readonly is: 'reshape'; readonly to: readonly Group[] }
  | { readonly is: 'permute'; readonly to: readonly Group[]; readonly dims: readonly number[] }

/** The fewest layers that bring groups in memory into the order of others. */
export const movesTo = (memory: readonly Group[], target: readonly Group[]): readonly Move[] => {
  if (areSame(memory, target)) return []
  const flat = target.flat()
  if (isSame(memory.flat(), flat)) return [{ is: 'reshape', to: target }]
  const direct = dimsOf(memory, target)
  if (direct !== null) return [{ is: 'permute', to: target, dims: direct }]
  const blocks = blocksOf(memory, flat)
  const sorted = blocks.toSorted((a, b) => placeOf(flat, a) - placeOf(flat, b))
  const moves: Move[] = []
  if (!areSame(memory, blocks)) moves.push({ is: 'reshape', to: blocks })
  moves.push({ is: 'permute', to: sorted, dims: dimsOf(blocks, sorted) ?? [] })
  if (!areSame(sorted, target)) moves.push({ is: 'reshape', to: target })
  return moves
}

const placeOf = (flat: Group, [first]: Group): number =>
  first === undefined ? -1 : flat.indexOf(first)

/** Where the groups of the target are in memory, counted from 1; null if one is missing. */
const dimsOf = (memory: readonly Group[], target: readonly Group[]): readonly number[] | null => {
  const free = new Set(memory.keys())
  const dims = target.map((group) => {
    const found = [...free].find((i) => isSame(memory[i] ?? [], group))
    if (found !== undefined) free.delete(found)
    return (found ?? -1) + 1
  })
  return free.size === 0 && !dims.includes(0) ? dims : null
}

/** The memory in groups that stay together: its own if they do, otherwise the longest runs. */
const blocksOf = (memory: readonly Group[], flat: Group): readonly Group[] => {
  const isRun = (group: Group): boolean => {
    const start = placeOf(flat, group)
    return isSame(flat.slice(start, start + group.length), group)
  }
  const own = memory.filter(({ length }) => length > 0)
  if (own.every(isRun)) return own
  const runs: Atom[][] = []
  for (const atom of memory.flat()) {
    const last = runs.at(-1)
    if (last !== undefined && isRun([...last, atom])) last.push(atom)
    else runs.push([atom])
  }
  return runs
}
