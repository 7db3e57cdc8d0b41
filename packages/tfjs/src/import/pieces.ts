// From parts to pieces: what a net will be made of, with ties for the weights that serve several
// places.
import { type JsonObject, type Problem, type Sizes, check, ofKind } from '@layersmith/core'
import { isRight } from 'fp-ts/lib/Either.js'
import { listed } from '../base/wording.js'
import { problemAt } from '../base/problem.js'
import { type Chain, type Merge, type Nested, type Part, nest } from './nest.js'
import type { Reading, Use, Value } from './read-model.js'

export type Piece =
  | { readonly is: 'leaf'; readonly value: Value }
  | { readonly is: 'residual'; readonly body: Pieces; readonly shortcut: Pieces }
  | { readonly is: 'branch'; readonly merge: Merge; readonly arms: readonly Pieces[] }
  | { readonly is: 'group'; readonly name: string; readonly body: Pieces }
  | Tie
/** One object at all its places. */
export interface Tie {
  readonly is: 'tie'
  readonly input: Sizes
  readonly body: Pieces
}
export type Pieces = readonly Piece[]
/** A net in pieces. */
export interface Net {
  readonly inputs: readonly Value[]
  readonly join: {
    readonly merge: Merge
    readonly arms: readonly Pieces[]
    readonly order: readonly Value[]
  } | null
  readonly body: Pieces
  readonly heads: readonly Pieces[] | null
  readonly outputs: readonly Value[]
  readonly outputNames: readonly string[]
}

const OWN = 'make a layer for each place'
type Layer = Extract<Use, { readonly layer: unknown }>['layer']
/**
 * A layer with weights at several places, and what stands between it and the next such layer,
 * wherever it is.
 */
interface Step {
  readonly value: Value
  /** The parts behind it that hold nothing. */
  readonly between: Chain
  readonly next: Layer | null
}

/**
 * The pieces of a model.
 * @param placesOf the places of a layer in the whole model, for problems
 */
export const piecesOf = (
  reading: Reading,
  placesOf: (layer: Layer) => readonly string[],
): { readonly net: Net; readonly problems: readonly Problem[] } => {
  const parts = new Map([...reading.parts].map(([layer, flow]) => [layer, nest(flow)]))
  const main = nest(reading.main)
  const chains = [main, ...parts.values()].flatMap(chainsOf)
  const cutter = new Cutter(reading, parts, chains, placesOf)
  const net: Net = {
    inputs: reading.main.inputs,
    join:
      main.join === null
        ? null
        : { ...main.join, arms: main.join.arms.map((arm) => cutter.pieces(arm)) },
    body: cutter.pieces(main.chain),
    heads: main.heads?.map((head) => cutter.pieces(head)) ?? null,
    outputs: reading.main.outputs,
    outputNames: reading.main.outputNames,
  }
  return { net, problems: cutter.problems }
}

/** All chains of a graph, those in branches too. */
const chainsOf = ({ join, chain, heads }: Nested): readonly Chain[] =>
  [...(join?.arms ?? []), chain, ...(heads ?? [])].flatMap(withArms)
const withArms = (chain: Chain): readonly Chain[] => [
  chain,
  ...chain.flatMap((part) => (part.is === 'branch' ? part.arms.flatMap(withArms) : [])),
]

class Cutter {
  readonly problems: Problem[] = []
  readonly #reading: Reading
  readonly #parts: ReadonlyMap<unknown, Nested>
  readonly #placesOf: (layer: Layer) => readonly string[]
  /** By the first layer in them. */
  readonly #runs: ReadonlyMap<Layer, readonly Step[]>
  readonly #ties = new Map<Layer, Tie>()
  readonly #reported = new Set<Layer>()

  constructor(
    reading: Reading,
    parts: ReadonlyMap<unknown, Nested>,
    chains: readonly Chain[],
    placesOf: (layer: Layer) => readonly string[],
  ) {
    this.#reading = reading
    this.#parts = parts
    this.#placesOf = placesOf
    this.#runs = runs(chains, (value) => this.#isTied(value))
  }

