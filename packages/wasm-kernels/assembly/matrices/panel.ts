// A panel is what 8 columns of a product read, in the order in which they read it: 8 biases, 8
// weights for each k, and the limits of the result: the least value 4 times, the largest 4 times.

/** Columns of a panel. */
export const PANEL = 8

/** Elements in a panel. */
export function panelSize(k: i32): i32 {
  return (k + 2) * PANEL
}
