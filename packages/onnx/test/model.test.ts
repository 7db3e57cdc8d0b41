// Reading files: numbers of every type, weights in other files, and files that are damaged or lie.
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type DescField, type DescMessage, create } from '@bufbuild/protobuf'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { StringStringEntryProtoSchema, TensorProtoSchema, file_onnx } from 'onnx-buf'
import { type Beside, contentOf } from '../src/base/source.js'
import { readModel } from '../src/model/read.js'
import { ModelProtoSchema } from '../src/model/schema.js'
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
  /** What decides about bytes; a number of an enumeration is an integer there. */
  const ofField = (field: DescField) => {
    const { number, localName, oneof, presence } = field
    const isEnum = field.fieldKind === 'enum' || field.fieldKind === 'list'
    const scalar = isEnum && field.enum !== undefined ? 5 : field.scalar
    const isPacked = field.fieldKind === 'list' && field.packed
    return { number, localName, oneof: oneof?.localName, presence, scalar, isPacked }
  }
  const compared = new Set<string>()
  const compare = (ours: DescMessage, theirs: DescMessage): void => {
    if (compared.has(theirs.typeName)) return
    compared.add(theirs.typeName)
    for (const field of ours.fields) {
      const other = theirs.fields.find(({ name }) => name === field.name)
      expect([field.name, ofField(field)]).toEqual([field.name, other && ofField(other)])
      if (field.message) compare(field.message, other!.message!)
    }
  }
  compare(
    ModelProtoSchema,
    file_onnx.messages.find(({ name }) => name === 'ModelProto')!,
  )
  expect(compared.size).toBe(13)
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
    ['a length that is no number', { location: 'w.bin', length: '-8' }, /no number of bytes/],
    ['no location', {}, /does not name/],
  ])('with %s are refused', async (_, place, message) => {
    await expect(stored(external(place), () => Promise.resolve(file))).rejects.toThrow(message)
  })

  test('are never read from outside the folder', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'onnx-'))
    try {
      await writeFile(path.join(folder, 'net.onnx'), '')
      await writeFile(path.join(folder, 'w.bin'), 'here')
      await symlink(tmpdir(), path.join(folder, 'link'))
      const { beside } = await contentOf(path.join(folder, 'net.onnx'), null)
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
      await expect(beside('.')).rejects.toThrow(/no file/)
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
