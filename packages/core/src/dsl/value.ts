// Values of a graph: their methods, and the graph while its callback runs.
import { append, isLoose, stateOf } from '../ast/block.js'
import { link } from '../ast/chain.js'
import type { Chain, InputNode } from '../ast/node.js'
import { exact } from '../base/arity.js'
import { type Entry, rememberCallSite } from '../base/call-site.js'
import { describe, snapshot } from '../base/json.js'
import { givenName } from '../base/names.js'
import { ownBug } from '../base/problem.js'
import { shapeOf } from '../check/shape-of.js'
import type { GraphNode, GraphStep } from '../composites/graph-node.js'
import { piped } from '../composites/group.js'
import type { Merging } from '../composites/merge.js'
import type { TapNode } from '../composites/tap.js'
import type { Sizes } from '../shape/sizes.js'
import { type AnyValue, Value, flowIn, flowing } from '../types/value.js'

/** Where a value is: its graph, and its number there. */
interface Flow {
  readonly sketch: Sketch
  readonly at: number
  readonly loose: boolean
}
/** A value whose type the caller supplies. */
export type MadeValue = Value<never, never, never>

// only this file puts anything into a value, so it is a flow
const flowOf = (x: unknown): Flow | null => flowIn(x) as Flow | null
export const isValue = (x: unknown): x is AnyValue => flowOf(x) !== null

/** A graph while its callback runs. */
export class Sketch {
  readonly #input: InputNode
  readonly #steps: GraphStep[] = []
  readonly #inputs: number
  #isOpen = true

  constructor(input: InputNode, inputs: number) {
    this.#input = input
    this.#inputs = inputs
  }

  get isOpen(): boolean {
    return this.#isOpen
  }
  /** No value can be used any more. */
  close(): void {
    this.#isOpen = false
  }

  input(at: number): MadeValue {
    return flowing({ sketch: this, at, loose: false } satisfies Flow)
  }
  /** Adds a step; its value is the result. */
  add(step: GraphStep, loose: boolean, entry: Entry): MadeValue {
    rememberCallSite(step, entry)
    this.#steps.push(Object.freeze(step))
    const at = this.#inputs + this.#steps.length - 1
    return flowing({ sketch: this, at, loose } satisfies Flow)
  }
  /** Puts a name in front of the positions of a step. */
  rename(at: number, name: GraphStep['name'], entry: Entry): void {
    const step = this.#steps[at - this.#inputs]
    if (step === undefined)
      throw new TypeError(
        'as: an input has no layers to name; inputs are named in the record of shapes',
      )
    if (step.name !== null)
      throw new TypeError(
        `as: this value is called ${describe(step.name)} already; use as() once for each step`,
      )
    const renamed: GraphStep = { ...step, name }
    rememberCallSite(renamed, entry)
    this.#steps[at - this.#inputs] = Object.freeze(renamed)
  }

  /** The graph that gives these values. */
  node(results: readonly number[]): GraphNode {
    const steps = Object.freeze([...this.#steps])
    return { kind: 'graph', input: this.#input, steps, results: Object.freeze([...results]) }
  }

  /** The sizes of a value, which takes a walk over all steps so far. */
  shapeAt(at: number): Sizes {
    const all = Array.from({ length: at + 1 }, (_, i) => i)
    const steps = this.#steps.slice(0, at + 1 - this.#inputs)
    const chain = link(null, { ...this.node(all), steps })
    const heads = all.map((i) => ({ name: `v${i}`, body: null }))
    const shapes = new Map<string, Sizes>(Object.entries(shapeOf(this.#input, chain, heads)))
    return shapes.get(`v${at}`) ?? ownBug('a value of a graph has no shape')
  }
}

/** What a value is, as long as its graph takes more steps. */
const open = (x: unknown, where: string): Flow => {
  const flow = flowOf(x)
  if (flow === null) throw new TypeError(notAValue(x, where))
  if (!flow.sketch.isOpen)
    throw new TypeError(
      `${where}: this value belongs to a graph whose callback has returned; ` +
        'use values inside their callback, and make a block of what is used elsewhere',
    )
  return flow
}

/** What the caller probably meant, judged by the members of what they passed. */
export const notAValue = (x: unknown, where: string): string => {
  const has = (name: string): boolean => typeof x === 'object' && x !== null && name in x
  const hint = has('then')
    ? 'the callback of a graph cannot be async'
    : has('loose')
      ? 'a block is layers, not a tensor: apply it to a value with x.pipe(block)'
      : 'values are what the callback of graph() gets, and what pipe and the merges make of them'
  const got = x === undefined ? 'nothing' : describe(snapshot(x))
  return `${where}: this is not a value of a graph: got ${got}; ${hint}`
}

/** The flow of a value that a graph returns. */
export const returnedBy = (
  sketch: Sketch,
  x: unknown,
  where: string,
): Pick<Flow, 'at' | 'loose'> => {
  const flow = flowOf(x)
  if (flow === null) throw new TypeError(notAValue(x, where))
  if (flow.sketch !== sketch) throw new TypeError(`${where}: ${OTHER_GRAPH}`)
  return flow
}
const OTHER_GRAPH =
  'this value belongs to another graph; what flows into a graph must be one of its inputs'

/** Merges values of one graph. */
export const mergeValues = (
  { merge, config }: Merging,
  values: readonly unknown[],
  entry: Entry,
): MadeValue => {
  const flows = values.map((value) => open(value, merge))
  const [first] = flows
  if (first === undefined) throw new TypeError(`${merge}: needs at least one value, got none`)
  if (flows.some(({ sketch }) => sketch !== first.sketch))
    throw new TypeError(`${merge}: ${OTHER_GRAPH}`)
  const from = Object.freeze(flows.map(({ at }) => at))
  const loose = flows.some((flow) => flow.loose)
  return first.sketch.add({ from, name: null, merge, config }, loose, entry)
}

/** A value behind which a chain is put. */
const followed = (
  { sketch, at, loose }: Flow,
  body: Chain,
  entry: Entry,
  parts: readonly unknown[] = [],
): MadeValue =>
  sketch.add({ from: Object.freeze([at]), name: null, body }, loose || isLoose(parts), entry)

const methods = {
  pipe: exact('pipe', function (this: unknown, next: unknown): unknown {
    const flow = open(this, 'pipe')
    return followed(flow, piped(null, stateOf(next), methods.pipe), methods.pipe, [next])
  }),
  tap: exact('tap', function (this: unknown, name: unknown): unknown {
    const flow = open(this, 'tap')
    const node: TapNode = { kind: 'tap', name: givenName(name) }
    return followed(flow, append(null, node, methods.tap), methods.tap)
  }),
  as: exact('as', function (this: unknown, name: unknown): unknown {
    const { sketch, at } = open(this, 'as')
    sketch.rename(at, givenName(name), methods.as)
    return this
  }),
  loose: exact('loose', function (this: unknown): unknown {
    return flowing({ ...open(this, 'loose'), loose: true })
  }),
}

for (const [name, value] of Object.entries(methods))
  Object.defineProperty(Value.prototype, name, { value, enumerable: true })
Object.defineProperty(Value.prototype, 'shape', {
  get(this: unknown) {
    const flow = flowOf(this)
    return flow === null ? undefined : flow.sketch.shapeAt(flow.at)
  },
})
Object.freeze(Value.prototype)
Object.freeze(Value)
