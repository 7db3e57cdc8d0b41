// From parts to pieces of a net, with ties for weights that serve several places.
import { type Problem, check, ofKind } from '@layersmith/core'
import { isRight } from 'fp-ts/lib/Either.js'
import { problemAt } from '../base/problem.js'
import { placesInWords } from '../base/wording.js'
import type { UsesOf } from '../inspect/uses.js'
import { nest } from './nest.js'
import { type Arm, type Chain, type Crossing, type Merge, type Nested, chainsIn } from './parts.js'
import type { Chained, Graph, Net, Piece, Pieces, Tie, Way } from './pieces.js'
import type { Reading, Value } from './read-model.js'
import { Steps } from './steps.js'
import { type Layer, type Step, layerOf, runs } from './tied-runs.js'

const OWN = 'make a layer for each place'

/**
 * Cuts a model into pieces.
 * @param places the places of the layers in the whole model, for problems
 */
export const piecesOf = (
  reading: Reading,
  places: UsesOf,
): { readonly net: Net; readonly problems: readonly Problem[] } => {
  const models = new Map([...reading.models].map(([layer, flow]) => [layer, nest(flow)]))
  const main = nest(reading.main)
  const chains = [main, ...models.values()].flatMap(chainsIn).flatMap(withArms)
  const cutter = new Cutter(reading, models, chains, places)
  const { inputs, outputs, outputNames } = reading.main
  const net: Net = { ...cutter.net(main, inputs), outputs, outputNames }
  return { net, problems: cutter.problems }
}

/** A chain, and those in its branches. */
const withArms = (chain: Chain): readonly Chain[] => [
  chain,
  ...chain.flatMap((part) => (part.is === 'branch' ? part.arms.flatMap(withArms) : [])),
]

class Cutter {
  readonly problems: Problem[] = []
  readonly #reading: Reading
  readonly #models: ReadonlyMap<unknown, Nested>
  readonly #places: UsesOf
  /** By their first layer. */
  readonly #runs: ReadonlyMap<Layer, readonly Step[]>
  readonly #ties = new Map<Layer, Tie>()
  readonly #examined = new Set<Layer>()
  readonly #steps = new Steps()

  constructor(
    reading: Reading,
    models: ReadonlyMap<unknown, Nested>,
    chains: readonly Chain[],
    places: UsesOf,
  ) {
    this.#reading = reading
    this.#models = models
    this.#places = places
    this.#runs = runs(chains, (value) => this.#isTied(value))
  }

  net(nested: Nested, inputs: readonly Value[]): Chained | Graph {
    if (nested.is === 'crossing') return this.#graph(nested)
    const { join, chain, heads } = nested
    return {
      is: 'chained',
      inputs,
      join: join === null ? null : { ...join, arms: join.arms.map((arm) => this.pieces(arm)) },
      body: this.pieces(chain),
      heads: heads?.map((head) => this.pieces(head)) ?? null,
    }
  }
  #graph({ inputs, places, ends }: Crossing): Graph {
    const wayOf = ({ from, chain }: Arm): Way => ({ from, body: this.pieces(chain) })
    return {
      is: 'graph',
      inputs,
      places: places.map(({ merge, arms }) => ({ merge, arms: arms.map(wayOf) })),
      ends: ends.map(wayOf),
    }
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
    this.#steps.take(value.label)
    const { use } = value
    const nested = use?.is === 'model' ? this.#models.get(use.layer) : undefined
    if (nested === undefined) return { is: 'leaf', value }
    const body = nested.is === 'series' ? this.pieces(nested.chain) : [this.#graph(nested)]
    return { is: 'group', name: nameFor(value), body }
  }

  #usesOf(layer: Layer): readonly Value[] {
    return this.#reading.uses.get(layer) ?? []
  }

  /** Whether the weights that make a value make others too; reports what cannot be shared. */
  #isTied(value: Value): boolean {
    const layer = layerOf(value)
    if (layer === null || this.#usesOf(layer).length < 2 || layer.weights.length === 0) return false
    this.#examine(value, layer)
    return true
  }
  /** Reports what cannot be shared, once: a model may be in another at any number of places. */
  #examine(value: Value, layer = layerOf(value)): void {
    if (layer === null || this.#examined.has(layer)) return
    this.#examined.add(layer)
    if (value.use?.is === 'model')
      for (const inner of this.#reading.models.get(layer)?.values ?? []) this.#examine(inner)
    else this.#refuse(value, layer)
  }
  #refuse(value: Value, layer: Layer): void {
    const { count, places } = this.#places.get(layer) ?? { count: 0, places: [] }
    const where = placesInWords(places.map(({ text }) => text))
    if (value.use?.is === 'custom')
      this.problems.push(
        problemAt(
          layer.name,
          'layerNotExpressible',
          'of a known class with known settings to have several places',
          `a ${layer.getClassName()} at ${where}`,
          OWN,
        ),
      )
    else if (keepsStatistics(value))
      this.problems.push(
        problemAt(layer.name, 'statisticsShared', 'one place', `${count}: ${where}`, OWN),
      )
  }

  /** The tie that begins with a layer, made when first met, so that the ties in it exist. */
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
          'equal rank everywhere',
          `${shape.length} and ${other.length}`,
          'make a layer for each place',
        ),
      )
    return {
      is: 'tie',
      // a size that differs between places is unknown before run time
      input: shape.map((n, i) => (shapes.every((s) => s[i] === n) ? n : null)),
      body: run.flatMap(({ value, between }) => [this.#piece(value), ...this.pieces(between)]),
    }
  }
}

/** An addition of two arms of one shape is a residual: the longer arm is its body. */
const branchOf = (merge: Merge, arms: readonly Pieces[]): Piece => {
  const [first, second, ...others] = arms
  const isSum = merge.kind === 'add' && !merge.stretches && others.length === 0
  if (!isSum || first === undefined || second === undefined) return { is: 'branch', merge, arms }
  return first.length < second.length
    ? { is: 'residual', body: second, shortcut: first }
    : { is: 'residual', body: first, shortcut: second }
}

/** Whether the layer that makes a value holds running statistics. */
const keepsStatistics = ({ use, from }: Value): boolean => {
  if (use?.is !== 'layer') return false
  const checked = check(ofKind(use.kind, use.config), { inputShape: from[0]?.shape ?? [] })
  return isRight(checked) && checked.right.instances.some(({ held }) => held === 'batchStatistics')
}

const nameFor = ({ use, label }: Value): string =>
  use === null || use.is === 'merge' ? label : use.layer.name
