// A compiled step: its own memory, with a program for each batch size.
import type { Plan } from '@layersmith/core'
import type { ThreadsOption } from '@layersmith/wasm-kernels/threads'
import type { InstanceWeights } from '../../lower/weights.js'
import type { LossHead, Mode, Step, StepOp, Update, Views, Weight } from '../contract.js'
import { fused } from '../lower/fuse.js'
import { lowerTraining } from '../lower/lower.js'
import { PlacedWeights } from '../lower/weights.js'
import { type Net, type Slot, planOf } from '../plan/plan.js'
import type { Now } from '../program/call.js'
import { type Program, type Regions, programOf, regionsOf } from './memory.js'
import { type Runner, startRunner } from './runner.js'

/** What a step is made of. */
export interface StepSource {
  readonly plan: Plan
  /** Copies of the weights, by the ids of instances. */
  readonly weights: ReadonlyMap<string, InstanceWeights>
  /** The names of the weights that train. */
  readonly trains: ReadonlySet<string>
  /** The ids of instances that are frozen, whose statistics stay as they are. */
  readonly frozen: ReadonlySet<string>
  /** One for each output, in the order of the plan. */
  readonly heads: readonly LossHead[]
  readonly update: (weights: readonly Weight[]) => Update
  /** As in a net; 1 GiB by default. */
  readonly room?: number
  readonly threads: ThreadsOption
}

const PAGE = 65536
/** Below it, keeping values is cheaper: computing them again makes a step up to 5 % longer. */
const ROOM = 2 ** 30
/** How many programs are kept, one per batch size and mode. */
const KEPT = 16

/**
 * Makes a step.
 * @throws Error with the path and the kind of every position that it cannot train, or where so
 *   many threads do not start
 */
export const makeStep = async (source: StepSource): Promise<Step> => {
  const { heads } = source
  const all = new PlacedWeights(source)
  const graph = fused(lowerTraining(source, all))
  const update = source.update(all.list)
  const runner = await startRunner(source.threads)
  const net: Net = {
    graph,
    weights: all.list,
    elements: all.trained,
    heads,
    update,
    room: source.room ?? ROOM,
    parts: (units) => runner.parts(units),
  }
  try {
    const step = new EngineStep(net, regionsOf(net, all.others), runner)
    for (const [weight, values] of all.values) step.set(weight, values)
    return step
  } catch (e) {
    runner.close()
    throw e
  }
}

class EngineStep implements Step {
  readonly #net: Net
  readonly #regions: Regions
  readonly threads: number
  readonly threadsBecause: string
  /** undefined once it is disposed. */
  #runner: Runner | undefined
  readonly #programs = new Map<string, Program>()
  #installed: Program | undefined
  readonly drawn = new Map<string, number>()
  ops: readonly StepOp[] = []

  constructor(net: Net, regions: Regions, runner: Runner) {
    this.#net = net
    this.#regions = regions
    this.#runner = runner
    this.threads = runner.threads
    this.threadsBecause = runner.threadsBecause
    this.#reach(regions.end)
  }

  get weights(): readonly Weight[] {
    return this.#net.weights
  }
  get parameters(): Float32Array {
    return this.#region('parameters')
  }
  get gradients(): Float32Array {
    return this.#region('gradients')
  }
  get others(): Float32Array {
    return this.#region('others')
  }
  get results(): Float32Array {
    return this.#region('results')
  }
  slot(index: number): Float32Array {
    const { elements } = this.#net
    return this.#region('slots').subarray(index * elements, (index + 1) * elements)
  }
  get bytes(): number {
    return this.#runner?.memory.buffer.byteLength ?? 0
  }

  set({ trainable, offset }: Weight, values: ArrayLike<number>): void {
    const region = trainable ? this.parameters : this.others
    region.set(values, offset)
  }

  prepare(images: number, mode: Mode): Views {
    const program = this.#program(images, mode)
    if (this.#installed !== program) this.#install(program)
    const { planned, results } = program
    const view = ({ bytes, elements }: Slot): Float32Array =>
      this.#floats(program.arena + bytes, elements)
    return {
      inputs: planned.inputs.map(view),
      targets: planned.targets.map(view),
      weights: planned.weights.map((slot) => slot && view(slot).fill(1)),
      outputs: planned.outputs.map(view),
      results: results.map((at, i) => this.#floats(at, this.#net.heads[i]?.results ?? 0)),
    }
  }

  compute(): void {
    const { planned, arena, compute } = this.#ready()
    const drawn = new Map(this.drawn)
    for (const { drawn: mask, bytes, elements } of planned.drawn) {
      const count = drawn.get(mask.instance) ?? 0
      mask.fill(this.#floats(arena + bytes, elements), planned.images, count)
      drawn.set(mask.instance, count + 1)
    }
    this.#living().run(compute)
    // a thread may have failed; then nothing was drawn
    for (const [instance, count] of drawn) this.drawn.set(instance, count)
  }

  update(name: string, now: Now): void {
    const calls = this.#ready().updates.get(name)
    if (calls === undefined) throw new Error(`layersmith: no update ${name}; please report`)
    for (const { args, live } of calls) for (const [i, value] of live) args[i] = value(now)
    this.#living().run(calls)
  }

  dispose(): void {
    this.#runner?.close()
    this.#runner = undefined
    this.#installed = undefined
    this.#programs.clear()
  }

  #ready(): Program {
    if (this.#installed === undefined)
      throw new Error('layersmith: a step runs before it is prepared; please report')
    return this.#installed
  }

  #program(images: number, mode: Mode): Program {
    const key = `${mode} ${images}`
    const known = this.#programs.get(key)
    if (known !== undefined) return known
    const made = programOf(this.#net, this.#regions, planOf(this.#net, images, mode))
    for (const calls of [made.compute, ...made.updates.values()]) this.#living().check(calls)
    const [oldest] = this.#programs.keys()
    if (this.#programs.size >= KEPT && oldest !== undefined) this.#programs.delete(oldest)
    this.#programs.set(key, made)
    return made
  }

  #install(program: Program): void {
    const { tables, end, planned } = program
    this.#reach(end)
    // while the memory changes, no program is installed
    this.#installed = undefined
    new Int32Array(this.#buffer(), tables, planned.tables.length).set(planned.tables)
    this.#installed = program
    this.ops = planned.ops
  }

  #living(): Runner {
    if (this.#runner === undefined) throw new Error('compileTraining: the trainer is disposed')
    return this.#runner
  }
  #buffer(): ArrayBufferLike {
    return this.#living().memory.buffer
  }
  #floats(bytes: number, elements: number): Float32Array {
    return new Float32Array(this.#buffer(), bytes, elements)
  }
  #region(name: keyof Regions['starts']): Float32Array {
    return this.#floats(this.#regions.starts[name], this.#regions.elements[name])
  }

  /** Grows the memory up to an address. */
  #reach(end: number): void {
    const { byteLength } = this.#buffer()
    const missing = Math.ceil((end - byteLength) / PAGE)
    if (missing <= 0) return
    try {
      this.#living().memory.grow(missing)
    } catch (cause) {
      throw new Error(
        `compileTraining: a step needs ${megabytes(end)} MB of wasm memory, and this engine ` +
          `gives no more than ${megabytes(byteLength)} MB; use smaller batches`,
        { cause },
      )
    }
  }
}

const megabytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20)
