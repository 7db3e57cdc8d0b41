// Outputs that the backward pass computes again, so that they need no place between the passes.
import { type Pass, type Placed, placeOf } from './forward.js'
import { Value } from './timeline.js'

export class Recomputed {
  readonly #pass: Pass
  /** The nodes whose outputs can be computed again from what is kept anyway. */
  readonly #makers: ReadonlyMap<Value, Placed>
  readonly #known = new Map<Value, Value>()
  readonly #keys = new Set<string>()

  /** @param isOn whether anything is computed again */
  constructor(pass: Pass, isOn: boolean) {
    const { graph, forward } = pass
    const outputs = new Set(graph.outputs.map((key) => forward.values.get(key)))
    this.#pass = pass
    this.#makers = new Map(
      forward.placed
        .filter(
          ({ node: { op }, isView, output }) =>
            isOn && !isView && op.again !== undefined && op.reads.inputs && !outputs.has(output),
        )
        .map((placed) => [placed.output, placed]),
    )
  }

  /** The keys of the nodes whose outputs have been computed again. */
  get keys(): ReadonlySet<string> {
    return this.#keys
  }

  /** A node with the values that its backward pass reads. */
  readBy(placed: Placed): Placed {
    const { inputs, output, node } = placed
    const { reads } = node.op
    return {
      ...placed,
      inputs: reads.inputs ? inputs.map((value) => this.#of(value)) : inputs,
      output: reads.output ? this.#of(output) : output,
    }
  }

  /** The value itself or, if it is not kept, the same numbers in another place. */
  #of(value: Value): Value {
    const known = this.#known.get(value)
    if (known !== undefined) return known
    const maker = this.#makers.get(value)
    if (maker === undefined) return value
    const { images, timeline } = this.#pass
    const inputs = maker.inputs.map((input) => this.#of(input))
    const output = new Value(value.elements)
    this.#known.set(value, output)
    this.#keys.add(maker.node.key)
    timeline.add([...inputs, ...maker.kept, output], (writer) =>
      maker.node.op.again?.(placeOf({ ...maker, inputs, output }, images, writer)),
    )
    return output
  }
}
