import { expect, test } from '@jest/globals'

import { npy } from '../src/data/npy.js'

test('an array has the header that NumPy writes, and its numbers after it', () => {
  const file = npy([2, 3], Float32Array.of(0, 0.5, 1, 2, 4, 8))
  // np.save of the same array, by NumPy 2.4
  const header = "\x93NUMPY\x01\x00v\x00{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"
  expect(Buffer.from(file.subarray(0, 128)).toString('latin1')).toBe(`${header.padEnd(127)}\n`)
  expect(Buffer.from(file.subarray(128)).toString('hex')).toBe(
    '00000000' + '0000003f' + '0000803f' + '00000040' + '00008040' + '00000041',
  )
})

test('a list of whole numbers is a tuple of one axis', () => {
  const file = npy([2], Int32Array.of(7, -1))
  expect(Buffer.from(file).toString('latin1')).toContain(
    "'<i4', 'fortran_order': False, 'shape': (2,), }",
  )
  expect(Buffer.from(file.subarray(-8)).toString('hex')).toBe('07000000ffffffff')
})

test('a part of a larger array is written alone', () => {
  const file = npy([1], Int32Array.of(1, 2, 3).subarray(1, 2))
  expect(Buffer.from(file.subarray(128)).toString('hex')).toBe('02000000')
})

test('numbers that do not fill the shape are refused', () => {
  expect(() => npy([2, 2], Float32Array.of(1, 2, 3))).toThrow(
    'npy: expected 4 numbers for [2, 2], got 3',
  )
})
