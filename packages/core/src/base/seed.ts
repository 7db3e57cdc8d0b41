// Derives seeds from a build's seed and a position's path: the same in every build, different at
// every place.

/**
 * 53-bit hash of a string: cyrb53 by bryc (public domain),
 * https://github.com/bryc/code/blob/master/jshash/experimental/cyrb53.js.
 */
const hash = (text: string): number => {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    a = Math.imul(a ^ c, 2654435761)
    b = Math.imul(b ^ c, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return 4294967296 * (2097151 & b) + (a >>> 0)
}

/**
 * Returns seeds of at least 1 (TensorFlow.js takes 0 to mean "no seed"), and never one seed for two
 * places.
 */
export const seeder = (root: number): ((path: string, field: string) => number) => {
  const given = new Map<number, string>()
  return (path, field) => {
    const place = `${path}/${field}`
    for (let salt = 0; ; salt++) {
      const seed = hash(`${root}/${place}/${salt}`)
      const owner = given.get(seed) ?? place
      if (seed > 0 && owner === place) {
        given.set(seed, place)
        return seed
      }
    }
  }
}
