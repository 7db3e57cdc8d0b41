// From a net to a program for batches of a size:
//
//   graph ──forward──▶ events ──losses, backward──▶ events ──lives──▶ arena ──▶ calls of kernels
//                                                     updates ──────────────▶
import type { LossHead, Mode, StepOp, Update, UpdatePlace, Weight } from '../contract.js'
import type { Graph } from '../graph/op.js'
import { sizeOf } from '../graph/op.js'
import { type Address, type Call, behind } from '../program/call.js'
import { arenaOf } from './arena.js'
import { backwardPass } from './backward.js'
import { type DrawnValue, forwardPass, opsOf } from './forward.js'
import { Script, Timeline, Value, type Writer } from './timeline.js'

/** A net, with the parts that a trainer adds. */
export interface Net {
  readonly graph: Graph
  readonly weights: readonly Weight[]
  /** The elements of all trained weights, with their padding. */
  readonly elements: number
  readonly heads: readonly LossHead[]
  readonly update: Update
  /** How many bytes values may take before outputs are computed again instead of being kept. */
  readonly room: number
  /** How many parts a call of some units is cut into, at most. */
  readonly parts: (units: number) => number
}

/** Numbers in the arena, an offset in bytes. */
export interface Slot {
  readonly bytes: number
  readonly elements: number
}

export interface Planned {
  readonly compute: readonly Call[]
  readonly updates: ReadonlyMap<string, readonly Call[]>
  readonly tables: Int32Array<ArrayBuffer>
  /** In bytes. */
  readonly arena: number
  readonly scratch: number
  readonly inputs: readonly Slot[]
  readonly targets: readonly Slot[]
  readonly weights: readonly (Slot | null)[]
  readonly outputs: readonly Slot[]
  readonly drawn: readonly (Slot & Pick<DrawnValue, 'drawn'>)[]
  readonly images: number
  readonly mode: Mode
  readonly ops: readonly StepOp[]
}

/** Where the results of each head begin, after those of the update. */
export const resultsOf = ({ heads, update }: Pick<Net, 'heads' | 'update'>): readonly Address[] => {
  let at = update.results
  return heads.map(({ results }) => {
    const bytes = 4 * at
    at += results
    return { region: 'results', bytes }
  })
}

/**
 * The program for batches of a size. Where values would need more than the net's room, it computes
 * some of them twice: that takes time, but keeping them takes memory that may not be there.
 */
export const planOf = (net: Net, images: number, mode: Mode): Planned => {
  const fast = laidOut(net, images, mode, false)
  if (mode !== 'training' || fast.arena <= net.room) return fast
  const small = laidOut(net, images, mode, true)
  return small.arena < fast.arena ? small : fast
}

const laidOut = (net: Net, images: number, mode: Mode, isSmall: boolean): Planned => {
  const { graph, heads } = net
  const timeline = new Timeline()
  const forward = forwardPass(graph, timeline, images, mode)
  const targets = heads.map(
    ({ target }, i) => new Value(images * sizeOf(target(graph.shapes[i] ?? []))),
  )
  // only training weights images
  const weights = heads.map((_, i) =>
    mode === 'training' && graph.shapes[i]?.length === 1 ? new Value(images) : null,
  )
  timeline.before([...targets, ...weights.filter((value) => value !== null)])
  const outputs = graph.outputs.flatMap((key) => forward.values.get(key) ?? [])
  const backward = backwardPass(
    { graph, forward, timeline, images },
    { heads, targets, weights, results: resultsOf(net) },
    { training: mode === 'training', isSmall },
  )
  timeline.after(outputs)
  const arena = arenaOf(timeline.values)
  const placeOf = (value: Value): number => arena.places.get(value) ?? 0
  const address = (value: Value): Address => ({ region: 'arena', bytes: placeOf(value) })
  const script = new Script(net.parts)
  const compute = timeline.events.flatMap(({ write }) => script.write(write, address))
  const updates =
    mode === 'training' ? updatesOf(net, script, address) : new Map<string, readonly Call[]>()
  const slot = (value: Value): Slot => ({ bytes: placeOf(value), elements: value.elements })
  return {
    compute,
    updates,
    tables: script.tables,
    arena: arena.bytes,
    scratch: script.scratch,
    inputs: forward.inputs.map(slot),
    targets: targets.map(slot),
    weights: weights.map((value) => value && slot(value)),
    outputs: outputs.map(slot),
    drawn: forward.drawn.map(({ drawn, value }) => ({ ...slot(value), drawn })),
    images,
    mode,
    ops: opsOf(forward.placed, forward.kernels, backward),
  }
}

/** The programs that change weights. */
const updatesOf = (
  { update, weights, elements }: Net,
  script: Script,
  address: Writer['address'],
): ReadonlyMap<string, readonly Call[]> => {
  const at =
    (region: Address['region']) =>
    (offset: number): Address => ({ region, bytes: 4 * offset })
  const programs = new Map<string, readonly Call[]>()
  for (const [name, write] of Object.entries(update.programs)) {
    const calls = script.write(({ call }) => {
      const place: UpdatePlace = {
        call,
        weights,
        elements,
        parameters: at('parameters'),
        gradients: at('gradients'),
        slots: (slot, offset) => behind({ region: 'slots', bytes: 0 }, slot * elements + offset),
        result: at('results'),
      }
      write(place)
    }, address)
    programs.set(name, calls)
  }
  return programs
}
