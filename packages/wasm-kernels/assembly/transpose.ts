import { at } from './memory'

/** x [rows, columns] → y [columns, rows], a strip of 16 rows at a time so that both stay in the cache. */
export function transpose(x: usize, rows: i32, columns: i32, y: usize): void {
  for (let strip = 0; strip < rows; strip += 16) {
    const end = min(rows, strip + 16)
    for (let c = 0; c < columns; c++) {
      for (let r = strip; r < end; r++) store<f32>(at(y, c * rows + r), load<f32>(at(x, r * columns + c)))
    }
  }
}
