// NumPy's format for one array:
// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
import { Failure } from '../base/failure.js'
import type { Input } from './input.js'

type Getter = (view: DataView, at: number, little: boolean) => number

const getters: Readonly<Record<string, readonly [bytes: number, get: Getter]>> = {
  f4: [4, (v, at, little) => v.getFloat32(at, little)],
  f8: [8, (v, at, little) => v.getFloat64(at, little)],
  i1: [1, (v, at) => v.getInt8(at)],
  u1: [1, (v, at) => v.getUint8(at)],
  b1: [1, (v, at) => v.getUint8(at)],
  i2: [2, (v, at, little) => v.getInt16(at, little)],
  u2: [2, (v, at, little) => v.getUint16(at, little)],
  i4: [4, (v, at, little) => v.getInt32(at, little)],
  u4: [4, (v, at, little) => v.getUint32(at, little)],
  i8: [8, (v, at, little) => Number(v.getBigInt64(at, little))],
  u8: [8, (v, at, little) => Number(v.getBigUint64(at, little))],
}

export const isNpy = (bytes: Uint8Array): boolean =>
  bytes[0] === 0x93 && new TextDecoder('latin1').decode(bytes.subarray(1, 6)) === 'NUMPY'

/** The array in the bytes of a file. */
export const readNpy = (bytes: Uint8Array, file: string): Input => {
  const wrong = (what: string): never => {
    throw new Failure(`cannot use ${file}: ${what}`)
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 12) return wrong('it ends in its header; save it again with numpy.save')
  const isLong = view.getUint8(6) > 1
  const start = isLong ? 12 : 10
  const end = start + (isLong ? view.getUint32(8, true) : view.getUint16(8, true))
  if (end > bytes.length) return wrong('it ends in its header; save it again with numpy.save')
  const header = new TextDecoder('latin1').decode(bytes.subarray(start, end))
  const [, order, type = ''] = /'descr': '([<>|=])(\w+)'/.exec(header) ?? []
  const getter = Object.hasOwn(getters, type) ? getters[type] : undefined
  if (getter === undefined)
    return wrong('its numbers are of no known kind; save it as float32: x.astype("float32")')
  if (header.includes("'fortran_order': True"))
    return wrong('its order is that of Fortran; save numpy.ascontiguousarray(x)')
  const listed = /'shape': \(((?:\d+(?:, ?|,?(?=\))))*)\)/.exec(header)?.[1]
  if (listed === undefined) return wrong('its header has no shape; save it again with numpy.save')
  const shape = listed
    .split(',')
    .filter((s) => s.trim() !== '')
    .map(Number)
  const [size, get] = getter
  const length = shape.reduce((a, b) => a * b, 1)
  if (length * size !== bytes.length - end)
    return wrong(
      `shape ${shape.join('x')} needs ${length * size} bytes, but it has ${bytes.length - end}; ` +
        'it may be cut short: get the file again',
    )
  const values = new Float32Array(length)
  for (let i = 0; i < length; i++) values[i] = get(view, end + i * size, order !== '>')
  return { values, shape, white: null }
}
