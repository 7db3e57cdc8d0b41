// Keys that no data may have, because they reach into the prototypes of objects.
import { type Json, describe, isObject } from '../base/json.js'
import { type Complaint, complain } from '../base/problem.js'

const FORBIDDEN = ['__proto__', 'constructor', 'prototype']
export const isForbidden = (key: string): boolean => FORBIDDEN.includes(key)

export const forbidden = (key: string): Complaint =>
  complain('forbiddenKey', {
    expected: `other than ${FORBIDDEN.join(', ')}`,
    got: describe(key),
    fix: 'remove it',
  })

/** The forbidden keys in a config, with their places. */
export const forbiddenIn = (
  x: Json,
  path: string,
): readonly (readonly [place: string, key: string])[] => {
  if (Array.isArray(x)) return x.flatMap((v: Json, i) => forbiddenIn(v, `${path}[${i}]`))
  if (!isObject(x)) return []
  return Object.entries(x).flatMap(([key, v]) => [
    ...(isForbidden(key) ? [[path, key] as const] : []),
    ...forbiddenIn(v, `${path}.${key}`), // isObject tells Json's objects from its arrays
  ])
}
