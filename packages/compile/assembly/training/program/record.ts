// A record is 32 words: the kernel, its units of work, and its other arguments. Kernels that have
// units compute units `from` up to, not including, `to`.

/** Bytes of a record. */
export const RECORD: usize = 128
/** The first word of the arguments. */
const ARGUMENTS = 2

function word(record: usize, n: i32): usize {
  return record + ((n as usize) << 2)
}

export function kernel(record: usize): i32 {
  return load<i32>(record)
}
export function units(record: usize): i32 {
  return load<i32>(word(record, 1))
}
/** An argument: a whole number, an address or a number in single precision. */
export function i(record: usize, n: i32): i32 {
  return load<i32>(word(record, ARGUMENTS + n))
}
export function u(record: usize, n: i32): usize {
  return load<u32>(word(record, ARGUMENTS + n)) as usize
}
export function f(record: usize, n: i32): f32 {
  return load<f32>(word(record, ARGUMENTS + n))
}
