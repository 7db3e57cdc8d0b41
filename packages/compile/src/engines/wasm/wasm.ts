// The engine `wasm`: a graph as programs of wasm kernels in a memory of their own, one for each
// size of the inputs.
import * as tf from '@tensorflow/tfjs'
import type { End, Graph, Node } from '../../graph/graph.js'
import type { Shape } from '../../graph/wasm.js'
import { Machine, MUCH_FUEL, type Program as MachineProgram } from '../../runtime/machine.js'
import type { Engine, EngineMaker, Program, SavedEngine } from '../engine.js'
import { layoutOf } from './layout.js'
import { type Plan, planOf, programOf } from './plan.js'
import { PackedWeights } from './weights.js'

export const wasm: EngineMaker = {
  name: 'wasm',
  make: async ({ graph, exact }) => {
    const refusals = graph.nodes.flatMap((node) => refusalOf(graph, node))
    if (refusals.length > 0)
      throw new Error(`compile: the engine wasm cannot compute this net.\n${refusals.join('\n')}`)
    return new WasmEngine(graph, exact, await Machine.start())
  },
}

/** Why the engine cannot compute a node, by its path and kind. */
const refusalOf = (
  graph: Graph,
  { op, of, key, inputs, shape, masks }: Node,
): readonly string[] => {
  const why =
    masks.length > 0
      ? 'there is no kernel for masks'
      : op.wasm === undefined
        ? 'there is no kernel for it'
        : (op.wasm.refuses?.(
            inputs.map((from) => graph.shapeOf(from)),
            shape,
          ) ?? null)
  return why === null ? [] : [`${of.at(-1) ?? key}: ${op.name}: ${why}; use the engine tfjs`]
}

class WasmEngine implements Engine {
  readonly #graph: Graph
  readonly #exact: boolean
  readonly #weights = new PackedWeights()
  readonly #programs = new WeakMap<Program, Sized>()
  #machine: Machine | undefined
  /** The elements of the weights that the machine has. */
  #loaded = -1
  readonly kernels = new Map<string, string>()

  constructor(graph: Graph, exact: boolean, machine: Machine) {
    this.#graph = graph
    this.#exact = exact
    this.#machine = machine
  }

  program(ends: readonly End[]): Program {
    const sized = new Sized((sizes) => this.#plan(ends, sizes))
    const declared = this.#graph.inputs.map(({ shape }) => shape)
    const isKnown = (shape: readonly (number | null)[]): shape is Shape => !shape.includes(null)
    if (declared.every(isKnown)) sized.plan(declared)
    const program: Program = (inputs) => {
      const images = inputs[0]?.shape[0] ?? 0
      const plan = sized.plan(inputs.map(({ shape }) => shape.slice(1)))
      const { ready, machine } = this.#ready(plan)
      const numbers = inputs.map((x) => x.dataSync<'float32'>())
      const made = machine.run(ready, numbers, images, MUCH_FUEL)
      return made.map((values, i) =>
        tf.tensor(values, [images, ...(ready.outputs[i]?.shape ?? [])]),
      )
    }
    this.#programs.set(program, sized)
    return program
  }

  save(programs: readonly Program[]): SavedEngine {
    return {
      weights: this.#weights.all(),
      programs: programs.map((program) =>
        (this.#programs.get(program)?.all ?? []).map((plan) => {
          const { ready, machine } = this.#ready(plan)
          return { ...ready, work: machine.workOf(ready) }
        }),
      ),
    }
  }

  #plan(ends: readonly End[], sizes: readonly Shape[]): Planned {
    const plan = planOf(layoutOf(this.#graph, ends, sizes, this.#exact), this.#weights, this.#exact)
    for (const [key, kernel] of plan.kernels) this.kernels.set(key, kernel)
    return { plan, program: undefined, weights: -1 }
  }

  /** The program of a plan behind the weights that there are now, which are in place. */
  #ready(planned: Planned): { ready: MachineProgram; machine: Machine } {
    if (this.#machine === undefined) throw new Error('run: the compiled program is disposed')
    const { elements } = this.#weights
    if (this.#loaded !== elements) {
      this.#machine.setWeights(this.#weights.all())
      this.#loaded = elements
    }
    if (planned.program === undefined || planned.weights !== elements) {
      planned.program = programOf(planned.plan, 4 * elements)
      planned.weights = elements
    }
    return { ready: planned.program, machine: this.#machine }
  }

  dispose(): void {
    // the memory goes with the machine
    this.#machine = undefined
  }
}

/** A plan, and its program behind weights of a size. */
interface Planned {
  readonly plan: Plan
  program: MachineProgram | undefined
  weights: number
}

/** Plans that are kept. */
const KEPT = 64

/** The plans of sizes of inputs, made at first sight; the oldest go when there are many. */
class Sized {
  readonly #make: (sizes: readonly Shape[]) => Planned
  readonly #plans = new Map<string, Planned>()

  constructor(make: (sizes: readonly Shape[]) => Planned) {
    this.#make = make
  }

  /** In the order of their sizes. */
  get all(): readonly Planned[] {
    const keys = [...this.#plans.keys()].sort()
    return keys.flatMap((key) => this.#plans.get(key) ?? [])
  }

  plan(sizes: readonly Shape[]): Planned {
    const key = sizes.join(' ')
    const known = this.#plans.get(key)
    if (known !== undefined) return known
    const made = this.#make(sizes)
    const [oldest] = this.#plans.keys()
    if (this.#plans.size >= KEPT && oldest !== undefined) this.#plans.delete(oldest)
    this.#plans.set(key, made)
    return made
  }
}
