// What every family of kernels needs.

/** Address of the element `index` elements behind `base`. */
export function at(base: usize, index: i32): usize {
  return base + bytes(index)
}

/** Size of `count` elements. */
export function bytes(count: i32): usize {
  return (count as usize) << 2
}

/** Four elements. */
export function load4(address: usize): v128 {
  return v128.load(address)
}

/** Adds four elements to those in memory. */
export function add4(address: usize, value: v128): void {
  v128.store(address, f32x4.add(v128.load(address), value))
}

/** Adds one element to the one in memory. */
export function add1(address: usize, value: f32): void {
  store<f32>(address, load<f32>(address) + value)
}
