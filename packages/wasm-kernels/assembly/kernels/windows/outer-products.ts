// Sums of outer products, the arithmetic of a convolution's filter gradient: for vectors a and b at
// every point of a grid,
//
//   sum[r, c] += Σ a(point)[r] · b(point)[c]
//
// A tile of the sum stays in registers while the grid goes by: 4 rows by 8 columns are 8
// accumulators, which with two vectors of b and four broadcast values of a are 14 of the 16
// registers of x86-64.
import { at } from '../../base/memory'
import { tile1x1, tile1x4, tile1x8, tile4x1, tile4x4, tile4x8 } from './outer-product-tiles'

/**
 * A grid of points, with what lies between two of them in a row and between two rows, for a and for
 * b.
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
      // The last tile reaches back over rows that are done and adds only those behind them.
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
