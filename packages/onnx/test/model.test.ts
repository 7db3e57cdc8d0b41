// Reading files: numbers of every type, weights in other files, and files that are damaged or lie.
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type DescMessage, ScalarType, create } from '@bufbuild/protobuf'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { StringStringEntryProtoSchema, TensorProtoSchema, file_onnx } from 'onnx-buf'
import { type Beside, besideOf } from '../src/base/beside.js'
import {
  type Fields,
  bytes,
  double,
  float,
  int32,
  int64,
  many,
  message,
  one,
  string,
  uint64,
} from '../src/model/message.js'
import { readModel } from '../src/model/read.js'
import { model } from '../src/model/schema.js'
import type { Tensor } from '../src/model/types.js'
import { floats, ints, node, onnx, port } from './support/models.js'

const none: Beside = (name) => Promise.reject(new Error(`nobody has ${name}`))

/** A tensor as a model has it. */
const stored = async (
  fields: Partial<Parameters<typeof create<typeof TensorProtoSchema>>[1]>,
  beside = none,
): Promise<Tensor> => {
  const tensor = create(TensorProtoSchema, { ...fields, name: 'w' } as never)
  const bytes = onnx({ nodes: [], inputs: [], outputs: [], tensors: [tensor] })
  const found = (await readModel(bytes, beside)).graph.tensors.get('w')
  if (found === undefined) throw new Error('the tensor is missing')
  return found
}

test('the messages are those of onnx.proto', () => {
  const readerOf = (type: object) => (type as { read: unknown }).read
  const typeOf = new Map<ScalarType, object>([
    [ScalarType.DOUBLE, double],
    [ScalarType.FLOAT, float],
    [ScalarType.INT32, int32],
    [ScalarType.INT64, int64],
    [ScalarType.UINT64, uint64],
    [ScalarType.STRING, string],
    [ScalarType.BYTES, bytes],
  ])
  const compared = new Set<string>()
  const compare = (ours: Fields, theirs: DescMessage): void => {
    compared.add(theirs.typeName)
    for (const [name, { number, type, isList }] of Object.entries(ours)) {
      const other = theirs.field[name]!
      // a number of an enumeration is an integer in a file
      const scalar = other.enum === undefined ? other.scalar : ScalarType.INT32
      expect([name, number, isList]).toEqual([name, other.number, other.fieldKind === 'list'])
      if (other.message) compare((type as { fields?: Fields }).fields!, other.message)
      else expect([name, readerOf(type)]).toEqual([name, readerOf(typeOf.get(scalar!)!)])
    }
  }
  compare(
    model.fields,
    file_onnx.messages.find(({ name }) => name === 'ModelProto')!,
  )
  expect(compared.size).toBe(13)
})

test('messages come in pieces, numbers one by one or packed, and unknown fields are skipped', () => {
  const inner = message({ a: one(1, string), all: many(2, int64) })
  const type = message({ inner: one(1, inner), f: one(3, float), i: one(4, int32) })
  const tag = (number: number, wire: number): number => number * 8 + wire
  // prettier-ignore
  const given = Uint8Array.of(
    tag(1, 2), 5, tag(1, 2), 1, 0x78, tag(2, 0), 1, // x, 1
    tag(9, 3), tag(1, 0), 5, tag(9, 4), // a group that is not known
    tag(1, 2), 5, tag(2, 2), 3, 2, 0x80, 1, // 2, 128
    tag(3, 0), 7, // a varint is not a float
    tag(4, 0), 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1,
  )
  expect(type.decode(given)).toEqual({ inner: { a: 'x', all: [1n, 2n, 128n] }, f: 0, i: -1 })
  for (let end = 1; end < given.length; end++)
    try {
      type.decode(given.subarray(0, end))
    } catch (e) {
      expect(e).toBeInstanceOf(Error)
    }
  // an inner size that is larger than the outer one
  expect(() => type.decode(Uint8Array.of(tag(1, 2), 3, tag(1, 2), 9, 0x78))).toThrow(RangeError)
  const back = type.encode({ inner: { a: 'y', all: [3n] }, f: 0.5, i: 0 })
  expect(type.decode(back)).toEqual({ inner: { a: 'y', all: [3n] }, f: 0.5, i: 0 })
})

