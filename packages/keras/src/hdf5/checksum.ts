// Checksums: Jenkins' lookup3 over the structures of newer files, and that of zlib.
import { type Bytes, damaged } from './bytes.js'

const rotated = (x: number, by: number): number => (x << by) | (x >>> (32 - by))

/** Bob Jenkins' lookup3 (hashlittle), with which HDF5 guards its structures. */
export const lookup3 = (bytes: Uint8Array): number => {
  let a = (0xdeadbeef + bytes.length) | 0
  let b = a
  let c = a
  const word = (at: number): number =>
    (bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24)
  let at = 0
  for (; bytes.length - at > 12; at += 12) {
    a = (a + word(at)) | 0
    b = (b + word(at + 4)) | 0
    c = (c + word(at + 8)) | 0
    a = ((a - c) ^ rotated(c, 4)) | 0
    c = (c + b) | 0
    b = ((b - a) ^ rotated(a, 6)) | 0
    a = (a + c) | 0
    c = ((c - b) ^ rotated(b, 8)) | 0
    b = (b + a) | 0
    a = ((a - c) ^ rotated(c, 16)) | 0
    c = (c + b) | 0
    b = ((b - a) ^ rotated(a, 19)) | 0
    a = (a + c) | 0
    c = ((c - b) ^ rotated(b, 4)) | 0
    b = (b + a) | 0
  }
  if (at === bytes.length) return c >>> 0
  // the rest, with zeros after its end
  a = (a + word(at)) | 0
  b = (b + word(at + 4)) | 0
  c = (c + word(at + 8)) | 0
  c = ((c ^ b) - rotated(b, 14)) | 0
  a = ((a ^ c) - rotated(c, 11)) | 0
  b = ((b ^ a) - rotated(a, 25)) | 0
  c = ((c ^ b) - rotated(b, 16)) | 0
  a = ((a ^ c) - rotated(c, 4)) | 0
  b = ((b ^ a) - rotated(a, 14)) | 0
  c = ((c ^ b) - rotated(b, 24)) | 0
  return c >>> 0
}

/** Checks the sum that stands after so many bytes of a structure. */
export const checkSum = (bytes: Bytes, at: number, size: number): void => {
  if (lookup3(bytes.part(at, size)) !== bytes.u32(at + size))
    damaged(at + size, `the checksum of the ${size} bytes before it`)
}

/** Adler-32 of RFC 1950, which ends what zlib compresses. */
export const adler32 = (bytes: Uint8Array): number => {
  let [a, b] = [1, 0]
  for (let at = 0; at < bytes.length;) {
    // as many as fit before the sums outgrow 32 bits
    const end = Math.min(at + 2048, bytes.length)
    for (; at < end; at++) {
      a += bytes[at] ?? 0
      b += a
    }
    a %= 65521
    b %= 65521
  }
  return b * 65536 + a
}
