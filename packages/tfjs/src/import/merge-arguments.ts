// The arguments of merges: which of them another merge may, or does, merge first.
import { mergeKey } from './parts.js'
import type { Flow, Value } from './read-model.js'

/** (a + b) + c = a + (b + c): these merges may merge some of their arguments first. */
export const ASSOCIATIVE = new Set<string>(['add', 'concat', 'maximum', 'minimum', 'multiply'])
/** a + b = b + a: these merges take their arguments in any order. */
export const COMMUTATIVE = new Set<string>(['add', 'average', 'maximum', 'minimum', 'multiply'])

/**
 * The arguments of merges, where another merge may stand for some of them: if the graph also has
 * concat(a, b), that merge replaces a and b in concat(a, b, c). Only this makes dense blocks
 * series-parallel. `same` maps a repeated merge to the first one.
 */
export const grouped = ({
  values,
}: Flow): { args: ReadonlyMap<Value, readonly Value[]>; same: ReadonlyMap<Value, Value> } => {
  const args = new Map<Value, readonly Value[]>()
  const same = new Map<Value, Value>()
  /** Merges by kind, options and first argument, longest first. */
  const before = new Map<string, Map<Value, Value[]>>()
  for (const value of values) {
    if (value.use?.is !== 'merge') continue
    const kind = value.use.merge
    const key = mergeKey({ kind, config: value.use.config })
    const known = before.get(key) ?? new Map<Value, Value[]>()
    let own: readonly Value[] = value.from.map((v) => same.get(v) ?? v)
    if (ASSOCIATIVE.has(kind)) {
      for (let i = 0; i < own.length; i++) {
        const first = own[i]
        const part = (first === undefined ? [] : (known.get(first) ?? [])).find((v) =>
          v.from.every((a, j) => (same.get(a) ?? a) === own[i + j]),
        )
        if (part !== undefined && part.from.length <= own.length)
          own = [...own.slice(0, i), part, ...own.slice(i + part.from.length)]
      }
    }
    const [first] = own
    if (own.length === 1 && first !== undefined) same.set(value, first)
    else args.set(value, own)
    const [start] = value.from.map((v) => same.get(v) ?? v)
    if (start !== undefined && ASSOCIATIVE.has(kind))
      known.set(
        start,
        [...(known.get(start) ?? []), value].sort((a, b) => b.from.length - a.from.length),
      )
    before.set(key, known)
  }
  return { args, same }
}
