// What callers without types may have given.

/** A value in words, for errors. */
export const words = (x: unknown): string => JSON.stringify(x) ?? typeof x

/** What a value is, in words, for errors. */
export const kindOf = (x: unknown): string => {
  if (x === null || x === undefined) return String(x)
  if (Array.isArray(x)) return 'an array'
  return typeof x === 'object' ? 'an object' : `a ${typeof x}`
}

export const isObject = (x: unknown): x is object =>
  typeof x === 'object' && x !== null && !Array.isArray(x)

/** Options without unknown ones; `where` names the function that got them. */
export const known = (
  options: unknown,
  names: readonly string[],
  where = 'compile',
): Readonly<Record<string, unknown>> => {
  if (!isObject(options))
    throw new TypeError(`${where}: the options must be an object, got ${words(options)}`)
  const unknown = Object.keys(options).find((name) => !names.includes(name))
  if (unknown !== undefined)
    throw new TypeError(`${where}: expected the options ${names.join(', ')}, got ${unknown}`)
  return options as Readonly<Record<string, unknown>> // an object
}