  pieces(chain: Chain): Pieces {
    const pieces: Piece[] = []
    for (let i = 0; i < chain.length; i++) {
      const part = chain[i]
      if (part === undefined) break
      if (part.is === 'branch')
        pieces.push(
          branchOf(
            part.merge,
            part.arms.map((arm) => this.pieces(arm)),
          ),
        )
      else {
        const tie = this.#tieOf(layerOf(part.value))
        pieces.push(tie ?? this.#piece(part.value))
        if (tie !== null) i += tie.body.length - 1
      }
    }
    return pieces
  }

  #piece(value: Value): Piece {
    const { use } = value
    const nested = use?.is === 'model' ? this.#parts.get(use.layer) : undefined
    return nested === undefined
      ? { is: 'leaf', value }
      : { is: 'group', name: nameFor(value), body: this.pieces(nested.chain) }
  }

  #usesOf(layer: Layer): readonly Value[] {
    return this.#reading.uses.get(layer) ?? []
  }

  /** Whether weights that make a value make others too. What cannot be shared is a problem. */
  #isTied(value: Value): boolean {
    const layer = layerOf(value)
    if (layer === null || this.#usesOf(layer).length < 2 || layer.weights.length === 0) return false
    for (const inner of this.#within(value)) this.#refuse(inner)
    return true
  }
  /** The value, or those of the layers in the model that makes it. */
  #within(value: Value): readonly Value[] {
    return value.use?.is === 'model'
      ? (this.#reading.parts.get(value.use.layer)?.values ?? []).flatMap((inner) =>
          this.#within(inner),
        )
      : [value]
  }
  #refuse(value: Value): void {
    const layer = layerOf(value)
    if (layer === null || this.#reported.has(layer)) return
    const places = this.#placesOf(layer)
    const problem =
      value.use?.is === 'custom'
        ? problemAt(
            layer.name,
            'layerNotExpressible',
            'of a known class with known settings to have several places',
            `a ${layer.getClassName()} at ${listed(places)}`,
            OWN,
          )
        : keepsStatistics(value)
          ? problemAt(
              layer.name,
              'statisticsShared',
              'one place',
              `${places.length}: ${listed(places)}`,
              OWN,
            )
          : null
    if (problem === null) return
    this.#reported.add(layer)
    this.problems.push(problem)
  }

  /** The tie that begins with a layer; made when it is first met, so that those in it are there. */
  #tieOf(layer: Layer | null): Tie | null {
    const run = layer === null ? undefined : this.#runs.get(layer)
    if (layer === null || run === undefined) return null
    const tie = this.#ties.get(layer) ?? this.#tie(layer, run)
    this.#ties.set(layer, tie)
    return tie
  }
  #tie(layer: Layer, run: readonly Step[]): Tie {
    const shapes = this.#usesOf(layer).map(({ from }) => from[0]?.shape ?? [])
    const [shape = []] = shapes
    const other = shapes.find((s) => s.length !== shape.length)
    if (other !== undefined)
      this.problems.push(
        problemAt(
          layer.name,
          'tieSizesDiffer',
          'one number of axes everywhere',
          `${shape.length} and ${other.length}`,
          'make a layer for each place',
        ),
      )
    return {
      is: 'tie',
      // a size that differs from place to place is not known before run time
      input: shape.map((n, i) => (shapes.every((s) => s[i] === n) ? n : null)),
      body: run.flatMap(({ value, between }) => [this.#piece(value), ...this.pieces(between)]),
    }
  }
}

/** An addition of two is a residual connection: the longer arm is its body. */
const branchOf = (merge: Merge, arms: readonly Pieces[]): Piece => {
  const [first, second, ...others] = arms
  if (merge.kind !== 'add' || first === undefined || second === undefined || others.length > 0)
    return { is: 'branch', merge, arms }
  return first.length < second.length
    ? { is: 'residual', body: second, shortcut: first }
    : { is: 'residual', body: first, shortcut: second }
}

