// Plain data: the type, a safe copy of whatever a caller hands over, and a canonical text for comparing.

export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export interface JsonObject {
  readonly [key: string]: Json
}

/** Deeper option values are cut: no layer has any, and a cyclic object must not hang the builder. */
const MAX_DEPTH = 8
/** The key that marks a value which is not data; no field accepts it, so check names it. */
const FOREIGN = '$foreign'

export const isObject = (x: unknown): x is Readonly<Record<string, unknown>> => {
  if (typeof x !== 'object' || x === null || Array.isArray(x)) return false
  const proto: unknown = Object.getPrototypeOf(x)
  // an object literal of another realm has a prototype of its own that is the end of its chain
  return proto === null || Object.getPrototypeOf(proto) === null
}

const foreign = (what: string): JsonObject => Object.freeze({ [FOREIGN]: what })
const nameOf = (x: object): string => {
  const name: unknown = (x.constructor as { name?: unknown } | undefined)?.name // constructor may be shadowed
  return `an instance of ${typeof name === 'string' && name !== '' ? name : 'a class'}`
}

/** A frozen copy of plain data. What is not data becomes a mark that `describe` prints; undefined members are left out. */
export const snapshot = (x: unknown, depth = 0): Json => {
  if (x === null || typeof x === 'boolean' || typeof x === 'number' || typeof x === 'string') return x
  if (depth > MAX_DEPTH) return foreign('data nested too deeply')
  if (Array.isArray(x)) return Object.freeze(x.map((v: unknown) => snapshot(v, depth + 1)))
  if (isObject(x)) {
    // fromEntries defines own properties, so a key like __proto__ stays a key and is reported
    return Object.freeze(Object.fromEntries(Object.keys(x).filter((k) => x[k] !== undefined).map((k) => [k, snapshot(x[k], depth + 1)])))
  }
  return foreign(typeof x === 'object' ? nameOf(x) : x === undefined ? 'undefined' : `a ${typeof x}`)
}

/** A value for a message: short, on one line. */
export const describe = (x: Json | undefined): string => {
  if (x === undefined) return 'nothing'
  if (typeof x === 'number') return String(x)
  if (isObject(x) && typeof x[FOREIGN] === 'string') return x[FOREIGN]
  const text = JSON.stringify(x)
  return text.length > 60 ? `${text.slice(0, 57)}...` : text
}

/** Equal texts exactly for equal data, whatever the order of the keys. */
export const canonical = (x: Json): string => {
  if (Array.isArray(x)) return `[${x.map(canonical).join()}]`
  if (isObject(x)) {
    const entries = x as JsonObject // isObject tells Json's object from its arrays
    return `{${Object.keys(entries).sort().map((k) => `${JSON.stringify(k)}:${canonical(entries[k] ?? null)}`).join()}}`
  }
  return JSON.stringify(x)
}
