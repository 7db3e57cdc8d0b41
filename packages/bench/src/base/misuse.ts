/** Wrong arguments, in the words of the one who wrote them. */
import { nearest } from '@layersmith/core'

const longest = 80

/** A value from outside, short enough for a sentence. */
const shown = (value: unknown): string => {
  const text = typeof value === 'string' ? `'${value}'` : describe(value)
  return text.length <= longest ? text : `${text.slice(0, longest)}…`
}

const describe = (value: unknown): string => {
  if (value === null || ['number', 'boolean', 'undefined'].includes(typeof value))
    return String(value)
  if (typeof value === 'function') return 'a function'
  try {
    return JSON.stringify(value) ?? typeof value
  } catch {
    // it refers to itself, or refuses: its type says enough
    return typeof value
  }
}

/** Throws a TypeError that says where, what was expected, what came, and how to mend it. */
export const misuse = (where: string, expected: string, got: unknown, fix: string): never => {
  throw new TypeError(`${where}: expected ${expected}, got ${shown(got)}; ${fix}`)
}

/** One of the known names, or a TypeError that names the nearest. */
export const oneOf = <T extends string>(where: string, known: readonly T[], value: unknown): T => {
  const found = known.find((name) => name === value)
  if (found !== undefined) return found
  const meant = typeof value === 'string' ? nearest(value, known) : undefined
  return misuse(
    where,
    `one of ${known.join(', ')}`,
    value,
    meant === undefined ? 'use one of these names' : `did you mean '${meant}'?`,
  )
}

/** Throws a TypeError for a key that is none of the known ones. */
export const onlyKeys = (where: string, value: object, known: readonly string[]): void => {
  for (const key of Object.keys(value)) oneOf(`${where}: an option`, known, key)
}

/** Whether a value is an object with members of its own, and no list. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A whole number of at least `least`, or a TypeError. */
export const wholeNumber = (where: string, value: unknown, least: number): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= least
    ? value
    : misuse(where, `a whole number of at least ${least}`, value, 'write it as a number')
