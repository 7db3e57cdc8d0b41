// How long a record may take, whatever its words are: a file may come from strangers.
import { i, more, size } from './record'

/** Sizes from here on are made up, and could let the counters of loops overflow. */
const MOST: i32 = 1 << 29
const SIZES = 5
const MORE = 7

/**
 * At least as many steps as the loops of a record take: a step is a multiplication of a few
 * numbers, a copy of one, or a turn of a loop. Traps on sizes that no memory has.
 */
export function work(p: usize): f64 {
  let steps: f64 = 1
  for (let n = 0; n < SIZES; n++) steps *= turns(size(p, n))
  for (let n = 0; n < MORE; n++) turns(more(p, n))
  const a = turns(size(p, 0)),
    b = turns(size(p, 1)),
    c = turns(size(p, 2)),
    d = turns(size(p, 3))
  switch (load<i32>(p)) {
    case 2: {
      // each band copies the rows that it meets
      const bandRows = turns(more(p, 0)),
        rows = (bandRows - 1) * turns(more(p, 1)) + turns(more(p, 2)),
        row = turns(more(p, 3)) * turns(more(p, 4)) * turns(more(p, 5))
      // a stride and a margin, of which the copy makes limits of its loops
      turns(i(p, 7))
      turns(i(p, 9))
      return 4 * steps + (a / bandRows + 1) * rows * row
    }
    case 7: // with the lanes behind the channels
      return a * b * (c + turns(i(p, 5)))
    case 11: // the moments of each group, then the lanes
      return 3 * a * b * (c + d) + a * b * turns(i(p, 5))
    case 12: {
      const tile = size(p, 4)
      if (tile !== 2 && tile !== 4) unreachable()
      const edge = tile as f64,
        tiles = ceil(a / edge) * ceil(b / edge)
      if (tiles > (MOST as f64)) unreachable()
      return (edge + 2) * (edge + 2) * tiles * (d + 1) * (c + 8)
    }
    default:
      return steps
  }
}

/** How often a loop turns, once at least. */
function turns(n: i32): f64 {
  if (n < 0 || n > MOST) unreachable()
  return max(1, n as f64)
}
