// From pieces to a net, with the calls that a user would write.
import * as tf from '@tensorflow/tfjs'
import {
  type AnyBlock,
  type AnyDescription,
  type AnyValue,
  type Block,
  type Custom,
  type JsonObject,
  type Open,
  type Problem,
  type Trait,
  BuildError,
  block,
  check,
  custom,
  graph,
  input,
  inputs,
  messageOf,
  ofKind,
  residual,
  tie,
} from '@layersmith/core'
import { isLeft } from 'fp-ts/lib/Either.js'
import type { NonEmptyArray } from 'fp-ts/lib/NonEmptyArray.js'
import { fail } from '../base/problem.js'
import { heed } from '../dropped/heed.js'
import { Freezing } from './freezing.js'
import { merged, mergedValues } from './merge-calls.js'
import type { Chained, Graph, Net, Piece, Pieces, Tie, Way } from './pieces.js'
import type { Use, Value } from './read-model.js'

type Layer = tf.layers.Layer
/** A block of a layer that is not a kind. */
export type CustomBlock = Block<Open<[Custom]>, Exclude<Trait, 'taps'>>

/** Makes blocks from pieces, and each tie only once. */
export class Maker {
  /** The blocks of layers that are not kinds, by their names. */
  readonly customs = new Map<string, CustomBlock>()
  readonly #ties = new Map<Tie, AnyBlock>()
  readonly #freezing = new Freezing()
  readonly #customNames = new Map<string, string>()

  net(pieces: Net): AnyDescription {
    const { inputs: starts, outputs: ends, outputNames } = pieces
    // two outputs of one layer have the same name
    const outputs = unique(
      new Set(outputNames).size === ends.length ? outputNames : ends.map(({ label }) => label),
    )
    if (pieces.is === 'graph') return this.#graph(pieces, ends.length === 1 ? null : outputs)
    const { join, body, heads } = pieces
    const names = unique(starts.map(({ label }) => label))
    const net = this.#followedBy(
      join === null ? input([...(starts[0]?.shape ?? [])]) : this.#joined(starts, names, join),
      body,
    )
    if (heads === null) return net
    // the compiler does not know the names
    return net.outputs(
      record(
        outputs,
        heads.map((head) => this.#block(head)),
      ) as never,
    )
  }

  /** A graph; with several outputs, their names. */
  #graph(
    { inputs: starts, places, ends }: Graph,
    outputs: readonly string[] | null,
    isFixed = false,
  ): AnyDescription {
    const names = unique(starts.map(({ label }) => label))
    const shapes = starts.map(({ shape }) => [...shape])
    const [only = []] = shapes
    // the compiler knows neither the names nor the sizes
    const given = (starts.length === 1 ? only : record(names, shapes)) as never
    return graph(given, (first: unknown) => {
      // a value, or one for each name
      const values: AnyValue[] =
        starts.length === 1
          ? [first as AnyValue]
          : names.map((name) => (first as Readonly<Record<string, AnyValue>>)[name] as AnyValue)
      const followed = ({ from, body }: Way): AnyValue => {
        const value = values[from] as AnyValue // places come after those they are made from
        return body.length === 0 ? value : value.loose().pipe(this.#inner(body, isFixed))
      }
      for (const { merge, arms } of places) {
        const made = arms.map(followed)
        values.push(merge === null ? (made[0] as AnyValue) : mergedValues(merge, made))
      }
      const made = ends.map(followed)
      return outputs === null ? (made[0] as AnyValue) : record(outputs, made)
    })
  }

  #joined(
    starts: readonly Value[],
    names: readonly string[],
    { merge, arms, order }: NonNullable<Chained['join']>,
  ): AnyBlock {
    // the compiler does not know the names
    const open = inputs(
      record(
        names,
        starts.map(({ shape }) => shape),
      ) as never,
    ) as unknown as Joining
    const each = arms.every((arm) => arm.length === 0)
      ? open
      : open.each(
          record(
            names,
            arms.map((arm) => this.#block(arm)),
          ),
        )
    const ordered = order.map((value) => names[starts.indexOf(value)] ?? '')
    return each.merge(
      merge.kind,
      ordered.join() === names.join() ? undefined : ordered,
      merge.config,
    )
  }

  #block(pieces: Pieces): AnyBlock {
    return this.#followedBy(block(), pieces)
  }

  /** A block followed by pieces; frozen ones in a row are one part. */
  #followedBy(start: AnyBlock, pieces: Pieces): AnyBlock {
    let net = start
    for (let i = 0; i < pieces.length; i++) {
      const piece = pieces[i]
      if (piece === undefined) break
      const end = this.#freezing.endOf(pieces, i)
      net = net.pipe(end === i ? this.#part(piece) : this.#fixed(pieces.slice(i, end)).frozen())
      i = Math.max(i, end - 1)
    }
    return net
  }

  /** The pieces of a frozen part: nothing in it is frozen again. */
  #fixed(pieces: Pieces): AnyBlock {
    return pieces.reduce<AnyBlock>((b, piece) => b.pipe(this.#part(piece, true)), block())
  }

  #inner(pieces: Pieces, isFixed: boolean): AnyBlock {
    return isFixed ? this.#fixed(pieces) : this.#block(pieces)
  }

  #part(piece: Piece, isFixed = false): AnyBlock {
    const inner = (pieces: Pieces): AnyBlock => this.#inner(pieces, isFixed)
    switch (piece.is) {
      case 'leaf':
        return this.#leaf(piece.value)
      case 'group':
        return inner(piece.body).as(nameOf(piece.name))
      case 'tie': {
        // cut has checked what may be tied
        const tied =
          this.#ties.get(piece) ??
          tie(this.#followedBy(input([...piece.input]), piece.body) as never)
        this.#ties.set(piece, tied)
        return tied
      }
      case 'residual':
        return piece.shortcut.length === 0
          ? residual(inner(piece.body))
          : residual(inner(piece.body), inner(piece.shortcut))
      case 'branch':
        return merged(piece.merge, piece.arms.map(inner))
      case 'graph':
        return this.#graph(piece, null, isFixed) as unknown as AnyBlock // it has one output
      default:
        return piece satisfies never
    }
  }

  #leaf(value: Value): AnyBlock {
    const { use } = value
    if (use?.is === 'layer') return ofKind(use.kind, use.config)
    if (use?.is === 'custom') return this.#custom(use, value)
    throw new Error(`layersmith: ${value.label} is not a layer; please report this model`)
  }

  #custom(
    { layer, config }: Extract<Use, { is: 'custom' }>,
    { label, from: [before] }: Value,
  ): AnyBlock {
    const key = `${layer.getClassName()} ${JSON.stringify(config)}`
    const known = this.customs.get(this.#customNames.get(key) ?? '')
    if (known !== undefined) return known
    const word = nameOf(camelCase(layer.getClassName()))
    let name = word
    for (let n = 2; this.customs.has(name); n++) name = `${word}${n}`
    const make = factoryOf(layer, config)
    try {
      make()
    } catch (e) {
      return fail(
        label,
        'layerNotExpressible',
        'one that can be made again',
        `the error "${messageOf(e)}"`,
        `fix fromConfig of ${layer.getClassName()}, or register its class`,
      )
    }
    const made = custom(name, make)
    const checked = check(made, { inputShape: before?.shape ?? [] })
    if (isLeft(checked)) return failOurs(checked.left, label)
    this.#customNames.set(key, name)
    this.customs.set(name, made)
    return made
  }
}

