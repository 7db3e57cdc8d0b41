// A graph as TypeScript: a callback with a constant for each value that is read more than once.
import { link, nodesOf } from '../ast/chain.js'
import { inputNames } from '../ast/input.js'
import type { Arm, Node, Part } from '../ast/node.js'
import {
  type Call,
  type Callback,
  type Expr,
  asExpr,
  extended,
  keyText,
  literal,
} from '../base/expression.js'
import { nameFor } from '../base/names.js'
import { ownBug } from '../base/problem.js'
import type { SourceWriter } from './composite.js'
import { type GraphNode, type GraphStep, RENAME, isMergeStep } from './graph-node.js'
import { mergeOptions } from './merge.js'

const nodesIn = (step: GraphStep): readonly Node[] => (isMergeStep(step) ? [] : nodesOf(step.body))
const partOf = (node: Node): Part => ({ input: null, chain: link(null, node) })

/** What is piped after values. */
export const partsIn = ({ steps }: GraphNode): readonly Part[] =>
  steps.flatMap((step) => nodesIn(step).map(partOf))

/** A value of more calls than this becomes a constant, for readers and for the compiler. */
const LONG = 12

/**
 * The constants of a callback and what it returns. A value that is read once is written where it is
 * read, as long as this keeps the order of the calls, which numbers the positions; any other value
 * becomes a constant.
 */
class Callbacks {
  readonly constants: (readonly [string, Expr])[] = []
  readonly #values: Expr[]
  readonly #reads = new Map<number, number>()
  readonly #source: SourceWriter
  /** How many calls each value takes where it is written. */
  readonly #lengths: number[]
  /** The values that are not in a constant yet, oldest first. */
  #pending: number[] = []

  constructor({ steps, results }: GraphNode, inputs: readonly string[], source: SourceWriter) {
    this.#source = source
    this.#values = inputs.map(asExpr)
    this.#lengths = inputs.map(() => 0)
    for (const i of [...steps.flatMap((step) => step.from), ...results])
      this.#reads.set(i, (this.#reads.get(i) ?? 0) + 1)
    for (const step of steps) this.#step(step)
  }

  #step(step: GraphStep): void {
    const read = this.read(step.from)
    const made = isMergeStep(step)
      ? {
          start: this.#source.call(step.merge, ...read, ...mergeOptions(step, this.#source)),
          calls: [],
        }
      : extended(
          read[0] ?? ownBug('a step reads nothing'),
          nodesOf(step.body).map(
            (node): Call =>
              this.#source.onValue(node) ?? {
                name: 'pipe',
                args: [this.#source.use(partOf(node))],
              },
          ),
        )
    const as = step.name === null ? [] : [literal(nameFor(step, RENAME))]
    const value = extended(
      made,
      as.map((name) => ({ name: 'as', args: [name] })),
    )
    const at = this.#values.push(value) - 1
    const length = step.from.reduce((n, i) => n + (this.#lengths[i] ?? 0), 1)
    this.#lengths.push(length)
    this.#pending.push(at)
    if (this.#reads.get(at) !== 1 || length >= LONG) this.flush()
  }

  /** What reads values: those that are written here must be the last that were made. */
  read(from: readonly number[]): readonly Expr[] {
    const inner = from.filter((i) => this.#pending.includes(i))
    const kept = this.#pending.length - inner.length
    if (inner.join() === this.#pending.slice(kept).join()) this.#pending.length = kept
    else this.flush()
    return from.map((i) => this.#values[i] ?? ownBug('a step reads a later value'))
  }

  flush(): void {
    for (const i of this.#pending) {
      const value = this.#values[i] ?? ownBug('a value is not written')
      const last = value.calls.at(-1)
      const [named] = last?.name === 'tap' || last?.name === 'as' ? last.args : []
      const name = this.#source.name(typeof named === 'string' ? named.slice(1, -1) : 'y')
      this.constants.push([name, value])
      this.#values[i] = asExpr(name)
      this.#lengths[i] = 0
    }
    this.#pending = []
  }
}

/** `graph(shape, (x) => …)`; with the names of `heads` where several values come out. */
export const graphCall = (
  node: GraphNode,
  heads: readonly Arm[] | null,
  source: SourceWriter,
): Expr => {
  const names = inputNames(node.input)
  const inputs = (names ?? ['x']).map((name) => source.name(name))
  const callbacks = new Callbacks(node, inputs, source)
  const results = callbacks.read(node.results)
  callbacks.flush()
  const [only] = results
  const callback: Callback = {
    parameter:
      names === null
        ? inputs.join()
        : `{ ${names.map((name, i) => shorthand(name, inputs[i] ?? '')).join(', ')} }`,
    constants: callbacks.constants,
    returns:
      heads === null
        ? (only ?? ownBug('a graph gives nothing'))
        : {
            fields: heads.map(({ name }, i) => [
              keyText(name),
              results[i] ?? ownBug('a graph and its outputs differ'),
            ]),
          },
  }
  return { start: source.call('graph', literal(node.input.shape), callback), calls: [] }
}
const shorthand = (name: string, constant: string): string =>
  keyText(name) === constant ? constant : `${keyText(name)}: ${constant}`
