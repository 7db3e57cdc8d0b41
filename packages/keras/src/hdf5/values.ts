// The bytes of numbers and texts as values.
import { Bytes, damaged, unsupported } from './bytes.js'
import { sizeOf } from './dataspace.js'
import type { Datatype, NumberType } from './datatype.js'
import { globalObject } from './heaps.js'

/** Numbers as TensorFlow.js takes them: what is not float32 becomes it, or int32 if it is whole. */
export type Numbers = Float32Array | Int32Array

/** Numbers in a row; those of 32 bits share the bytes they are given, if these are aligned. */
export const numbersIn = (bytes: Uint8Array, type: NumberType): Numbers => {
  const size = bytes.length
  const view = new DataView(bytes.buffer, bytes.byteOffset, size)
  const floats = (width: number, read: (at: number) => number): Float32Array =>
    Float32Array.from({ length: size / width }, (_, i) => read(i * width))
  const whole = (width: number, read: (at: number) => number): Int32Array =>
    Int32Array.from({ length: size / width }, (_, i) => {
      const n = read(i * width)
      return n === (n | 0) ? n : unsupported(`the number ${n}, which is above 32 bits,`)
    })
  switch (type) {
    case 'float32': {
      const { buffer, byteOffset } = aligned(bytes)
      return new Float32Array(buffer, byteOffset, size / 4)
    }
    case 'int32': {
      const { buffer, byteOffset } = aligned(bytes)
      return new Int32Array(buffer, byteOffset, size / 4)
    }
    case 'float64':
      return floats(8, (at) => view.getFloat64(at, true))
    case 'float16':
      return floats(2, (at) => float16(view.getUint16(at, true)))
    case 'bfloat16':
      return floats(2, (at) => bfloat16(view.getUint16(at, true)))
    case 'int8':
      return whole(1, (at) => view.getInt8(at))
    case 'uint8':
    case 'bool':
      return whole(1, (at) => view.getUint8(at))
    case 'int16':
      return whole(2, (at) => view.getInt16(at, true))
    case 'uint16':
      return whole(2, (at) => view.getUint16(at, true))
    case 'uint32':
      return whole(4, (at) => view.getUint32(at, true))
    case 'int64':
      return whole(8, (at) => Number(view.getBigInt64(at, true)))
    case 'uint64':
      return whole(8, (at) => Number(view.getBigUint64(at, true)))
    default:
      return type satisfies never
  }
}

const aligned = (bytes: Uint8Array): Uint8Array =>
  bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes)

/** A number of 16 bits: a sign, 5 bits of exponent, 10 of mantissa. */
const float16 = (bits: number): number => {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const mantissa = bits & 1023
  if (exponent === 0) return sign * mantissa * 2 ** -24
  if (exponent === 31) return mantissa === 0 ? sign * Infinity : NaN
  return sign * (1024 + mantissa) * 2 ** (exponent - 25)
}

const scratch = new DataView(new ArrayBuffer(4))
/** The upper half of a number of 32 bits. */
const bfloat16 = (bits: number): number => {
  scratch.setUint16(0, bits)
  return scratch.getFloat32(0)
}

/** Texts, which may be in heaps of the file. */
export const textsIn = (
  file: Bytes,
  raw: Uint8Array,
  type: Datatype,
  shape: readonly number[],
  at: number,
): readonly string[] => {
  const count = sizeOf(shape)
  if (count === 0) return [] // of whatever type: h5py gives an empty list that of numbers
  if (type.is !== 'text' && type.is !== 'longText')
    return unsupported('a value that should be text')
  return Array.from({ length: count }, (_, i) => {
    const part = raw.subarray(i * type.size, (i + 1) * type.size)
    if (type.is === 'text') return withoutEnd(file.decoded(part, at))
    const element = new Bytes(part)
    const length = element.u32(0)
    if (length === 0) return ''
    const heap = element.u64(4)
    const object = globalObject(file, heap, element.u32(12))
    return length <= object.length
      ? withoutEnd(file.decoded(object.subarray(0, length), heap))
      : damaged(heap, `a text of ${length} bytes`)
  })
}

/** Without the zeros that fill it up. */
const withoutEnd = (text: string): string => {
  let end = text.length // a regular expression would try at each zero, also in the middle
  while (end > 0 && text.charCodeAt(end - 1) === 0) end--
  return text.slice(0, end)
}