/** The layers of a net in the order of the plan's positions. */
export const leavesOf = ({ join, body, heads }: Net): readonly Value[] =>
  [...(join?.arms ?? []), body, ...(heads ?? [])].flatMap(leavesIn)
const leavesIn = (pieces: Pieces): readonly Value[] =>
  pieces.flatMap((piece): readonly Value[] => {
    switch (piece.is) {
      case 'leaf':
        return [piece.value]
      case 'residual':
        return [...leavesIn(piece.body), ...leavesIn(piece.shortcut)]
      case 'branch':
        return piece.arms.flatMap(leavesIn)
      case 'group':
      case 'tie':
        return leavesIn(piece.body)
      default:
        return piece satisfies never
    }
  })

/** Whether the layer of a value holds running statistics. */
const keepsStatistics = ({ use, from }: Value): boolean => {
  if (use?.is !== 'layer') return false
  const checked = check(ofKind(use.kind, use.config), { inputShape: from[0]?.shape ?? [] })
  return isRight(checked) && checked.right.instances.some(({ held }) => held === 'batchStatistics')
}

const layerOf = ({ use }: Value): Layer | null =>
  use === null || use.is === 'merge' ? null : use.layer
const nameFor = ({ use, label }: Value): string =>
  use === null || use.is === 'merge' ? label : use.layer.name

/**
 * The tied layers in runs: those that always follow each other at the same shapes, with the same
 * between them, are one tie.
 */
const runs = (
  chains: readonly Chain[],
  isTied: (value: Value) => boolean,
): ReadonlyMap<Layer, readonly Step[]> => {
  const steps = new Map<Layer, Step[]>()
  const before = new Map<Layer, number>()
  for (const chain of chains) {
    chain.forEach((part, i) => {
      const layer = part.is === 'use' ? layerOf(part.value) : null
      if (part.is !== 'use' || layer === null || !isTied(part.value)) return
      const end = chain.findIndex((p, j) => j > i && !isStateless(p))
      const behind = end === -1 ? undefined : chain[end]
      const next = behind?.is === 'use' && isTied(behind.value) ? layerOf(behind.value) : null
      const step: Step = {
        value: part.value,
        between: next === null ? [] : chain.slice(i + 1, end),
        next,
      }
      steps.set(layer, [...(steps.get(layer) ?? []), step])
      if (next !== null) before.set(next, (before.get(next) ?? 0) + 1)
    })
  }
  /** The layer that always follows. */
  const followerOf = (layer: Layer): Layer | null => {
    const all = steps.get(layer) ?? []
    const [first] = all
    const next = first?.next ?? null
    const alike = all.every(
      (s) => s.next === next && signature(s) === (first === undefined ? '' : signature(first)),
    )
    return next !== null &&
      alike &&
      before.get(next) === all.length &&
      steps.get(next)?.length === all.length
      ? next
      : null
  }
  const followers = new Map([...steps.keys()].map((layer) => [layer, followerOf(layer)]))
  const following = new Set(followers.values())
  return new Map(
    [...steps.keys()]
      .filter((layer) => !following.has(layer))
      .map((layer) => {
        const run: Step[] = []
        for (let l: Layer | null = layer; l !== null; l = followers.get(l) ?? null) {
          const [step] = steps.get(l) ?? []
          if (step !== undefined)
            run.push((followers.get(l) ?? null) === null ? { ...step, between: [] } : step)
        }
        return [layer, run] as const
      }),
  )
}
const isStateless = (part: Part): boolean =>
  part.is === 'use' && part.value.use?.is === 'layer' && part.value.use.layer.weights.length === 0
/** What must be alike at all places of a tie of several layers. */
const signature = ({ value, between }: Step): string =>
  JSON.stringify([
    value.from[0]?.shape,
    ...between.map((part): JsonObject | null =>
      part.is === 'use' && part.value.use?.is === 'layer'
        ? { kind: part.value.use.kind, config: part.value.use.config }
        : null,
    ),
  ])
