// Sums of outer products, the arithmetic of a convolution's filter gradient: for vectors a and b at
// every point of a grid,
//
//   sum[r, c] += Σ a(point)[r] · b(point)[c]
//
// This file cuts the sum into the tiles of outer-product-tiles.ts.
import { at } from '../../base/memory'
import { tile1x1, tile1x4, tile1x8, tile4x1, tile4x4, tile4x8 } from './outer-product-tiles'

/**
 * A grid of height × width points. For a and for b, `StepBytes` is the distance between two points
 * of a row, `RowBytes` the distance between two rows.
 */
export function addOuterProducts(
  sum: usize,
  a: usize,
  rows: i32,
  b: usize,
  columns: i32,
  begin: i32,
  end: i32,
  width: i32,
  aStepBytes: usize,
  bStepBytes: usize,
  height: i32,
  aRowBytes: usize,
  bRowBytes: usize,
): void {
  let c = begin
  for (; c + 8 <= end; c += 8) {
    let r = 0
    while (r < rows && rows >= 4) {
      // The last tile reaches back over rows that are done and adds only those after them.
      const start = min(r, rows - 4)
      tile4x8(
        at(sum, start * columns + c),
        columns,
        r - start,
        at(a, start),
        at(b, c),
        width,
        aStepBytes,
        bStepBytes,
        height,
        aRowBytes,
        bRowBytes,
      )
      r = start + 4
    }
    for (; r < rows; r++)
      tile1x8(
        at(sum, r * columns + c),
        at(a, r),
        at(b, c),
        width,
        aStepBytes,
        bStepBytes,
        height,
        aRowBytes,
        bRowBytes,
      )
  }
  if (columns < 4) {
    for (; c < end; c++) {
      let r = 0
      for (; r + 4 <= rows; r += 4)
        tile4x1(
          at(sum, r * columns + c),
          columns,
          at(a, r),
          at(b, c),
          width,
          aStepBytes,
          bStepBytes,
          height,
          aRowBytes,
          bRowBytes,
        )
      for (; r < rows; r++)
        tile1x1(
          at(sum, r * columns + c),
          at(a, r),
          at(b, c),
          width,
          aStepBytes,
          bStepBytes,
          height,
          aRowBytes,
          bRowBytes,
        )
    }
    return
  }
  while (c < end) {
    // The last tile reaches back over columns that are done and adds only its last `fresh` lanes.
    const fresh = min(4, end - c)
    const start = c + fresh - 4
    let r = 0
    for (; r + 4 <= rows; r += 4)
      tile4x4(
        at(sum, r * columns + start),
        columns,
        fresh,
        at(a, r),
        at(b, start),
        width,
        aStepBytes,
        bStepBytes,
        height,
        aRowBytes,
        bRowBytes,
      )
    for (; r < rows; r++)
      tile1x4(
        at(sum, r * columns + start),
        fresh,
        at(a, r),
        at(b, start),
        width,
        aStepBytes,
        bStepBytes,
        height,
        aRowBytes,
        bRowBytes,
      )
    c += fresh
  }
}
