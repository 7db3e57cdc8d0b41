// The graph under construction: nodes, constants, and unique names.
import type { NewAttribute, NewNode } from '../model/write.js'

/** Numbers that are read from the weights once nothing in the graph was refused. */
export interface Constant {
  readonly name: string
  readonly dims: readonly number[]
  readonly type: 'float' | 'int64'
  readonly bytes: () => Promise<Uint8Array<ArrayBuffer>>
}

/** The path of a position, after which its nodes and values are named. */
export type At = string

type Attributes = Readonly<Record<string, NewAttribute>>

export class Graph {
  readonly #nodes: NewNode[] = []
  readonly #constants = new Map<string, Constant>()
  readonly #names = new Set<string>()

  constructor(reserved: readonly string[]) {
    for (const name of reserved) this.#names.add(name)
  }

  get constants(): readonly Constant[] {
    return [...this.#constants.values()]
  }

  /** The nodes, with these values renamed. */
  nodes(names: ReadonlyMap<string, string>): readonly NewNode[] {
    const named = (name: string): string => names.get(name) ?? name
    return this.#nodes.map((node) => ({
      ...node,
      inputs: node.inputs.map(named),
      outputs: node.outputs.map(named),
    }))
  }

  /** A node with one output, whose name it returns. */
  node(
    at: At,
    operator: string,
    inputs: readonly string[],
    attributes: Attributes = {},
    outputs = 1,
    place = 0,
  ): string {
    const names = Array.from({ length: outputs }, (_, i) =>
      i === place ? this.#free(this.#names.has(at) ? `${at}/${operator}` : at) : '',
    )
    const name = names[place] ?? ''
    // trailing outputs that are not read are left out
    const used = names.slice(0, place + 1)
    this.#nodes.push({ name, operator, inputs, outputs: used, attributes })
    return name
  }

  /**
   * Makes the pads before a pool pad with -0, which is as good a zero. ONNX Runtime (from 1.17 on,
   * https://github.com/microsoft/onnxruntime/pull/18136) makes a Pad of zeros the margin of the
   * pool, which is another one: MaxPool pads with the smallest number, and AveragePool does not
   * count what it pads. It compares the bits of the number, so it leaves these alone.
   */
  keepPads(pooled: string): void {
    for (const [i, node] of this.#nodes.entries()) {
      const { name, operator, inputs, outputs } = node
      if (!outputs.includes(pooled)) continue
      if (operator === 'Transpose') this.keepPads(inputs[0] ?? '')
      if (operator === 'Pad' && inputs.length === 2)
        this.#nodes[i] = { ...node, inputs: [...inputs, this.float(`${name}/zero`, -0)] }
    }
  }

  /** Integers: sizes, axes, paddings. */
  integers(at: At, values: readonly number[]): string {
    const bytes = new Uint8Array(BigInt64Array.from(values, BigInt).buffer)
    return this.#constant(at, [values.length], 'int64', () => Promise.resolve(bytes))
  }

  /** Floats that are known already. */
  floats(at: At, values: readonly number[], dims: readonly number[] = [values.length]): string {
    const bytes = new Uint8Array(Float32Array.from(values).buffer)
    return this.#constant(at, dims, 'float', () => Promise.resolve(bytes))
  }

  float(at: At, value: number): string {
    return this.floats(at, [value], [])
  }

  /** A weight: the same one for all who ask for it in the same form. */
  weight(
    name: string,
    form: string,
    dims: readonly number[],
    values: () => Promise<Float32Array<ArrayBuffer>>,
  ): string {
    const key = `${name} ${form}`
    const known = this.#weights.get(key)
    if (known !== undefined) return known
    const made = this.#constant(name, dims, 'float', async () => {
      const numbers = await values()
      return new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)
    })
    this.#weights.set(key, made)
    return made
  }
  readonly #weights = new Map<string, string>()

  #constant(
    at: string,
    dims: readonly number[],
    type: Constant['type'],
    bytes: Constant['bytes'],
  ): string {
    const name = this.#free(at)
    this.#constants.set(name, { name, dims, type, bytes })
    return name
  }

  /** The name, followed by a number if it is taken. */
  #free(name: string): string {
    let free = name
    for (let n = 2; this.#names.has(free); n++) free = `${name}_${n}`
    this.#names.add(free)
    return free
  }
}
