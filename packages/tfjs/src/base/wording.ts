// Words for messages.

/** A list in words: "a, b and c". */
export const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`

/** How many places to name. */
const SHOWN = 6

/** The first of many places in words: "a, b and more". Of endlessly many, not all are listed. */
export const placesInWords = (places: readonly string[]): string =>
  listed(places.length > SHOWN ? [...places.slice(0, SHOWN - 1), 'more'] : places)

/** A value in words: short, on one line. */
export const inWords = (x: unknown): string => {
  if (x === undefined) return 'nothing'
  if (typeof x === 'function' || typeof x === 'symbol' || typeof x === 'bigint')
    return `a ${typeof x}`
  if (typeof x === 'object' && x !== null) return Array.isArray(x) ? 'an array' : 'an object'
  return typeof x === 'number' ? String(x) : short(JSON.stringify(x))
}
const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text)