const bytesOf = (view: ArrayBufferView<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
  new Uint8Array(view.buffer, view.byteOffset, view.byteLength)

describe('tensors', () => {
  test.each([
    ['float32', 1, Float32Array.of(1.5, -2), [1.5, -2]],
    ['uint8', 2, Uint8Array.of(1, 255), [1, 255]],
    ['int8', 3, Int8Array.of(1, -1), [1, -1]],
    ['uint16', 4, Uint16Array.of(1, 65535), [1, 65535]],
    ['int16', 5, Int16Array.of(1, -1), [1, -1]],
    ['int32', 6, Int32Array.of(1, -70000), [1, -70000]],
    ['int64', 7, BigInt64Array.of(-1n, 2n ** 40n), [-1, 2 ** 40]],
    ['bool', 9, Uint8Array.of(0, 1), [0, 1]],
    // sign, five bits of the exponent, ten of the fraction: 1, -2, and the smallest number
    ['float16', 10, Uint16Array.of(0x3c00, 0xc000), [1, -2]],
    ['float16, small', 10, Uint16Array.of(0x0001, 0x7c00), [2 ** -24, Infinity]],
    ['float64', 11, Float64Array.of(0.5, -3), [0.5, -3]],
    ['bfloat16', 16, Uint16Array.of(0x3f80, 0xc000), [1, -2]],
  ])('of %s are read from bytes', async (_, dataType, numbers, expected) => {
    const tensor = await stored({ dims: [2n], dataType, rawData: bytesOf(numbers) })
    expect([...tensor.numbers]).toEqual(expected)
  })

  test('are read from the fields for their types', async () => {
    const of = async (fields: Parameters<typeof stored>[0]) => [...(await stored(fields)).numbers]
    expect(await of({ dims: [2n], dataType: 1, floatData: [1, 2] })).toEqual([1, 2])
    expect(await of({ dims: [2n], dataType: 11, doubleData: [1, 2] })).toEqual([1, 2])
    expect(await of({ dims: [2n], dataType: 7, int64Data: [-1n, 2n] })).toEqual([-1, 2])
    expect(await of({ dims: [1n], dataType: 10, int32Data: [0x3c00] })).toEqual([1])
    expect(await of({ dims: [1n], dataType: 16, int32Data: [0x3f80] })).toEqual([1])
    expect(await of({ dims: [], dataType: 6, int32Data: [7] })).toEqual([7])
  })

  test('say what they were stored as', async () => {
    const half = await stored({ dims: [1n], dataType: 10, rawData: Uint8Array.of(0, 0x3c) })
    const whole = await stored({ dims: [1n], dataType: 1, floatData: [1] })
    expect([half.stored, whole.stored]).toEqual(['float16', null])
  })

  test.each([
    ['too few bytes', { dims: [3n], dataType: 1, rawData: new Uint8Array(8) }, /3 numbers, got 2/],
    ['huge sizes', { dims: [2n ** 40n], dataType: 1, rawData: new Uint8Array(8) }, /should have/],
    ['sizes beyond numbers', { dims: [2n ** 60n], dataType: 1 }, /no tensor can have/],
    ['negative sizes', { dims: [-1n], dataType: 1 }, /no tensor can have/],
    ['texts', { dims: [1n], dataType: 8 }, /type 8/],
  ])('with %s are refused', async (_, fields, message) => {
    await expect(stored(fields)).rejects.toThrow(message)
  })
})

describe('weights in other files', () => {
  const entries = (all: Readonly<Record<string, string>>) =>
    Object.entries(all).map(([key, value]) => create(StringStringEntryProtoSchema, { key, value }))
  const external = (all: Readonly<Record<string, string>>) => ({
    dims: [2n],
    dataType: 1,
    dataLocation: 1,
    externalData: entries(all),
  })
  const file = bytesOf(Float32Array.of(9, 1, 2))

  test('are views of them', async () => {
    const place = external({ location: 'w.bin', offset: '4', length: '8' })
    const { numbers } = await stored(place, () => Promise.resolve(file))
    expect([...numbers]).toEqual([1, 2])
    expect(numbers.buffer).toBe(file.buffer)
  })

  test.each([
    ['an offset outside', { location: 'w.bin', offset: '8' }, /has 12 bytes/],
    ['a length that lies', { location: 'w.bin', length: '4' }, /2 numbers, got 1/],
    ['a length that is not a number', { location: 'w.bin', length: '-8' }, /not a number of bytes/],
    ['no location', {}, /in a file without a name/],
  ])('with %s are refused', async (_, place, message) => {
    await expect(stored(external(place), () => Promise.resolve(file))).rejects.toThrow(message)
  })

  test('are never read from outside the folder', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'onnx-'))
    try {
      await writeFile(path.join(folder, 'net.onnx'), '')
      await writeFile(path.join(folder, 'w.bin'), 'here')
      await symlink(tmpdir(), path.join(folder, 'link'))
      const beside = besideOf(path.join(folder, 'net.onnx'))
      expect(new TextDecoder().decode(await beside('./w.bin'))).toBe('here')
      for (const place of [
        path.join(folder, 'w.bin'),
        '../x',
        'a/../../x',
        'link',
        'C:\\x',
        '..\\x',
        'x\0',
      ])
        await expect(beside(place)).rejects.toThrow(/not in its folder/)
      await expect(beside('absent')).rejects.toThrow(/cannot be read/)
      await expect(beside('.')).rejects.toThrow(/not a file/)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})

test('bytes that are altered or cut off are read, or refused by an Error', async () => {
  const bytes = onnx({
    nodes: [
      node('Conv', ['x', 'w'], 'y', { pads: [1, 1, 1, 1], auto_pad: 'NOTSET', f: 0.5 }),
      node('Constant', [], 'c', { value: ints('', [1, 2]) }),
    ],
    inputs: [port('x', [null, 3, 8, 8])],
    outputs: ['y'],
    tensors: [floats('w', [1, 3, 3, 3], new Float32Array(27))],
  })
  const change = fc.record({
    at: fc.nat(bytes.length - 1),
    to: fc.nat(255),
    length: fc.option(fc.nat(bytes.length)),
  })
  await fc.assert(
    fc.asyncProperty(change, async ({ at, to, length }) => {
      const altered = bytes.slice(0, length ?? bytes.length)
      if (at < altered.length) altered[at] = to
      await readModel(altered, none).then(
        ({ graph }) => expect(graph.nodes).toBeInstanceOf(Array),
        (e: unknown) => expect(e).toBeInstanceOf(Error),
      )
    }),
    { numRuns: 2000 },
  )
})
