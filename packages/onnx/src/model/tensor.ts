// The numbers of a tensor in a file. Its sizes may lie, so they are compared with the bytes in the
// file before any memory is taken.
import { type Elements, elementTypes } from './element-types.js'
import { EXTERNAL, type TensorProto } from './schema.js'
import type { Numbers, Tensor } from './types.js'

/** The bytes of a tensor in another file. */
export type External = (place: {
  readonly location: string
  readonly offset: number
  readonly length: number
}) => Uint8Array

/** A size in a file, as a number. */
export const sizeOf = (size: bigint, what: string): number => {
  if (size < 0n || size > BigInt(Number.MAX_SAFE_INTEGER))
    throw new Error(`${what} has the size ${size}, which no tensor can have; the file is damaged`)
  return Number(size)
}

/**
 * The numbers of a tensor.
 * @throws Error that names the tensor
 */
export const tensorOf = (proto: TensorProto, external: External): Tensor => {
  const what = `the tensor ${proto.name || 'of an attribute'}`
  const dims = proto.dims.map((size) => sizeOf(size, what))
  const count = dims.reduce((n, size) => n * size, 1)
  const elements = elementTypes[proto.dataType]
  if (elements === undefined)
    throw new Error(
      `${what} has the element type ${proto.dataType} of onnx.proto, which no layer has; ` +
        'export the model in float32',
    )
  const wrong = (got: number): never => {
    throw new Error(
      `${what} of [${dims.join(', ')}] should have ${count} numbers, got ${got}; ` +
        'the file is damaged',
    )
  }
  const numbers =
    proto.dataLocation === EXTERNAL
      ? fromBytes(external(placeOf(proto, what, count * elements.bytes)), elements, count, wrong)
      : proto.rawData.length > 0
        ? fromBytes(proto.rawData, elements, count, wrong)
        : fromFields(proto, elements, count, wrong)
  const isExact = elements.type !== 'float' || elements.name === 'float32'
  return { dims, type: elements.type, stored: isExact ? null : elements.name, numbers }
}

const fromBytes = (
  bytes: Uint8Array,
  elements: Elements,
  count: number,
  wrong: (got: number) => never,
): Numbers => {
  if (bytes.length !== count * elements.bytes) return wrong(bytes.length / elements.bytes)
  // aligned numbers stay where they are
  if (elements.name === 'float32' && bytes.byteOffset % 4 === 0 && isLittleEndian)
    return new Float32Array(bytes.buffer, bytes.byteOffset, count)
  return elements.read(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), count)
}
const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

/** The numbers in the fields for each type, which few files have. */
const fromFields = (
  proto: TensorProto,
  { type, ofBits }: Elements,
  count: number,
  wrong: (got: number) => never,
): Numbers => {
  const { floatData, doubleData, int32Data, int64Data, uint64Data } = proto
  const found = [floatData, doubleData, int32Data, int64Data, uint64Data].find(
    ({ length }) => length > 0,
  )
  const { length } = found ?? []
  if (length !== count) return wrong(length)
  const read = found === int32Data && ofBits !== undefined ? ofBits : Number
  const made = type === 'float' ? new Float32Array(count) : new Float64Array(count)
  found?.forEach((n, i) => (made[i] = read(Number(n))))
  return made
}

const placeOf = (
  { externalData }: TensorProto,
  what: string,
  needed: number,
): Parameters<External>[0] => {
  const entries = new Map(externalData.map(({ key, value }) => [key, value]))
  const number = (key: string, fallback: number): number => {
    const text = entries.get(key)
    if (text === undefined) return fallback
    if (!/^\d{1,15}$/.test(text))
      throw new Error(`${what} has the ${key} ${text.slice(0, 40)}, which is not a number of bytes`)
    return Number(text)
  }
  const location = entries.get('location')
  if (location === undefined) throw new Error(`${what} is in a file without a name`)
  return { location, offset: number('offset', 0), length: number('length', needed) }
}
