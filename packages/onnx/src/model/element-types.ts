// The element types of tensors: their numbers in onnx.proto, and how their bytes are read.
import type { ElementType, Numbers } from './types.js'

/** How the bytes of a tensor become numbers. */
export interface Elements {
  readonly name: string
  readonly type: ElementType
  readonly bytes: number
  readonly read: (view: DataView, count: number) => Numbers
  /** The number whose bits an integer list holds; absent if it holds the number itself. */
  readonly ofBits?: (bits: number) => number
}

const each = <T extends Numbers>(made: T, read: (i: number) => number): T => {
  for (let i = 0; i < made.length; i++) made[i] = read(i)
  return made
}

/** A bfloat16: the upper half of a float32. */
const scratch = new DataView(new ArrayBuffer(4))
const bfloat16 = (bits: number): number => {
  scratch.setUint32(0, bits << 16)
  return scratch.getFloat32(0)
}

/** A float16: a sign bit, five bits of exponent, ten of fraction. */
const float16 = (bits: number): number => {
  const [sign, exponent, fraction] = [bits & 0x8000 ? -1 : 1, (bits >> 10) & 31, bits & 1023]
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN
  return exponent === 0
    ? sign * fraction * 2 ** -24
    : sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

const float = (
  name: string,
  bytes: number,
  at: (view: DataView, offset: number) => number,
): Elements => ({
  name,
  type: 'float',
  bytes,
  read: (view, count) => each(new Float32Array(count), (i) => at(view, i * bytes)),
})

/** A 16-bit float. */
const half = (name: string, ofBits: (bits: number) => number): Elements => ({
  ...float(name, 2, (view, i) => ofBits(view.getUint16(i, true))),
  ofBits,
})

const int = (
  name: string,
  bytes: number,
  at: (view: DataView, offset: number) => number,
  type: ElementType = 'int',
): Elements => ({
  name,
  type,
  bytes,
  read: (view, count) => each(new Float64Array(count), (i) => at(view, i * bytes)),
})

/** By their numbers in onnx.proto; the others are strings, complex numbers and packed types. */
export const elementTypes: Readonly<Record<number, Elements>> = {
  1: float('float32', 4, (view, i) => view.getFloat32(i, true)),
  2: int('uint8', 1, (view, i) => view.getUint8(i)),
  3: int('int8', 1, (view, i) => view.getInt8(i)),
  4: int('uint16', 2, (view, i) => view.getUint16(i, true)),
  5: int('int16', 2, (view, i) => view.getInt16(i, true)),
  6: int('int32', 4, (view, i) => view.getInt32(i, true)),
  7: int('int64', 8, (view, i) => Number(view.getBigInt64(i, true))),
  9: int('bool', 1, (view, i) => Number(view.getUint8(i) !== 0), 'bool'),
  10: half('float16', float16),
  11: float('float64', 8, (view, i) => view.getFloat64(i, true)),
  12: int('uint32', 4, (view, i) => view.getUint32(i, true)),
  13: int('uint64', 8, (view, i) => Number(view.getBigUint64(i, true))),
  16: half('bfloat16', bfloat16),
}
