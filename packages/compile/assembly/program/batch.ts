// Images of a batch, shared by threads that each have a copy of a program and its memory.
import { run } from './run'

/** Bytes of the head before its values, and of a value. */
const HEAD = 20
const VALUE = 12

/**
 * Computes images `from` up to, not including, `to`. The head has the address of the first copy's
 * records and their number, the bytes from one copy to the next, where the values that come out
 * begin behind those that go in, and where they end. A value is its address in the first copy, that
 * of its numbers of the first image, and the bytes of an image.
 */
export function batch(head: usize, from: i32, to: i32, _part: i32, thread: i32): void {
  const copy = (thread as usize) * load<usize>(head, 8),
    made = load<usize>(head, 12),
    end = load<usize>(head, 16)
  for (let n = from as usize; n < (to as usize); n++) {
    for (let p = head + HEAD; p < end; p += VALUE) {
      if (p === made) run(load<usize>(head) + copy, load<i32>(head, 4), Infinity)
      const size = load<usize>(p, 8),
        inside = load<usize>(p) + copy,
        outside = load<usize>(p, 4) + n * size
      if (p < made) memory.copy(inside, outside, size)
      else memory.copy(outside, inside, size)
    }
  }
}
