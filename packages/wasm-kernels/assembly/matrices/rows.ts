// The number of rows of a tile as a type. A loop that is generic over it is written once and
// compiled for each number: `offsetof<Rows>()` is a constant, so what belongs to rows that the tile
// does not have disappears.
//
// Six rows by 8 columns are the largest tile: 12 accumulators, two vectors of weights and one
// broadcast value are 15 of the 16 registers of x86-64. Where multiply and add are two
// instructions, their product needs a register too, so five rows are the largest there, and that
// build has no code for six.

export class One {
  a: u8 = 0
}
export class Two extends One {
  b: u8 = 0
}
export class Three extends Two {
  c: u8 = 0
}
export class Four extends Three {
  d: u8 = 0
}
export class Five extends Four {
  e: u8 = 0
}
export class Six extends Five {
  f: u8 = 0
}

/** The rows that the next tile takes when `left` are left: few tiles, none of them thin. */
export function nextRows(left: i32): i32 {
  if (left < 5) return left
  if (
    ASC_FEATURE_RELAXED_SIMD &&
    (left === 6 || left === 11 || left === 12 || (left >= 16 && left !== 20))
  )
    return 6
  return left === 5 || left === 9 || left === 10 || (left >= 13 && left !== 16) ? 5 : 4
}
