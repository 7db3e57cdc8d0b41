// What every kind does alike: checking its config, drawing its seeds, writing and recognising its
// TensorFlow.js form; and what all kinds around another layer have in common.
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
import type { NonEmptyArray } from 'fp-ts/lib/NonEmptyArray.js'
import { memo } from '../base/memo.js'
import type { Field } from '../config/field.js'
import type { TfForm } from './tf-form/form.js'
import { entriesOf, made, readConfig } from '../config/read.js'
import { asGiven } from '../config/spec.js'
import { type Json, type JsonObject, canonical, freeze, isObject } from '../base/json.js'
import type { ClassForm, InnerLayer, LayerKind, WrapperKindOf } from './kind.js'
import type { Kind, MethodKind } from '../types/block.js'
import { layers, methods } from './registry.js'
import type { LayerNode } from '../ast/node.js'
import { type Complaint, complain } from '../base/problem.js'
import { seeder } from '../base/seed.js'
import type { Sizes } from '../shape/sizes.js'

/** The fields of a kind's config, with names. */
export const fieldsOf = (def: LayerKind): readonly (readonly [string, Field<unknown>])[] =>
  entriesOf(def.config)

/** The definition of a kind; its config is one that `normalized` gave for this kind. */
export const definitionOf = (kind: Kind): LayerKind => definitions[kind]

type Read = Either<NonEmptyArray<Complaint>, object>
const read = memo<Read>()
/** The complete config of a node, or all that is wrong with it; looked at once per node. */
export const normalized = (node: LayerNode): Read => {
  const known = read.get(node)
  if (known !== undefined) return known
  const def = definitionOf(node.kind)
  const config =
    Object.keys(node.config).length === 0
      ? withoutOptions(def)
      : readConfig(def.config, node.config)
  read.set(node, config)
  return config
}
/** All layers without options have one config. */
const withoutOptions = (def: LayerKind): Read => {
  const known = defaults.get(def)
  if (known !== undefined) return known
  const config = readConfig(def.config, {})
  defaults.set(def, config)
  return config
}
const defaults = new WeakMap<LayerKind, Read>()

/** What has been made of a config; nothing is kept of one that a plan has changed. */
const madeOf = (config: object): NonNullable<ReturnType<typeof made.get>> => made.get(config) ?? {}

/** The TensorFlow.js form of a kind with a complete config. */
export const tfForm = (def: LayerKind, config: object): TfForm =>
  (madeOf(config).form ??= write(def, config))
const write = (def: LayerKind, config: object): TfForm => {
  const values = config as Readonly<Record<string, Json>> // a config is plain data
  const form =
    def.classes.find(
      ({ when }) => when === undefined || Object.entries(when).every(([k, v]) => values[k] === v),
    ) ?? def.classes[0]
  const told = form.when ?? {}
  const written: Record<string, Json> = {}
  for (const [name, { keras, inner }] of fieldsOf(def)) {
    const value = inner === undefined ? values[name] : freeze(inner.write(values[name]))
    if (value !== undefined && value !== null && !(name in told)) written[keras ?? name] = value
  }
  // what is in a config is frozen
  return Object.freeze({
    className: form.className,
    config: Object.freeze(Object.assign(written, freeze(form.fixed))),
  })
}

/** Equal texts exactly for layers that are built alike. */
export const formKey = (def: LayerKind, config: object): string =>
  (madeOf(config).key ??= keyOf(tfForm(def, config)))
/** Fields have one order, so only what is in them needs one. */
const keyOf = ({ className, config }: TfForm): string =>
  Object.keys(config).reduce(
    (text, name) => `${text},${name}:${canonical(config[name] ?? null)}`,
    className,
  )

/**
 * A config with the seeds of a build in the places that draw random numbers; `seedFor` tells the
 * places of one position apart.
 */
export const withSeeds = (
  def: LayerKind,
  config: object,
  seedFor: (field: string) => number,
): object => {
  const values = config as Readonly<Record<string, unknown>> // a config is plain data
  const seeded = fieldsOf(def).filter(([, f]) => f.seeded !== undefined)
  return seeded.length === 0
    ? config
    : freeze({
        ...values,
        ...Object.fromEntries(
          seeded.map(([name, f]) => [name, f.seeded?.(values[name], seedFor(name))]),
        ),
      })
}

/**
 * What TensorFlow.js writes into a layer's config and no kind has: settings that do not change what
 * the layer computes.
 */
const IGNORED: Readonly<Record<string, readonly Json[]>> = {
  name: [],
  trainable: [],
  dtype: [],
  batchInputShape: [],
  dataFormat: ['channelsLast', null],
  axis: [-1],
  dropout: [0],
  recurrentDropout: [0],
  resetAfter: [false],
  returnState: [false],
  stateful: [false],
  unroll: [],
  unitForgetBias: [],
  implementation: [],
}

/**
 * The kind and raw config of a TensorFlow.js class and config, the way back of `tfForm`; null when
 * no kind is meant, or it does not take one of the values.
 * @param rank the number of axes of its input, with the batch: a layer that is built counts its
 *   axis from the front
 */
export const recognise = (
  className: string,
  given: JsonObject,
  rank?: number,
): { kind: Kind; config: JsonObject } | null => {
  const config =
    rank !== undefined && 'axis' in given
      ? { ...given, axis: fromBehind(given['axis'] ?? null, rank) }
      : given
  for (const def of Object.values(definitions)) {
    for (const form of def.classes) {
      if (form.className === className) {
        const found = readForm(def, form, config, rank)
        if (found !== null && isRight(readConfig(def.config, found)))
          return { kind: def.kind, config: found }
      }
    }
  }
  return null
}

