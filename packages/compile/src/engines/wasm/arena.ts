// Where the values of an image lie: one after another is computed, and takes the place of those
// that nobody reads any more. A value with a border of zeros shares its place only with values of
// the same layout, so its border stays zero.
import { type Layout, type Value, elementsOf } from './layout.js'

export interface Arena {
  /** In bytes from the start of the arena. */
  readonly placeOf: (value: Value) => number
  readonly bytes: number
}

/** From the step that makes a value to the last one that reads it. */
interface Life {
  readonly value: Value
  readonly from: number
  readonly to: number
}
interface Placed {
  readonly at: number
  readonly bytes: number
  readonly from: number
  readonly to: number
}

/** Vectors of places begin on lines of the cache. */
const ALIGNED = 64

export const arenaOf = (layout: Layout): Arena => {
  const places = new Map<Value, number>()
  const taken: Placed[] = []
  const put = (bytes: number, from: number, to: number): number => {
    const at = firstGap(taken, bytes, from, to)
    taken.push({ at, bytes, from, to })
    return at
  }
  /** The places of values with borders, by their layout, and from which step on they are free. */
  const bordered = new Map<string, { at: number; free: number }[]>()
  for (const { value, from, to } of livesOf(layout)) {
    const bytes = Math.ceil((4 * elementsOf(value)) / ALIGNED) * ALIGNED
    if (value.margins.flat().every((n) => n === 0)) {
      places.set(value, put(bytes, from, to))
      continue
    }
    const key = String([value.shape, value.pixel, value.margins])
    const same = bordered.get(key) ?? []
    const free = same.find((one) => one.free < from)
    const place = free ?? { at: put(bytes, -1, Infinity), free: to }
    place.free = to
    if (free === undefined) bordered.set(key, [...same, place])
    places.set(value, place.at)
  }
  return {
    placeOf: (value) => places.get(value) ?? 0,
    bytes: taken.reduce((end, { at, bytes }) => Math.max(end, at + bytes), 0),
  }
}

const livesOf = ({ inputs, steps, ends }: Layout): readonly Life[] => {
  const last = new Map<Value, number>()
  for (const [i, step] of steps.entries()) for (const value of step.inputs) last.set(value, i)
  for (const value of ends) last.set(value, Infinity)
  const life = (value: Value, from: number): Life => ({
    value,
    from,
    to: last.get(value) ?? from,
  })
  return [
    ...inputs.map((value) => life(value, -1)),
    ...steps.map(({ output }, i) => life(output, i)),
  ]
}

/** The first place where nothing lies that is there at the same time. */
const firstGap = (taken: readonly Placed[], bytes: number, from: number, to: number): number => {
  const meanwhile = taken
    .filter((one) => one.from <= to && from <= one.to)
    .sort((a, b) => a.at - b.at)
  let at = 0
  for (const one of meanwhile) {
    if (at + bytes <= one.at) break
    at = Math.max(at, one.at + one.bytes)
  }
  return at
}
