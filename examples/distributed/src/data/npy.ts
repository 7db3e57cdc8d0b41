/**
 * NumPy's format for one array: a magic number, a header that is a Python dict, and the numbers as
 * they are in memory (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
 */
const magic = [0x93, ...Buffer.from('NUMPY'), 1, 0]
/** The header ends where numbers may start, at a multiple of this. */
const alignment = 64

/** An array as the bytes of a `.npy` file. All machines that run Node.js are little-endian. */
export function npy(shape: readonly number[], values: Float32Array | Int32Array): Uint8Array {
  const size = shape.reduce((product, axis) => product * axis, 1)
  if (values.length !== size) {
    throw new Error(`npy: expected ${size} numbers for [${shape.join(', ')}], got ${values.length}`)
  }
  const type = values instanceof Float32Array ? '<f4' : '<i4'
  // a tuple of one ends with a comma
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`
  const header = `{'descr': '${type}', 'fortran_order': False, 'shape': ${tuple}, }`
  const start = Math.ceil((magic.length + 2 + header.length + 1) / alignment) * alignment
  const length = start - magic.length - 2

  const file = Buffer.alloc(start + values.byteLength)
  file.set(magic)
  file.writeUInt16LE(length, magic.length)
  file.write(`${header.padEnd(length - 1)}\n`, magic.length + 2, 'latin1')
  file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), start)
  return file
}
