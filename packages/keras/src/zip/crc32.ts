// The checksum of zip archives: CRC-32 as in PNG, eight bytes at a time, since weights are many.

/** Eight tables in a row: what a byte contributes that 0 to 7 others follow. */
const TABLES = new Uint32Array(8 * 256)
for (let byte = 0; byte < 256; byte++) {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  TABLES[byte] = crc
}
const from = (table: number, byte: number): number => TABLES[table * 256 + byte] ?? 0
for (let i = 256; i < TABLES.length; i++) {
  const before = TABLES[i - 256] ?? 0
  TABLES[i] = (before >>> 8) ^ from(0, before & 255)
}

export const crc32 = (bytes: Uint8Array): number => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let crc = -1
  let at = 0
  for (; at + 8 <= bytes.length; at += 8) {
    const low = crc ^ view.getInt32(at, true)
    const high = view.getInt32(at + 4, true)
    crc =
      from(7, low & 255) ^
      from(6, (low >>> 8) & 255) ^
      from(5, (low >>> 16) & 255) ^
      from(4, low >>> 24) ^
      from(3, high & 255) ^
      from(2, (high >>> 8) & 255) ^
      from(1, (high >>> 16) & 255) ^
      from(0, high >>> 24)
  }
  for (; at < bytes.length; at++) crc = (crc >>> 8) ^ from(0, (crc ^ (bytes[at] ?? 0)) & 255)
  return ~crc >>> 0
}
