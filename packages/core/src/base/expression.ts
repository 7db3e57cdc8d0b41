// TypeScript as data: values and calls, before they are laid out as text.
import { type Json, describe, isData, isObject } from './json.js'
import { BuildError, complain, problem } from './problem.js'

/** `name(args)`. */
export interface Call {
  readonly name: string
  readonly args: readonly Arg[]
}
/** What an expression starts with, and the methods called on it. */
export interface Expr {
  readonly start: string | Call
  readonly calls: readonly Call[]
}
/** An object literal; each key is spelled as it will be written. */
export interface Fields {
  readonly fields: readonly (readonly [key: string, value: Arg])[]
}
/** A function `(parameter) => …` with constants before what it returns. */
export interface Callback {
  readonly parameter: string
  readonly constants: readonly (readonly [name: string, value: Expr])[]
  readonly returns: Arg
}
export type Arg = string | Expr | Fields | Callback

/** A string as an expression. */
export const asExpr = (made: string | Expr): Expr =>
  typeof made === 'string' ? { start: made, calls: [] } : made
/** An expression followed by more calls. */
export const extended = ({ start, calls }: Expr, more: readonly Call[]): Expr => ({
  start,
  calls: [...calls, ...more],
})

/** A value as TypeScript. */
export const literal = (value: Json): string => {
  if (typeof value === 'string')
    return `'${JSON.stringify(value).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (!isData(value))
    throw new BuildError([
      problem(
        '',
        null,
        complain('invalidOption', {
          expected: 'a value in source must be plain data',
          got: describe(value),
          fix: 'write it as data',
        }),
      ),
    ])
  // isObject tells Json's objects from its arrays
  return isObject(value)
    ? record(Object.entries(value).map(([key, v]) => [key, literal(v)]))
    : JSON.stringify(value)
}
const record = (entries: readonly (readonly [string, string])[]): string =>
  entries.length === 0
    ? '{}'
    : `{ ${entries.map(([key, text]) => `${keyText(key)}: ${text}`).join(', ')} }`
export const isIdentifier = (text: string): boolean => /^[A-Za-z_$][\w$]*$/.test(text)
/** A key as an object literal spells it. */
export const keyText = (key: string): string => (isIdentifier(key) ? key : literal(key))
