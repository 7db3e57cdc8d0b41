// Where the values of a program are: each takes the first place that is free while it lives.
import { type Value, aligned } from './timeline.js'

interface Placed {
  readonly at: number
  readonly bytes: number
  readonly value: Value
}

/** The places of values in bytes, and the bytes of all of them. */
export const arenaOf = (
  values: readonly Value[],
): { readonly places: ReadonlyMap<Value, number>; readonly bytes: number } => {
  const taken: Placed[] = []
  // large ones first, so that small ones fill the gaps
  for (const value of [...values].sort((a, b) => b.elements - a.elements || a.from - b.from)) {
    const bytes = aligned(4 * value.elements)
    taken.push({ at: firstGap(taken, bytes, value), bytes, value })
  }
  return {
    places: new Map(taken.map(({ value, at }) => [value, at])),
    bytes: taken.reduce((end, { at, bytes }) => Math.max(end, at + bytes), 0),
  }
}

const firstGap = (taken: readonly Placed[], bytes: number, { from, to }: Value): number => {
  const meanwhile = taken
    .filter(({ value }) => value.from <= to && from <= value.to)
    .sort((a, b) => a.at - b.at)
  let at = 0
  for (const one of meanwhile) {
    if (at + bytes <= one.at) break
    at = Math.max(at, one.at + one.bytes)
  }
  return at
}
