/**
 * Reads the two types of IDX file that MNIST comes in, and trusts nothing in them: otherwise a file
 * that is cut off, compressed or of the wrong type would silently train a model on noise.
 *
 * Images: magic 2051, count, rows, columns, then one byte per pixel.
 * Labels: magic 2049, count, then one byte per label.
 * All header numbers are big-endian 32-bit.
 */
import { DataError } from './data-error.js'

export const imageSide = 28
/** Bytes, and therefore pixels, in one image. */
export const imageSize = imageSide * imageSide
export const classes = 10

const imageMagic = 2051
const imageHeader = 16
const labelMagic = 2049
const labelHeader = 8

/** The pixels of all images, one after another, one byte each. */
export function parseImages(file: string, bytes: Uint8Array): Uint8Array {
  const header = readHeader(file, bytes, { what: 'images', magic: imageMagic, size: imageHeader })
  const rows = header.getUint32(8)
  const columns = header.getUint32(12)
  if (rows !== imageSide || columns !== imageSide) {
    throw new DataError({
      file,
      expected: `images of ${imageSide}x${imageSide} pixels`,
      got: `${rows}x${columns}`,
    })
  }
  return readBody(file, bytes, {
    what: 'images',
    start: imageHeader,
    count: header.getUint32(4),
    each: imageSize,
  })
}

/** One digit per image, 0 to 9. */
export function parseLabels(file: string, bytes: Uint8Array): Uint8Array {
  const header = readHeader(file, bytes, { what: 'labels', magic: labelMagic, size: labelHeader })
  const labels = readBody(file, bytes, {
    what: 'labels',
    start: labelHeader,
    count: header.getUint32(4),
    each: 1,
  })
  const wrong = labels.findIndex((label) => label >= classes)
  if (wrong >= 0) {
    throw new DataError({
      file,
      expected: `labels from 0 to ${classes - 1}`,
      got: `${labels[wrong]} as label ${wrong}`,
    })
  }
  return labels
}

interface HeaderRule {
  readonly what: string
  readonly magic: number
  readonly size: number
}

function readHeader(file: string, bytes: Uint8Array, rule: HeaderRule): DataView {
  if (bytes.length < rule.size) {
    throw new DataError({
      file,
      expected: `a header of ${rule.size} bytes`,
      got: `${bytes.length} bytes in all`,
    })
  }
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    throw new DataError({
      file,
      expected: 'an unpacked IDX file',
      got: 'a gzip archive',
      fix: 'unpack it with gunzip first',
    })
  }
  const header = new DataView(bytes.buffer, bytes.byteOffset, rule.size)
  const magic = header.getUint32(0)
  if (magic !== rule.magic) {
    throw new DataError({
      file,
      expected: `magic number ${rule.magic} (IDX ${rule.what})`,
      got: `${magic}`,
    })
  }
  return header
}

interface BodyRule {
  readonly what: string
  readonly start: number
  readonly count: number
  readonly each: number
}

function readBody(file: string, bytes: Uint8Array, rule: BodyRule): Uint8Array {
  const expected = rule.start + rule.count * rule.each
  if (rule.count === 0) {
    throw new DataError({
      file,
      expected: `at least one of its ${rule.what}`,
      got: 'a header that announces none',
    })
  }
  if (bytes.length !== expected) {
    const fault = bytes.length < expected ? 'the file is cut off' : 'the file is too long'
    throw new DataError({
      file,
      expected: `${expected} bytes, for the ${rule.count} ${rule.what} that its header announces`,
      got: `${bytes.length} bytes (${fault})`,
    })
  }
  return bytes.subarray(rule.start)
}
