// What every kind does alike: checking its config, drawing its seeds, writing and recognising its TensorFlow.js form.
import type { Either } from 'fp-ts/lib/Either.js'
import type { NonEmptyArray } from 'fp-ts/lib/NonEmptyArray.js'
import type { Field } from './config/field.js'
import { readConfig } from './config/read.js'
import { asGiven } from './config/spec.js'
import { type Json, type JsonObject, canonical, freeze } from './json.js'
import type { ClassForm, LayerKind, TfForm } from './layer.js'
import { type Kind, layers } from './layers/index.js'
import type { LayerNode } from './node.js'
import type { Complaint } from './problem.js'

/** The fields of a kind's config, with names. */
export const fieldsOf = (def: LayerKind): readonly (readonly [string, Field<unknown>])[] => Object.entries(def.config)

/** The definition of a kind; its config is one that `normalised` gave for this kind. */
export const definitionOf = (kind: Kind): LayerKind => layers[kind] as unknown as LayerKind // the config's type is lost with the name, normalised keeps the two together

const configs = new WeakMap<LayerNode, Either<NonEmptyArray<Complaint>, object>>()
/** The complete config of a node, or all that is wrong with it; looked at once per node. */
export const normalised = (node: LayerNode): Either<NonEmptyArray<Complaint>, object> => {
  const known = configs.get(node)
  if (known !== undefined) return known
  const config = readConfig(definitionOf(node.kind).config, node.config)
  configs.set(node, config)
  return config
}

/** The TensorFlow.js form of a kind with a complete config. */
export const tfForm = (def: LayerKind, config: object): TfForm => {
  const values = config as Readonly<Record<string, Json>> // a config is plain data
  const form = def.classes.find((c) => Object.entries(c.when ?? {}).every(([k, v]) => values[k] === v)) ?? def.classes[0]
  const written = fieldsOf(def).flatMap(([name, field]) =>
    form.when !== undefined && name in form.when ? [] : [[field.keras ?? name, values[name] ?? null] as const])
  return freeze({ className: form.className, config: { ...Object.fromEntries(written.filter(([, v]) => v !== null)), ...form.fixed } })
}

/** A config with the seeds of a build in the places that draw random numbers; `seedFor` tells the places of one position apart. */
export const withSeeds = (def: LayerKind, config: object, seedFor: (field: string) => number): object => {
  const values = config as Readonly<Record<string, unknown>> // a config is plain data
  const seeded = fieldsOf(def).filter(([, f]) => f.seeded !== undefined)
  return seeded.length === 0 ? config : freeze({ ...values, ...Object.fromEntries(seeded.map(([name, f]) => [name, f.seeded?.(values[name], seedFor(name))])) })
}

/** What TensorFlow.js writes into a layer's config and no kind has: settings that do not change what the layer computes. */
const IGNORED: Readonly<Record<string, readonly Json[]>> = {
  name: [], trainable: [], dtype: [], batchInputShape: [], dataFormat: ['channelsLast', null], axis: [-1],
  dropout: [0], recurrentDropout: [0], resetAfter: [false], returnState: [false], stateful: [false], unroll: [], unitForgetBias: [],
}

/**
 * The kind and raw config of a TensorFlow.js class and config, the way back of `tfForm`; null when no kind is meant.
 * @param rank the number of axes of its input, with the batch: a layer that is built counts its axis from the front
 */
export const recognise = (className: string, given: JsonObject, rank?: number): { kind: Kind; config: JsonObject } | null => {
  const config = rank !== undefined && 'axis' in given ? { ...given, axis: fromBehind(given['axis'] ?? null, rank) } : given
  for (const def of Object.values<LayerKind>(layers as never)) { // each is a LayerKind of its own config
    for (const form of def.classes) {
      if (form.className === className) {
        const found = readForm(def, form, config)
        if (found !== null) return { kind: def.kind, config: found }
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

const readForm = (def: LayerKind, form: ClassForm<object>, config: JsonObject): JsonObject | null => {
  const ours = new Map(fieldsOf(def).map(([name, f]) => [f.keras ?? name, name]))
  const fixed = form.fixed ?? {}
  const given = Object.entries(config).filter(([, v]) => v !== null && v !== undefined)
  if (Object.keys(fixed).some((k) => canonical(config[k] ?? null) !== canonical(fixed[k] ?? null))) return null
  const foreign = given.some(([k, v]) => !ours.has(k) && !(k in fixed) && form.idle?.includes(k) !== true && !(k in IGNORED && (IGNORED[k]?.length === 0 || IGNORED[k]?.includes(v))))
  if (foreign) return null
  return { ...(form.when as JsonObject | undefined), ...Object.fromEntries(given.flatMap(([k, v]) => (ours.has(k) ? [[ours.get(k) ?? k, asGiven(v)]] : []))) } // when holds config values
}
