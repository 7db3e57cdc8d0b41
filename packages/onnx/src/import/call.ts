// A node as its operator sees it: its inputs and attributes, which must all be looked at, and the
// layers that it makes.
import type { Attribute, Node, Numbers } from '../model/types.js'
import type { Constant } from './constant.js'
import type { Config, Layer } from './layer.js'
import {
  type Group,
  type Value,
  type View,
  indicesOf,
  isPermuted,
  movesTo,
  sizesOf,
} from './view.js'

/** The result of a node: a value that depends on the inputs, or a constant. */
export type Result = Value | Constant

export interface Operator {
  /** The kinds of layers that it becomes, for the table in the README. */
  readonly becomes: string
  /** Whether it expects channels first, or keeps whatever order there is. */
  readonly axes?: 'channels first' | 'kept'
  /** The inputs whose numbers do not matter, only their shape or type. */
  readonly peeks?: readonly number[]
  /** Reads a node. @throws Error when no layer computes it */
  readonly read: (call: Call) => Result | readonly Result[]
}
export type Operators = Readonly<Record<string, Operator>>

/** What all nodes share. */
export interface Setting {
  readonly opset: number
  /** The size of the batch; NaN if it is open. */
  readonly batch: number
  readonly note: (node: string, text: string) => void
}

export class Call {
  readonly #seen = new Set<string | number>()
  readonly #parameters = new Set<string>()

  readonly node: Node
  readonly setting: Setting
  /** null for an input that is left out. */
  readonly inputs: readonly (Result | null)[]

  constructor(node: Node, setting: Setting, inputs: readonly (Result | null)[]) {
    this.node = node
    this.setting = setting
    this.inputs = inputs
  }

  /** @throws Error that names the node and the reason */
  refuse(reason: string): never {
    throw new Error(`the node ${this.node.name} (${this.node.operator}) ${reason}`)
  }

  note(text: string): void {
    this.setting.note(this.node.name, text)
  }