/** An axis, or a list of one, as -1 where it is the last. */
const fromBehind = (axis: Json, rank: number): Json => {
  const one: unknown = Array.isArray(axis) && axis.length === 1 ? axis[0] : axis
  return one === rank - 1 || one === -1 ? -1 : axis
}

const readForm = (
  def: LayerKind,
  form: ClassForm<object>,
  config: JsonObject,
  rank: number | undefined,
): JsonObject | null => {
  const ours = new Map(fieldsOf(def).map(([name, field]) => [field.keras ?? name, { name, field }]))
  const fixed = form.fixed ?? {}
  const given = Object.entries(config).filter(([, v]) => v !== null && v !== undefined)
  if (Object.keys(fixed).some((k) => canonical(config[k] ?? null) !== canonical(fixed[k] ?? null)))
    return null
  const foreign = given.some(
    ([k, v]) =>
      !ours.has(k) &&
      !(k in fixed) &&
      form.idle?.includes(k) !== true &&
      !(k in IGNORED && (IGNORED[k]?.length === 0 || IGNORED[k]?.includes(v))),
  )
  const values = given.flatMap(([k, v]) => {
    const known = ours.get(k)
    return known === undefined
      ? []
      : [
          [
            known.name,
            known.field.inner === undefined ? asGiven(v) : known.field.inner.read(v, rank),
          ] as const,
        ]
  })
  if (foreign || values.some(([, v]) => v === undefined)) return null
  // when holds config values, and no value is undefined
  return { ...(form.when as JsonObject | undefined), ...Object.fromEntries(values) } as JsonObject
}

// ---------- kinds around another layer ----------
type Around = WrapperKindOf<MethodKind, object>
interface AroundConfig {
  readonly layer: InnerLayer
}

/**
 * A layer in a layer, from what a call or JSON gave: or what is wrong inside it, which is nothing
 * when it is none.
 */
const readInner = (value: Json): Either<readonly Complaint[], InnerLayer> => {
  if (!isObject(value) || Object.keys(value).length !== 2 || !isObject(value['config']))
    return left([])
  const kind = Object.keys(methods).find((k): k is MethodKind => k === value['kind'])
  if (kind === undefined) return left([])
  return pipe(
    readConfig(definitionOf(kind).config, value['config']),
    bimap(
      (complaints) => complaints,
      (config) => ({ kind, config }),
    ),
  )
}

const innerLayer = ({ layer: { expected, accepts, fix }, inside }: Around): Field<InnerLayer> => ({
  expected,
  fix,
  keras: null,
  fallback: undefined,
  read: (value) =>
    pipe(readInner(value), (found) =>
      isRight(found) && accepts(found.right) ? freeze(found.right) : undefined,
    ),
  complaints: (value) =>
    pipe(
      readInner(value),
      match(
        (inside) => inside,
        ({ kind }) => [
          complain('invalidOption', { expected: `layer must be ${expected}`, got: kind, fix }),
        ],
      ),
    ),
  seeded: ({ kind, config }, seed) => {
    const seedFor = seeder(seed)
    return freeze({
      kind,
      config: withSeeds(definitionOf(kind), config, (field) => seedFor(kind, field)),
    })
  },
  inner: {
    write: ({ kind, config }) => {
      const form = tfForm(definitionOf(kind), config)
      // without a name TensorFlow.js takes one with a number that depends on what the process made
      // before
      return { className: form.className, config: { ...form.config, name: kind } }
    },
    read: (written, rank) => {
      if (
        !isObject(written) ||
        typeof written['className'] !== 'string' ||
        !isObject(written['config'])
      )
        return undefined
      const sizes =
        rank === undefined ? left(null) : inside(Array.from({ length: rank - 1 }, () => null))
      return (
        recognise(
          written['className'],
          written['config'],
          isRight(sizes) ? sizes.right.length + 1 : undefined,
        ) ?? undefined
      )
    },
  },
})

const counts = (sizes: Sizes): readonly number[] => sizes.flatMap((n) => n ?? [])

const around = (w: Around): LayerKind<Kind, AroundConfig> => {
  /** After `shape` has found the same. */
  const into = (input: Sizes): Sizes =>
    pipe(
      w.inside(input),
      getOrElse((): Sizes => []),
    )
  const outOf = ({ kind, config }: InnerLayer, input: Sizes): Either<Complaint, Sizes> =>
    definitionOf(kind).shape(config, input)
  return {
    kind: w.kind,
    config: { layer: innerLayer(w), ...w.config },
    // kinds() asks what it holds at least, without a layer
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
      return freeze({
        ...c,
        layer: { kind, config: definitionOf(kind).settle?.(config, into(input)) ?? config },
      })
    },
    stride: (c, stride) => {
      // in and out as the sizes of their axes go, channels behind
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
      return w.flops(
        c,
        definitionOf(kind).flops(
          config,
          pipe(
            outOf(c.layer, x),
            getOrElse((): Sizes => []),
          ),
          x,
        ),
        output,
        input,
      )
    },
    classes: w.classes,
  }
}

/** Those of kinds around another layer speak for it too. */
const definitions = Object.fromEntries(
  Object.entries(layers).map(([kind, def]) => [
    kind,
    'inside' in def ? around(def as unknown as Around) : def,
  ]),
) as unknown as Readonly<Record<Kind, LayerKind>> // the config's type is lost with the name, normalized keeps the two together
