// Every kind by its name. The compiler reports one that has a file but no line in all.ts.
import type { Either } from 'fp-ts/lib/Either.js'
import type { NonEmptyArray } from 'fp-ts/lib/NonEmptyArray.js'
import { makeRoom, memo } from '../base/memo.js'
import type { JsonObject } from '../base/json.js'
import type { Complaint } from '../base/problem.js'
import type { Field } from '../config/field.js'
import { entriesOf, readConfig } from '../config/read.js'
import type { Kind, MethodKind } from '../types/block.js'
import * as all from './all.js'
import type { LayerKind, LayerNode, WrapperKindOf } from './kind.js'
import { around } from './wrapper.js'

const listed = all satisfies { readonly [K in Kind]: { readonly kind: K } }
/** The names of all kinds. */
export const kindNames = Object.keys(listed) as readonly Kind[] // the list has exactly these keys
export const isKind = (name: unknown): name is Kind =>
  typeof name === 'string' && Object.hasOwn(listed, name)

type Methods = Pick<typeof all, MethodKind>
/** The kinds with a builder method: those that take arguments. */
export const methods = Object.fromEntries(
  Object.entries(listed).filter(([, def]) => 'args' in def),
) as unknown as Methods // the list has all of them
export const isMethodKind = (name: unknown): name is MethodKind =>
  typeof name === 'string' && Object.hasOwn(methods, name)

/** The definition of a kind. Pass it only configs from `normalized`. */
export const definitionOf = (kind: Kind): LayerKind => definitions[kind]

/** The fields of a kind's config, with their names. */
export const fieldsOf = (def: LayerKind): readonly (readonly [string, Field<unknown>])[] =>
  entriesOf(def.config)

/** One use of a kind, with room to keep its complete config. */
export const layerNode = (kind: Kind, config: JsonObject): LayerNode => {
  const node: LayerNode = { kind, config }
  makeRoom(node)
  return node
}

type Read = Either<NonEmptyArray<Complaint>, object>
const read = memo<Read>()
/** The complete config of a node, or everything wrong with it; computed once per node. */
export const normalized = (node: LayerNode): Read => {
  const known = read.get(node)
  if (known !== undefined) return known
  const def = definitionOf(node.kind)
  const isEmpty = Object.keys(node.config).length === 0
  const config = isEmpty ? withoutOptions(def) : readConfig(def.config, node.config)
  read.set(node, config)
  return config
}
/** All layers of a kind without options share one config. */
const withoutOptions = (def: LayerKind): Read => {
  const known = defaults.get(def)
  if (known !== undefined) return known
  const config = readConfig(def.config, {})
  defaults.set(def, config)
  return config
}
const defaults = new WeakMap<LayerKind, Read>()

/**
 * A kind that wraps another layer also answers for that layer. The cast forgets each kind's config
 * type; `normalized` keeps kind and config together.
 */
const definitions = Object.fromEntries(
  Object.entries(listed).map(([kind, def]) => [
    kind,
    'inside' in def
      ? around(def as unknown as WrapperKindOf<MethodKind, object>, { definitionOf, isMethodKind })
      : def,
  ]),
) as unknown as Readonly<Record<Kind, LayerKind>>
