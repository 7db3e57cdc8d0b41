import { type Block, internals } from '../block.js'
import type { CustomNode } from '../node.js'
import type { Op } from '../op.js'
import { type Sizes } from '../shape/sizes.js'
import type { Open, Trait } from '../signature.js'

export interface Custom extends Op {
  readonly out: this['in'] extends string ? this['in'] : number[]
}

/** What is needed of a layer that this library does not know; every `tf.layers.Layer` has it. */
export interface ForeignLayer {
  getClassName(): string
  computeOutputShape(inputShape: (number | null)[]): unknown
  dispose(): unknown
}
/** Makes a layer: called once per position and build, so each position has its own. */
export type Factory<L extends ForeignLayer = ForeignLayer> = () => L
export interface CustomOptions {
  /** The sizes that come out, from the sizes that go in, without the batch. Without it a layer is made and asked, and disposed at once. */
  outputShape?: (input: Sizes) => Sizes
}
/** What stands behind the name of a custom layer. */
export interface CustomEntry extends CustomOptions {
  readonly make: Factory
}

/** Factories are functions, so they live beside the description, which is data. */
const entries = new WeakMap<CustomNode, CustomEntry>()
export const customEntry = (node: CustomNode): CustomEntry | undefined => entries.get(node)

export const customNode = (name: string, entry: CustomEntry): CustomNode => {
  const node: CustomNode = { kind: 'custom', name }
  entries.set(node, entry)
  return node
}

/**
 * An open block of a layer that this library does not know. What it holds is not known either, so it counts as holding
 * everything: it can be neither shared nor tied.
 * @param name stands for the factory, in paths and in JSON; one name, one factory
 * @param make makes a new layer at every call; handing out one instance twice is an error
 * @throws TypeError when `make` is not a function
 */
export function custom<L extends ForeignLayer>(name: string, make: Factory<L>, options: CustomOptions = {}): Block<Open<[Custom]>, Exclude<Trait, 'taps'>> {
  if (typeof make !== 'function') throw new TypeError(`custom: needs a function that makes a layer, got ${make === null ? 'null' : typeof make}; write custom('${String(name)}', () => yourLayer())`)
  return internals.wrap(customNode(typeof name === 'string' ? name : '', { make, ...options }), custom, [])
}
