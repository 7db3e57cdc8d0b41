// A record is 32 words: the kernel, the sizes of its loops (5 words, then 7 of a second nest of
// loops; 0 where there is none), and its other arguments.

/** Bytes of a record. */
export const RECORD: usize = 128
/** The first word of each part. */
const SIZES = 1
const MORE = 6
const ARGUMENTS = 13

function word(record: usize, n: i32): usize {
  return record + ((n as usize) << 2)
}

/** A size of the loops. */
export function size(record: usize, n: i32): i32 {
  return load<i32>(word(record, SIZES + n))
}
/** A size of the second nest of loops. */
export function more(record: usize, n: i32): i32 {
  return load<i32>(word(record, MORE + n))
}
/** An argument: an integer, an address or a single-precision float. */
export function i(record: usize, n: i32): i32 {
  return load<i32>(word(record, ARGUMENTS + n))
}
export function u(record: usize, n: i32): usize {
  return load<u32>(word(record, ARGUMENTS + n)) as usize
}
export function f(record: usize, n: i32): f32 {
  return load<f32>(word(record, ARGUMENTS + n))
}
