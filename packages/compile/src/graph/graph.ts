// A net as operations between values, which rewrites change.
import type { PlannedInput, Sizes } from '@layersmith/core'
import type { Op } from './op.js'

/** An operation in the graph. Its key names its value: the output of the position at this path. */
export interface Node {
  readonly key: string
  readonly op: Op
  /** The keys of what it reads. */
  readonly inputs: readonly string[]
  /** The keys of the masks of its inputs; null for an input that has none. */
  readonly masks: readonly (string | null)[]
  /** The sizes of its value, without the batch. */
  readonly shape: Sizes
  /** The paths of the positions that it computes. */
  readonly of: readonly string[]
}

/** A value that leaves the graph. */
export interface End {
  /** null for the only output of a net without names. */
  readonly name: string | null
  readonly from: string
}

export interface Ends {
  readonly outputs: readonly End[]
  readonly taps: readonly End[]
}

/**
 * Nodes. At first, and after `sort`, each comes after the nodes that it reads. A value that another
 * node reads never changes, so every output and tap keeps its value.
 */
export class Graph {
  readonly inputs: readonly PlannedInput[]
  #outputs: readonly End[]
  #taps: readonly End[]
  readonly #nodes = new Map<string, Node>()
  /** How often each value is read, by nodes and as an output or a tap. */
  readonly #reads = new Map<string, number>()

  constructor(inputs: readonly PlannedInput[], nodes: readonly Node[], { outputs, taps }: Ends) {
    this.inputs = inputs
    this.#outputs = outputs
    this.#taps = taps
    for (const node of nodes) this.set(node)
    for (const { from } of [...outputs, ...taps]) this.#count(from, 1)
  }

  get nodes(): readonly Node[] {
    return [...this.#nodes.values()]
  }
  get outputs(): readonly End[] {
    return this.#outputs
  }
  get taps(): readonly End[] {
    return this.#taps
  }

  node(key: string): Node | undefined {
    return this.#nodes.get(key)
  }
  /** The sizes of a value, without the batch. */
  shapeOf(key: string): Sizes {
    return this.#nodes.get(key)?.shape ?? this.inputs.find(({ name }) => name === key)?.shape ?? []
  }
  /** The nodes that read a value. */
  readers(key: string): readonly Node[] {
    return this.nodes.filter((node) => readsOf(node).includes(key))
  }
  isReadOnce(key: string): boolean {
    return this.#reads.get(key) === 1
  }
  /** Who reads a value besides one of its readers, in words. */
  otherReaders(key: string, reader: string): string {
    const ends = [
      ...this.#taps.map(({ name, from }) => [`the tap ${name ?? ''}`, from] as const),
      ...this.#outputs.map(({ from }) => ['the caller', from] as const),
    ].flatMap(([words, from]) => (from === key ? [words] : []))
    const nodes = this.readers(key).flatMap((node) => (node.key === reader ? [] : [node.key]))
    return [...ends, ...nodes].join(' and ') || reader
  }

  /** Orders the nodes so that each comes after those that it reads. */
  sort(): void {
    const sorted = new Set<string>()
    for (const start of [...this.#nodes.keys()]) {
      // not by recursion, since a net may be deeper than the call stack
      const stack = [start]
      for (let key = stack.at(-1); key !== undefined; key = stack.at(-1)) {
        const node = this.#nodes.get(key)
        const waits =
          node === undefined ? [] : readsOf(node).filter((one) => this.#waits(one, sorted))
        if (waits.length > 0) stack.push(...waits)
        else {
          sorted.add(key)
          stack.pop()
        }
      }
    }
    for (const key of sorted) {
      const node = this.#nodes.get(key)
      this.#nodes.delete(key)
      if (node !== undefined) this.#nodes.set(key, node)
    }
  }
  #waits(key: string, sorted: ReadonlySet<string>): boolean {
    return this.#nodes.has(key) && !sorted.has(key)
  }

  /** Adds a node, or replaces the one with the same key, in the same place. */
  set(node: Node): void {
    const old = this.#nodes.get(node.key)
    this.#nodes.set(node.key, node)
    for (const key of readsOf(node)) this.#count(key, 1)
    if (old !== undefined) for (const key of readsOf(old)) this.#count(key, -1)
  }
  /** Removes a node whose value is not read. */
  remove(key: string): void {
    const node = this.#nodes.get(key)
    if (node === undefined) return
    this.#nodes.delete(key)
    for (const read of readsOf(node)) this.#count(read, -1)
  }
  /** Makes all readers of a value read another one that is equal. */
  replace(key: string, by: string): void {
    const other = (read: string): string => (read === key ? by : read)
    for (const node of this.readers(key))
      this.set({
        ...node,
        inputs: node.inputs.map(other),
        masks: node.masks.map((mask) => (mask === null ? null : other(mask))),
      })
    const moved = (end: End): End => ({ ...end, from: other(end.from) })
    for (const { from } of [...this.#outputs, ...this.#taps])
      if (from === key) {
        this.#count(key, -1)
        this.#count(by, 1)
      }
    this.#outputs = this.#outputs.map(moved)
    this.#taps = this.#taps.map(moved)
  }

  #count(key: string, by: number): void {
    this.#reads.set(key, (this.#reads.get(key) ?? 0) + by)
  }
}

/** The keys of all values that a node reads. */
export const readsOf = ({ inputs, masks }: Node): readonly string[] => [
  ...inputs,
  ...masks.flatMap((mask) => mask ?? []),
]

/** The nodes that some ends depend on, in their order. */
export const nodesOf = (graph: Graph, ends: readonly End[]): readonly Node[] => {
  const read = new Set(ends.map(({ from }) => from))
  const needed = [...graph.nodes].reverse().filter((node) => {
    if (!read.has(node.key)) return false
    for (const key of readsOf(node)) read.add(key)
    return true
  })
  return needed.reverse()
}
