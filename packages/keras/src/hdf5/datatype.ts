// The types of numbers and texts. Each is known by all of its bytes: a type that differs in one bit
// is another type.
import { type Bytes, damaged, unsupported } from './bytes.js'

/** The types of numbers, as NumPy calls them. */
export type NumberType =
  | 'float16'
  | 'bfloat16'
  | 'float32'
  | 'float64'
  | 'int8'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'uint8'
  | 'uint16'
  | 'uint32'
  | 'uint64'
  | 'bool'

export type Datatype =
  | { readonly is: 'number'; readonly type: NumberType; readonly size: number }
  /** A text in so many bytes. */
  | { readonly is: 'text'; readonly size: number }
  /** A text of any length: its place in a heap. */
  | { readonly is: 'longText'; readonly size: number }
  /** Bytes of a type that HDF5 does not know; Keras stores bfloat16 so. */
  | { readonly is: 'opaque'; readonly size: number }

const CLASSES = [
  ...['integer', 'float', 'time', 'text', 'bit field', 'opaque', 'compound', 'reference'],
  ...['enumeration', 'text of any length', 'array'],
]

/** Offset and precision in bits, then the places of exponent and mantissa, and the bias. */
const FLOATS: Readonly<Record<string, { readonly type: NumberType; readonly sign: number }>> = {
  '0,16,10,5,0,10,15': { type: 'float16', sign: 15 },
  '0,16,7,8,0,7,127': { type: 'bfloat16', sign: 15 },
  '0,32,23,8,0,23,127': { type: 'float32', sign: 31 },
  '0,64,52,11,0,52,1023': { type: 'float64', sign: 63 },
}

/** The type at a place. */
export const datatypeAt = (bytes: Bytes, at: number): Datatype => {
  const kind = bytes.u8(at) & 15
  const [bits, sign, rest] = [bytes.u8(at + 1), bytes.u8(at + 2), bytes.u8(at + 3)]
  const size = bytes.u32(at + 4)
  const version = bytes.u8(at) >> 4
  if (version < 1 || version > 5) damaged(at, 'a type of version 1 to 5')
  switch (kind) {
    case 0:
      return { is: 'number', type: integerAt(bytes, at, bits, size), size }
    case 1: {
      const words = [bytes.u16(at + 8), bytes.u16(at + 10)]
      const places = [12, 13, 14, 15].map((i) => bytes.u8(at + i))
      const float = FLOATS[[...words, ...places, bytes.u32(at + 16)].join()]
      if ((bits & 0x41) !== 0) return unsupported('a float in big-endian order')
      if (float?.sign !== sign || (bits & 0x3e) !== 0x20 || float.sign !== size * 8 - 1)
        return unsupported(`a float of ${size} bytes in a form of its own`)
      return { is: 'number', type: float.type, size }
    }
    case 3:
      return (bits & 15) <= 2 && bits >> 4 <= 1 && size > 0
        ? { is: 'text', size }
        : damaged(at, 'a text')
    case 5:
      return { is: 'opaque', size }
    case 8:
      return { is: 'number', type: booleanAt(bytes, at, bits + 256 * sign), size }
    case 9:
      return (bits & 15) === 1 && size === 16
        ? { is: 'longText', size }
        : unsupported('a list of any length')
    default:
      return rest === 0 && kind < CLASSES.length
        ? unsupported(`the type "${CLASSES[kind] ?? ''}"`)
        : damaged(at, 'a type')
  }
}

const integerAt = (bytes: Bytes, at: number, bits: number, size: number): NumberType => {
  if ((bits & 1) !== 0) return unsupported('an integer in big-endian order')
  if (bytes.u16(at + 8) !== 0 || bytes.u16(at + 10) !== size * 8 || (bits & 0xf6) !== 0)
    return unsupported('an integer that does not fill its bytes')
  const isSigned = (bits & 8) !== 0
  const type = INTEGERS[size]?.[isSigned ? 0 : 1]
  return type ?? damaged(at, 'an integer of 1, 2, 4 or 8 bytes')
}
const INTEGERS: Readonly<Record<number, readonly [NumberType, NumberType]>> = {
  1: ['int8', 'uint8'],
  2: ['int16', 'uint16'],
  4: ['int32', 'uint32'],
  8: ['int64', 'uint64'],
}

/** h5py writes truth values as an enumeration of FALSE and TRUE. */
const booleanAt = (bytes: Bytes, at: number, members: number): NumberType => {
  const names = at + 8 + 12 // after the type of the members, an integer
  const isBoolean =
    members === 2 &&
    datatypeAt(bytes, at + 8).size === 1 &&
    bytes.text(names, 6) === 'FALSE' &&
    /TRUE/.test(String.fromCharCode(...bytes.part(names + 6, 16)))
  return isBoolean ? 'bool' : unsupported('an enumeration')
}
