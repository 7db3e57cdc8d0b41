// Products of matrices with packed weights, for 1x1 convolutions and dense layers:
//
//   c[r, x, o] = limit(bias[o] + Σₖ a[r, x, k] · w[k, o] + residual[r, x, o])
//
// The weights are packed into panels (panel.ts); columns are a multiple of 8.
import { at, bytes } from '../base/memory'
import { gemm1, gemm2 } from './gemm-thin-tiles'
import { gemm3, gemm4, gemm5, gemm6 } from './gemm-tiles'
import { PANEL, panelSize } from './panel'
import { nextRows } from './rows'

/** Values of a that stay in the first-level cache while all panels pass by: 24 kB. */
const KEPT = 6 * 1024

/**
 * `rows` rows of `width` pixels. Pixels are `lda` elements apart in a and `ldc` in c, rows `aRow`
 * and `cRow`. `n` is the number of columns. The residual is laid out as c is; 0 means none, c
 * itself is allowed.
 */
export function gemm(
  a: usize,
  lda: i32,
  aRow: i32,
  panels: usize,
  k: i32,
  n: i32,
  c: usize,
  ldc: i32,
  cRow: i32,
  width: i32,
  rows: i32,
  residual: usize,
): void {
  const size = bytes(panelSize(k))
  const block = max(1, min(rows, KEPT / max(1, width * k)))
  const strip = max(12, min(width, KEPT / k))
  for (let row = 0; row < rows; row += block) {
    const end = min(rows, row + block)
    for (let x = 0; x < width; x += strip) {
      const pixels = min(width - x, strip)
      for (let o = 0, panel = panels; o < n; o += PANEL, panel += size) {
        for (let r = row; r < end; r++) {
          const offset = bytes(r * cRow + x * ldc + o)
          line(
            at(a, r * aRow + x * lda),
            bytes(lda),
            panel,
            k,
            c + offset,
            bytes(ldc),
            residual === 0 ? 0 : residual + offset,
            pixels,
          )
        }
      }
    }
  }
}

/** One panel for neighboring pixels. */
function line(
  a: usize,
  lda: usize,
  panel: usize,
  k: i32,
  c: usize,
  ldc: usize,
  residual: usize,
  pixels: i32,
): void {
  for (let left = pixels; left > 0;) {
    const done = nextRows(left)
    if (ASC_FEATURE_RELAXED_SIMD && done === 6) gemm6(a, lda, panel, k, c, ldc, residual)
    else if (done === 5) gemm5(a, lda, panel, k, c, ldc, residual)
    else if (done === 4) gemm4(a, lda, panel, k, c, ldc, residual)
    else if (done === 3) gemm3(a, lda, panel, k, c, ldc, residual)
    else if (done === 2) gemm2(a, lda, panel, k, c, ldc, residual)
    else gemm1(a, panel, k, c, residual)
    a += (done as usize) * lda
    c += (done as usize) * ldc
    if (residual !== 0) residual += (done as usize) * ldc
    left -= done
  }
}
