// The way back: from a TensorFlow.js class and config to a kind.
import { isRight } from 'fp-ts/lib/Either.js'
import { type Json, type JsonObject, canonical, isObject } from '../base/json.js'
import type { Field } from '../config/field.js'
import { readConfig } from '../config/read.js'
import type { ClassForm, LayerKind } from '../kinds/kind.js'
import { definitionOf, fieldsOf, kindNames } from '../kinds/registry.js'
import type { Kind } from '../types/block.js'
import { asGiven } from './as-given.js'

/**
 * Settings that TensorFlow.js writes into a layer's config and no kind has, with the values that do
 * not change what the layer computes. An empty list accepts any value.
 */
const IGNORED: Readonly<Record<string, readonly Json[]>> = {
  name: [],
  trainable: [],
  dtype: [],
  batchInputShape: [],
  dataFormat: ['channelsLast', null],
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
 * The kind and raw config for a TensorFlow.js class and config: the way back from a plan's
 * `instances[].layer`. null if no kind matches, or the kind does not accept one of the values.
 * @param rank the number of axes of the input, with the batch: a built layer counts its axis from
 *   the front
 */
export const recognize = (
  className: string,
  given: JsonObject,
  rank?: number,
): { kind: Kind; config: JsonObject } | null => {
  const config =
    rank !== undefined && 'axis' in given
      ? { ...given, axis: counted(given['axis'] ?? null, rank) }
      : given
  for (const { def, form } of formsOf(className)) {
    const found = readForm(def, form, config, rank)
    if (found !== null && isRight(readConfig(def.config, found)))
      return { kind: def.kind, config: found }
  }
  return null
}

interface KindForm {
  readonly def: LayerKind
  readonly form: ClassForm<object>
}
/** The kinds that a class may be; one that fixes an option comes before one that takes it. */
const formsOf = (className: string): readonly KindForm[] =>
  kindNames
    .map(definitionOf)
    .flatMap((def) =>
      def.classes.filter((one) => one.className === className).map((form) => ({ def, form })),
    )
    .sort((a, b) => fixes(b) - fixes(a))
const fixes = ({ form }: KindForm): number => Object.keys(form.fixed ?? {}).length

/** An axis, or a list of one, as the kinds count: -1 if it is the last, else from the front. */
const counted = (axis: Json, rank: number): Json => {
  const one: unknown = Array.isArray(axis) && axis.length === 1 ? axis[0] : axis
  if (one === rank - 1 || one === -1) return -1
  return typeof axis === 'number' && axis < 0 ? rank + axis : axis
}

const isIgnored = (key: string, value: Json): boolean => {
  const accepted = Object.hasOwn(IGNORED, key) ? IGNORED[key] : undefined
  return accepted !== undefined && (accepted.length === 0 || accepted.includes(value))
}

const readForm = (
  def: LayerKind,
  { fixed = {}, idle = [], when }: ClassForm<object>,
  config: JsonObject,
  rank: number | undefined,
): JsonObject | null => {
  const isFixed = (key: string): boolean =>
    canonical(config[key] ?? null) === canonical(fixed[key] ?? null)
  if (!Object.keys(fixed).every(isFixed)) return null
  const ours = new Map(
    fieldsOf(def).map(([name, field]) => [field.keras ?? name, { name, field }] as const),
  )
  const given = Object.entries(config).filter(([, v]) => v !== null && v !== undefined)
  const unknown = given.some(
    ([key, v]) => !ours.has(key) && !(key in fixed) && !idle.includes(key) && !isIgnored(key, v),
  )
  const values = given.flatMap(([key, v]) => {
    const known = ours.get(key)
    return known === undefined ? [] : [[known.name, readValue(known.field, v, rank)] as const]
  })
  if (unknown || values.some(([, v]) => v === undefined)) return null
  // `when` holds config values, and none of `values` is undefined
  return { ...(when as JsonObject | undefined), ...Object.fromEntries(values) } as JsonObject
}

const readValue = (
  { inside }: Field<unknown>,
  value: Json,
  rank: number | undefined,
): Json | undefined => {
  if (inside === undefined) return asGiven(value)
  if (!isObject(value) || typeof value['className'] !== 'string' || !isObject(value['config']))
    return undefined
  const sizes = rank === undefined ? null : inside(Array.from({ length: rank - 1 }, () => null))
  const innerRank = sizes !== null && isRight(sizes) ? sizes.right.length + 1 : undefined
  return recognize(value['className'], value['config'], innerRank) ?? undefined
}
