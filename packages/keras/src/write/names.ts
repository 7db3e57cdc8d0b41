// Names that every backend of Keras accepts: none takes a slash, torch no dot.

/** A name for each path, no two alike, in the order of the paths. */
export const legalNames = (paths: readonly string[]): ReadonlyMap<string, string> => {
  const taken = new Set<string>()
  return new Map(
    paths.map((path) => {
      const name = path.replace(/[^A-Za-z0-9_-]/g, '_')
      let free = name
      for (let n = 2; taken.has(free); n++) free = `${name}_${n}`
      taken.add(free)
      return [path, free]
    }),
  )
}
