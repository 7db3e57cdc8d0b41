// "Did you mean …?"

/**
 * The name that an unknown one probably stands for: the closest, ignoring case, with at most two
 * letters added, removed or replaced (Levenshtein 1966); undefined when none is that close.
 * @example
 * import { nearest } from 'layersmith'
 * nearest('conv1/kernal', ['conv1/bias', 'conv1/kernel']) // 'conv1/kernel'
 */
export const nearest = (name: string, names: readonly string[]): string | undefined => {
  let found: string | undefined
  let least = Infinity
  for (const other of names) {
    const most = Math.min(2, Math.floor(other.length / 2))
    // comparing letter by letter takes long for a long name, and cannot bring it closer
    if (Math.abs(other.length - name.length) > most) continue
    const steps = distance(other.toLowerCase(), name.toLowerCase())
    if (steps <= most && steps < least) [found, least] = [other, steps]
  }
  return found
}

/** "Did you mean …?" for a value that is not one of these names; undefined where none is close. */
export const suggestion = (value: unknown, names: readonly string[]): string | undefined => {
  const close = typeof value === 'string' ? nearest(value, names) : undefined
  return close === undefined ? undefined : `did you mean '${close}'?`
}

const distance = (x: string, y: string): number => {
  let row = Array.from({ length: y.length + 1 }, (_, i) => i)
  for (let i = 1; i <= x.length; i++) {
    const next = [i]
    for (let j = 1; j <= y.length; j++)
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + (x[i - 1] === y[j - 1] ? 0 : 1),
        ),
      )
    row = next
  }
  return row[y.length] ?? 0
}