/** Makes layers of the same class and config; keeps the class, not the layer. */
const factoryOf = (layer: Layer, config: JsonObject): (() => Layer) => {
  // classes of TensorFlow.js have fromConfig
  const made = layer.constructor as tf.serialization.SerializableConstructor<Layer> & {
    fromConfig(cls: unknown, config: tf.serialization.ConfigDict): Layer
  }
  return () => {
    // a copy: TensorFlow.js may change what it gets
    const copy = JSON.parse(JSON.stringify(config)) as tf.serialization.ConfigDict
    const one = made.fromConfig(made, copy)
    // a factory may give anything; the plan refuses it
    if (one instanceof tf.layers.Layer) heed(one, config)
    return one
  }
}

/**
 * Throws problems of calls that are ours, not the user's: without call sites, at the model's layer.
 */
export const failOurs = ([first, ...rest]: NonEmptyArray<Problem>, label?: string): never => {
  const ours = (problem: Problem): Problem => ({
    ...problem,
    path: label ?? problem.path,
    where: null,
  })
  throw new BuildError([ours(first), ...rest.map(ours)])
}

/** The result of `inputs`, for names that only the run time knows. */
interface Joining {
  each(parts: Readonly<Record<string, AnyBlock>>): Joining
  merge(kind: string, order?: readonly string[], options?: JsonObject): AnyBlock
}

const record = <T>(names: readonly string[], values: readonly T[]): Readonly<Record<string, T>> =>
  Object.fromEntries(values.map((value, i) => [names[i] ?? '', value]))

/** A class name spelled like its factory: LSTM is lstm, Conv1D is conv1d, ReLU is relu. */
const camelCase = (text: string): string =>
  text
    .replace(/P?ReLU/g, (word) => word.charAt(0) + word.slice(1).toLowerCase())
    .replace(/[A-Z]+(?![a-z])/g, (run, at: number) =>
      at === 0 || /[0-9]/.test(text.charAt(at - 1))
        ? run.toLowerCase()
        : run.charAt(0) + run.slice(1).toLowerCase(),
    )
    .replace(/^[A-Z]/, (first) => first.toLowerCase())

/** A text as the name of a part. */
const nameOf = (text: string): string =>
  text.replace(/[^A-Za-z0-9_-]+/g, '_').replace(/^[^A-Za-z]+/, '') || 'part'
/** Texts as unique names. */
const unique = (texts: readonly string[]): readonly string[] => {
  const names: string[] = []
  for (const text of texts) {
    const name = nameOf(text)
    let free = name
    for (let n = 2; names.includes(free); n++) free = `${name}_${n}`
    names.push(free)
  }
  return names
}