  /** Refuses whatever the operator did not look at, so that nothing is ignored silently. */
  done(): void {
    const attribute = [...this.node.attributes.keys()].find((name) => !this.#seen.has(name))
    if (attribute !== undefined)
      this.refuse(`has the attribute ${attribute}, which has no meaning here`)
    const input = this.inputs.findIndex((one, i) => one !== null && !this.#seen.has(i))
    if (input !== -1) this.refuse(`has an input number ${input + 1}, which has no meaning here`)
  }

  has(i: number): boolean {
    return (this.inputs[i] ?? null) !== null
  }

  result(i: number): Result {
    this.#seen.add(i)
    return this.inputs[i] ?? this.refuse(`has no input number ${i + 1}`)
  }

  /** All inputs. */
  results(): readonly Result[] {
    return this.inputs.map((_, i) => this.result(i))
  }

  value(i: number): Value {
    const found = this.result(i)
    return found.is === 'value'
      ? found
      : this.refuse('computes with constants only, which nothing here folds')
  }

  constant(i: number, what: string): Constant {
    const found = this.result(i)
    if (found.is === 'value')
      return this.refuse(`takes ${what} from the net's inputs; in a layer it is constant`)
    if (found.parameter !== null) this.#parameters.add(found.parameter)
    return found
  }

  optional(i: number, what: string): Constant | null {
    return this.has(i) ? this.constant(i, what) : null
  }

  /** A list of integers from an input, or from an attribute, as in older opsets. */
  list(i: number, name: string): readonly number[] | null {
    return this.has(i)
      ? [...this.constant(i, name).numbers]
      : this.hasAttribute(name)
        ? this.numbers(name, [])
        : null
  }

  /** One number from an input, or from an attribute, as in older opsets. */
  single(i: number, name: string, fallback: number): number {
    return this.has(i)
      ? (this.constant(i, name).numbers[0] ?? fallback)
      : this.number(name, fallback)
  }

  /** Whether it has the attribute. */
  hasAttribute(name: string): boolean {
    return this.node.attributes.has(name)
  }

  attribute<K extends Attribute['is']>(
    name: string,
    kind: K,
  ): Extract<Attribute, { is: K }> | null {
    this.#seen.add(name)
    const found = this.node.attributes.get(name) ?? null
    if (found === null) return null
    return found.is === kind
      ? (found as Extract<Attribute, { is: K }>) // it has been compared
      : this.refuse(`has an attribute ${name} of another type than ${kind}`)
  }

  number(name: string, fallback: number): number {
    return this.attribute(name, 'number')?.value ?? fallback
  }

  numbers(name: string, fallback: readonly number[]): readonly number[] {
    return this.attribute(name, 'numbers')?.value ?? fallback
  }

  text(name: string, fallback: string): string {
    return this.attribute(name, 'text')?.value ?? fallback
  }

  /** Accepts attributes that change nothing here. */
  ignore(...names: readonly string[]): void {
    for (const name of names) this.#seen.add(name)
  }

  /** The index of an axis without the batch, from ONNX's. */
  axis(given: number, { axes }: View): number {
    const rank = axes.length + 1
    const axis = given < 0 ? given + rank : given
    if (axis === 0) this.refuse('works along the batch, which no layer does')
    return axis > 0 && axis < rank && Number.isInteger(axis)
      ? axis - 1
      : this.refuse(`has the axis ${given} of ${rank}`)
  }

  layer(
    className: string,
    config: Config,
    inputs: readonly Value[],
    weights: readonly Numbers[] = [],
    refusal: string | null = null,
  ): Layer {
    return {
      node: this.node.name,
      className,
      config,
      inputs: inputs.map(({ layer }) => layer),
      weights,
      parameters: weights.length === 0 ? [] : [...this.#parameters],
      takes: () => false,
      gate: null,
      divides: null,
      refusal,
    }
  }

  /** The value; its layer also has this parameter, which was not looked up as a constant. */
  parametrized(value: Value, parameter: string): Value {
    value.layer.parameters = [parameter]
    return value
  }

  /** A layer's output as a value. */
  made(layer: Layer, { memory, axes }: View, isPositive = false): Value {
    return { is: 'value', layer, memory, axes, isShared: false, isPositive, twin: null }
  }

  /** A layer that keeps the shape. */
  applied(
    value: Value,
    className: string,
    config: Config,
    weights: readonly Numbers[] = [],
    isPositive = false,
  ): Value {
    return this.made(this.layer(className, config, [value], weights), value, isPositive)
  }

  /** A value in an order in memory. */
  fitted(value: Value, target: readonly Group[]): Value {
    const { twin } = value
    if (twin !== null && movesTo(twin.memory, target).length === 0)
      return { ...twin, axes: value.axes }
    return movesTo(value.memory, target).reduce<Value>((from, move) => {
      const sizes = sizesOf(move.to)
      if (move.is === 'reshape' && sizes.filter((size) => size === null).length > 1)
        this.refuse('needs known sizes; export the model with images of one size')
      const layer =
        move.is === 'permute'
          ? this.layer('Permute', { dims: move.dims }, [from])
          : move.to.length === 1
            ? this.layer('Flatten', {}, [from])
            : this.layer('Reshape', { target_shape: sizes.map((size) => size ?? -1) }, [from])
      return this.made(layer, { memory: move.to, axes: value.axes }, value.isPositive)
    }, value)
  }

  /** The value with its axes in the graph's order, each in one group. */
  inOrder(value: Value): Value {
    return this.fitted(value, value.axes)
  }

  /** An image, or a sequence or a volume, with its channels last. */
  image(value: Value): Value {
    const [channels = [], ...spatial] = value.axes
    return this.fitted(value, [...spatial, channels])
  }

  /**
   * The value with one axis of the graph last in memory; and for each place there its index on the
   * axis, if the order differs.
   */
  last(value: Value, axis: number): { readonly value: Value; readonly indices: Int32Array | null } {
    const atoms = value.axes[axis] ?? []
    const isOther = (atom: Group[number]): boolean => !atoms.includes(atom)
    const inMemory = value.memory.flat().filter((atom) => !isOther(atom))
    const others = value.memory.map((group) => group.filter(isOther))
    const isLast = isPermuted(value.memory.at(-1) ?? [], atoms)
    const found = isLast
      ? value
      : this.fitted(value, [...others.filter(({ length }) => length > 0), inMemory])
    const last = found.memory.at(-1) ?? []
    return {
      value: found,
      indices: last.every((atom, i) => atom === atoms[i]) ? null : indicesOf(last, atoms),
    }
  }
}

/** Numbers along an axis, in the order of memory. */
export const reordered = (numbers: Numbers, indices: Int32Array | null): Numbers =>
  indices === null ? numbers : Float32Array.from(indices, (i) => numbers[i] ?? 0)
