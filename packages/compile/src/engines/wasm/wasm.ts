// The engine `wasm`: a graph as programs of wasm kernels in a memory of their own, one for each
// size of the inputs.
import * as tf from '@tensorflow/tfjs'
import type { End, Graph, Node } from '../../graph/graph.js'
import type { Shape } from '../../graph/wasm.js'
import {
  Machine,
  MUCH_FUEL,
  type Program as MachineProgram,
  type RunRecords,
} from '../../runtime/machine.js'
import type { Engine, EngineInput, EngineMaker, Proceed, Program, SavedEngine } from '../engine.js'
import { layoutOf } from './layout.js'
import { type Plan, planOf, programOf } from './plan.js'
import type { Copies, Team } from './team.js'
import { PackedWeights } from './weights.js'

export const wasm: EngineMaker = {
  name: 'wasm',
  make: async (given) => {
    const { graph } = given
    const refusals = graph.nodes.flatMap((node) => refusalOf(graph, node))
    if (refusals.length > 0)
      throw new Error(`compile: the engine wasm cannot compute this net.\n${refusals.join('\n')}`)
    // loaded here, since most programs compute on one thread
    const { opened, because } =
      given.threads === 1
        ? { opened: null, because: 'as asked' }
        : await (await import('./team.js')).teams.start(given.threads)
    const team = opened?.team ?? null
    try {
      return new WasmEngine(given, team?.machine ?? (await Machine.start()), team, because)
    } catch (e) {
      team?.close()
      throw e
    }
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

/** What programs need for as long as they live. */
interface Held {
  readonly machine: Machine
  /** null where one thread computes. */
  readonly team: Team | null
  readonly weights: PackedWeights
  /** What sizes that come later are planned from; null where none do. */
  readonly graph: Graph | null
}

class WasmEngine implements Engine {
  readonly #exact: boolean
  readonly #sized: readonly Sized[]
  /** undefined once it is disposed. */
  #held: Held | undefined
  readonly programs: readonly Program[]
  readonly kernels = new Map<string, string>()
  readonly threads: NonNullable<Engine['threads']>

  constructor(
    { graph, ends, exact }: EngineInput,
    machine: Machine,
    team: Team | null,
    threadsBecause: string,
  ) {
    this.#exact = exact
    this.#held = { graph, machine, team, weights: new PackedWeights() }
    this.threads = { threads: team?.threads ?? 1, threadsBecause }
    this.#sized = ends.map((some) => new Sized((sizes) => this.#plan(some, sizes)))
    this.programs = this.#sized.map(
      (sized): Program =>
        (inputs, proceed) =>
          this.#run(sized, inputs, proceed),
    )
    const declared = graph.inputs.map(({ shape }) => shape)
    if (!declared.every(isKnown)) return
    for (const sized of this.#sized) sized.plan(declared)
    // the weights are packed, and these were the last sizes
    this.#held = { ...this.#held, graph: null }
  }

  #run(sized: Sized, inputs: readonly tf.Tensor[], proceed?: Proceed): tf.Tensor[] {
    const images = inputs[0]?.shape[0] ?? 0
    const planned = sized.plan(inputs.map(({ shape }) => shape.slice(1)))
    const { ready, machine, team } = this.#ready(planned)
    const numbers = inputs.map((x) => x.dataSync<'float32'>())
    const each = proceed && ((run: RunRecords) => inParts(planned.plan, run, proceed))
    const alone = () => machine.run(ready, numbers, images, MUCH_FUEL, each)
    const isShared = team !== null && images > 1 && proceed === undefined
    const made = isShared ? team.run(this.#copies(planned, team), numbers, images, alone) : alone()
    return made.map((values, i) => tf.tensor(values, [images, ...(ready.outputs[i]?.shape ?? [])]))
  }

  save(programs: readonly Program[]): SavedEngine {
    const saved = programs.map((program) =>
      (this.#sized[this.programs.indexOf(program)]?.all ?? []).map((planned) => {
        const { ready, machine } = this.#ready(planned)
        return { ...ready, work: machine.workOf(ready) }
      }),
    )
    const { machine, weights } = this.#living()
    return { weights: machine.weights(weights.elements), programs: saved }
  }

  #plan(ends: readonly End[], sizes: readonly Shape[]): Planned {
    const { graph, weights } = this.#living()
    if (graph === null) throw new Error(`layersmith: new sizes ${sizes.join()}; please report`)
    const plan = planOf(layoutOf(graph, ends, sizes, this.#exact), weights, this.#exact)
    for (const [key, kernel] of plan.kernels) {
      const known = this.kernels.get(key)?.split(OR) ?? []
      this.kernels.set(key, [...new Set([...known, kernel])].join(OR))
    }
    return { plan, program: undefined, copies: undefined, weights: -1 }
  }

  /** The copies of a program that is ready, for all threads. */
  #copies(planned: Planned, { threads }: Team): Copies {
    const { plan, program, weights, copies } = planned
    if (copies !== undefined) return copies
    const others = Array.from({ length: threads - 1 }, (_, i) =>
      programOf(plan, 4 * weights, i + 1),
    )
    const programs = program === undefined ? [] : [program, ...others]
    return (planned.copies = { programs, milliseconds: undefined })
  }

  /** The program of a plan behind the weights that there are now, which are in place. */
  #ready(planned: Planned): {
    readonly ready: MachineProgram
    readonly machine: Machine
    readonly team: Team | null
  } {
    const { machine, team, weights } = this.#living()
    const { elements } = weights
    if (planned.program === undefined || planned.weights !== elements) {
      planned.program = programOf(planned.plan, 4 * elements)
      planned.copies = undefined
      planned.weights = elements
    }
    try {
      machine.reach(planned.program.end)
    } catch (e) {
      // other sizes still fit, where they are
      weights.drop()
      for (const sized of this.#sized) sized.drop(planned)
      throw e
    }
    weights.moveTo((values, at) => machine.setWeights(values, at))
    team?.uses(planned.program)
    return { ready: planned.program, machine, team }
  }

  #living(): Held {
    if (this.#held === undefined) throw new Error('run: the compiled program is disposed')
    return this.#held
  }

  dispose(): void {
    // the memory goes with the machine
    this.#held?.team?.close()
    this.#held = undefined
    for (const sized of this.#sized) sized.clear()
  }
}

/** Between kernels, where sizes need different ones. */
const OR = ' or '

const isKnown = (shape: readonly (number | null)[]): shape is Shape => !shape.includes(null)

/** Runs a plan a node at a time. */
const inParts = ({ parts, calls }: Plan, run: RunRecords, proceed: Proceed): void => {
  let first = 0
  for (const part of parts) {
    proceed(part.key)
    run(first, part.calls)
    first += part.calls
  }
  proceed(null)
  run(first, calls.length - first) // what only copies results
}

/** A plan, and its program behind weights of a size. */
interface Planned {
  readonly plan: Plan
  program: MachineProgram | undefined
  /** The same for all threads. */
  copies: Copies | undefined
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

  clear(): void {
    this.#plans.clear()
  }

  drop(planned: Planned): void {
    for (const [key, one] of this.#plans) if (one === planned) this.#plans.delete(key)
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
