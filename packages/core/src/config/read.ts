// Turns raw options into a complete config, or lists everything that is wrong with them.
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { NonEmptyArray } from 'fp-ts/lib/NonEmptyArray.js'
import { makeRoom } from '../base/memo.js'
import { type Json, type JsonObject, describe, freeze, isObject } from '../base/json.js'
import { nearest, suggestion } from '../base/nearest.js'
import { type Complaint, complain } from '../base/problem.js'
import type { Field, Fields } from './field.js'

type Known = readonly (readonly [name: string, field: Field<unknown>])[]

/** A kind's fields with their names; each list is made once. */
export const entriesOf = (fields: object): Known => {
  const known = entries.get(fields)
  if (known !== undefined) return known
  // only a kind's own fields come here
  const list = Object.entries<Field<unknown>>(fields as Fields<Record<string, unknown>>)
  entries.set(fields, list)
  return list
}
const entries = new WeakMap<object, Known>()

export const readConfig = <C extends object>(
  fields: Fields<C>,
  given: JsonObject,
): Either<NonEmptyArray<Complaint>, C> => {
  const known = entriesOf(fields)
  const complaints = Object.keys(given)
    .filter((k) => !Object.hasOwn(fields, k))
    .map((k) => unknownOption(k, given, known))
  const config: Record<string, unknown> = {}
  for (const [name, field] of known) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined
    const read =
      value !== undefined
        ? field.read(value)
        : field.like !== undefined
          ? config[field.like]
          : field.fallback
    // a value taken from another field has been reported there
    if (read === undefined && (value !== undefined || field.like === undefined)) {
      const inside = value === undefined ? [] : (field.complaints?.(value) ?? [])
      const whole = complain('invalidOption', {
        expected: `${name} must be ${field.expected}`,
        got: describe(value),
        fix: field.fix ?? (value === undefined ? `give ${name}` : meant(name, field, value, known)),
      })
      complaints.push(...(inside.length > 0 ? inside : [whole]))
    }
    config[name] = value === undefined ? read : freeze(read)
  }
  const [first, ...rest] = complaints
  if (first !== undefined) return left([first, ...rest])
  makeRoom(config) // for what is derived from it later
  return right(Object.freeze(config) as C) // every field has been read, and defaults are frozen
}

/** What to do about a value that is not accepted. */
const meant = (name: string, field: Field<unknown>, value: Json, known: Known): string => {
  const close = suggestion(value, field.names ?? [])
  if (close !== undefined) return close
  // everything in one record, as in Keras
  const isRecord =
    isObject(value) && known.some(([key, { keras }]) => key in value || (keras ?? key) in value)
  const required = known.filter(([, f]) => f.fallback === undefined && f.like === undefined)
  return isRecord && required.some(([key]) => key === name)
    ? `pass ${required.map(([key]) => key).join(' and ')} before the other options, without names`
    : `change ${name}`
}

const unknownOption = (key: string, given: JsonObject, known: Known): Complaint => {
  const names = known.map(([name]) => name)
  const none = names.length === 0 ? 'remove it: there are no options' : null
  if (key === 'options')
    return complain('invalidOption', {
      expected: 'the options must be an object',
      got: describe(given[key]),
      fix: none ?? `write { name: value }; the names are ${names.join(', ')}`,
    })
  const meant = known.find(([, f]) => f.keras === key)?.[0] ?? nearest(key, names)
  return complain('unknownOption', {
    expected: names.join(', '),
    got: describe(key),
    fix:
      meant === undefined
        ? (none ?? `remove it, or use one of ${names.join(', ')}`)
        : `did you mean ${meant}?`,
  })
}
