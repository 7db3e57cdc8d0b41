// What all kinds that wrap another layer have in common.
import {
  type Either,
  bimap,
  chain,
  getOrElse,
  isRight,
  left,
  map,
  match,
} from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { type Json, freeze, isObject } from '../base/json.js'
import { type Complaint, complain } from '../base/problem.js'
import { seeder } from '../base/seed.js'
import type { Field } from '../config/field.js'
import { readConfig } from '../config/read.js'
import type { Sizes } from '../shape/sizes.js'
import type { Kind, MethodKind } from '../types/block.js'
import type { InnerLayer, LayerKind, WrapperKindOf } from './kind.js'
import { withSeeds } from './seeds.js'

/** The other kinds; passed in, because the registry that knows them imports this file. */
interface Kinds {
  readonly definitionOf: (kind: Kind) => LayerKind
  readonly isMethodKind: (name: unknown) => name is MethodKind
}
type Around = WrapperKindOf<MethodKind, object>
interface AroundConfig {
  readonly layer: InnerLayer
}

/** The full definition of a wrapping kind: its own answers combined with the inner layer's. */
export const around = (w: Around, kinds: Kinds): LayerKind<Kind, AroundConfig> => {
  const { definitionOf } = kinds
  /** Called only after `shape` has found these sizes. */
  const into = (input: Sizes): Sizes =>
    pipe(
      w.inside(input),
      getOrElse((): Sizes => []),
    )
  const outOf = ({ kind, config }: InnerLayer, input: Sizes): Either<Complaint, Sizes> =>
    definitionOf(kind).shape(config, input)
  return {
    kind: w.kind,
    config: { layer: innerLayer(w, kinds), ...w.config },
    // kinds() passes no layer, to ask what it holds at least
    held: ({ layer }: Partial<AroundConfig>) =>
      w.held(layer === undefined ? 'nothing' : definitionOf(layer.kind).held(layer.config)),
    shape: (c, input = []) =>
      pipe(
        w.inside(input),
        chain((x) => outOf(c.layer, x)),
        map((output) => w.outside(c, output, input)),
      ),
    settle: (c, input) => {
      const { kind, config } = c.layer
      const settled = definitionOf(kind).settle?.(config, into(input)) ?? config
      return freeze({ ...c, layer: { kind, config: settled } })
    },
    stride: (c, stride) => {
      // strides go in and out like the sizes of their axes, with channels after them
      const axes: Sizes = [...stride, null]
      const inner = definitionOf(c.layer.kind).stride?.(
        c.layer.config,
        counts(into(axes).slice(0, -1)),
      )
      return inner === undefined || inner === null
        ? inner
        : counts(w.outside(c, [...inner, null], axes).slice(0, -1))
    },
    params: ({ layer: { kind, config } }, input) => {
      const { trainable, nonTrainable } = definitionOf(kind).params(config, into(input))
      return { trainable: w.copies * trainable, nonTrainable: w.copies * nonTrainable }
    },
    flops: (c, output, input = []) => {
      const { kind, config } = c.layer
      const x = into(input)
      const y = pipe(
        outOf(c.layer, x),
        getOrElse((): Sizes => []),
      )
      return w.flops(c, definitionOf(kind).flops(config, y, x), output, input)
    },
    classes: w.classes,
  }
}

const counts = (sizes: Sizes): readonly number[] => sizes.flatMap((n) => n ?? [])

/**
 * Reads a layer inside a layer, from a call or from JSON. Left holds what is wrong inside it, which
 * is nothing if it is not a layer at all.
 */
const readInner = (
  value: Json,
  { definitionOf, isMethodKind }: Kinds,
): Either<readonly Complaint[], InnerLayer> => {
  if (!isObject(value) || Object.keys(value).length !== 2 || !isObject(value['config']))
    return left([])
  const { kind } = value
  if (!isMethodKind(kind)) return left([])
  return pipe(
    readConfig(definitionOf(kind).config, value['config']),
    bimap(
      (complaints) => complaints,
      (config) => ({ kind, config }),
    ),
  )
}

const innerLayer = (
  { layer: { expected, accepts, fix }, inside }: Around,
  kinds: Kinds,
): Field<InnerLayer> => ({
  expected,
  fix,
  keras: null,
  fallback: undefined,
  read: (value) => {
    const found = readInner(value, kinds)
    return isRight(found) && accepts(found.right) ? freeze(found.right) : undefined
  },
  complaints: (value) =>
    pipe(
      readInner(value, kinds),
      match(
        (wrong) => wrong,
        ({ kind }) => [
          complain('invalidOption', { expected: `layer must be ${expected}`, got: kind, fix }),
        ],
      ),
    ),
  seeded: ({ kind, config }, seed) => {
    const seedFor = seeder(seed)
    const seeded = withSeeds(kinds.definitionOf(kind), config, (field) => seedFor(kind, field))
    return freeze({ kind, config: seeded })
  },
  inside,
})
