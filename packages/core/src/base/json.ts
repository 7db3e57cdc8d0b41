// Plain data: its type, a safe copy of anything a caller passes, and a canonical text to compare
// by.

/** A JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json
}

/**
 * Option values are cut off beyond these: no layer has any that deep or long, and a cyclic object
 * must not hang the builder.
 */
const MAX_DEPTH = 8
const MAX_VALUES = 10_000
/** The key that marks a value as not data; no field accepts it, so `check` reports it. */
const FOREIGN = '$foreign'

export const isObject = (x: unknown): x is Readonly<Record<string, unknown>> => {
  if (typeof x !== 'object' || x === null || Array.isArray(x)) return false
  const proto: unknown = Object.getPrototypeOf(x)
  // an object literal from another realm has that realm's prototype, which ends its chain
  return proto === null || Object.getPrototypeOf(proto) === null
}

/** A mark that no field accepts; `what` says what the caller gave. */
export const foreign = (what: string): JsonObject => Object.freeze({ [FOREIGN]: what })
export const isForeign = (x: Json): boolean => isObject(x) && FOREIGN in x
/**
 * Whether JSON can hold a snapshot: it is data all the way down, without marks, NaN or infinities.
 */
export const isData = (x: Json): boolean =>
  typeof x === 'number'
    ? Number.isFinite(x)
    : Array.isArray(x)
      ? x.every(isData)
      : isObject(x)
        ? // isObject tells Json's objects from its arrays
          !isForeign(x) && Object.values(x).every(isData)
        : true

const nameOf = (x: object): string => {
  // constructor may be shadowed
  const name: unknown = (x.constructor as { name?: unknown } | undefined)?.name
  // a bundler may have prefixed an underscore
  const known = typeof name === 'string' && name !== '' ? name.replace(/^_/, '') : 'a class'
  return `an instance of ${known}`
}

const isPrimitive = (x: unknown): x is null | boolean | number | string =>
  x === null || typeof x === 'boolean' || typeof x === 'number' || typeof x === 'string'

/**
 * A frozen copy of plain data. Anything else becomes a mark that `describe` prints; undefined
 * members are left out.
 */
export const snapshot = (x: unknown): Json => {
  if (isPrimitive(x)) return x
  let left = MAX_VALUES
  const copy = (v: unknown, depth: number): Json => {
    try {
      return data(v, depth)
    } catch {
      return foreign('something that cannot be read') // a getter or proxy that throws
    }
  }
  const data = (v: unknown, depth: number): Json => {
    if (isPrimitive(v)) return v
    if (depth > MAX_DEPTH) return foreign('data nested too deeply')
    if (Array.isArray(v)) {
      if ((left -= v.length) < 0) return foreign('too much data')
      return Object.freeze(Array.from({ length: v.length }, (_, i) => copy(v[i], depth + 1)))
    }
    if (isObject(v)) {
      const entries = Object.keys(v).map((k) => [k, v[k]] as const)
      if ((left -= entries.length) < 0) return foreign('too much data')
      // fromEntries defines own properties, so a key like __proto__ stays a key and gets reported
      return Object.freeze(
        Object.fromEntries(
          entries.filter(([, m]) => m !== undefined).map(([k, m]) => [k, copy(m, depth + 1)]),
        ),
      )
    }
    return foreign(
      typeof v === 'object' ? nameOf(v) : v === undefined ? 'undefined' : `a ${typeof v}`,
    )
  }
  return copy(x, 0)
}

/** Freezes data deeply; assumes that what is already frozen is frozen all the way down. */
export const freeze = <T>(x: T): T => {
  // data that many configs share is frozen already, so its keys are never listed
  if (typeof x === 'object' && x !== null && !Object.isFrozen(x))
    for (const key in Object.freeze(x)) freeze(x[key])
  return x
}

/** A value as a message shows it: short, on one line. */
export const describe = (x: Json | undefined): string => {
  if (x === undefined) return 'nothing'
  const text = textOf(x)
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}
/** JSON, with NaN, infinities and what is not data in words. */
const textOf = (x: Json): string => {
  if (typeof x === 'number') return String(x)
  if (Array.isArray(x)) return `[${x.map(textOf).join()}]`
  if (!isObject(x)) return JSON.stringify(x)
  if (typeof x[FOREIGN] === 'string') return x[FOREIGN]
  const entries = Object.entries(x) // isObject tells Json's objects from its arrays
  return `{${entries.map(([key, v]) => `${JSON.stringify(key)}:${textOf(v)}`).join()}}`
}

/** A text that is equal exactly for equal data, in any order of keys. */
export const canonical = (x: Json): string => {
  if (Array.isArray(x)) return `[${x.map(canonical).join()}]`
  if (isObject(x)) {
    const entries = x // isObject tells Json's objects from its arrays
    return `{${Object.keys(entries)
      .sort()
      .map((k) => `${JSON.stringify(k)}:${canonical(entries[k] ?? null)}`)
      .join()}}`
  }
  return JSON.stringify(x)
}
