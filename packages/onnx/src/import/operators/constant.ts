// Constants in the graph, and the shapes that exporters compute from them.
import type { Call, Operators, Result } from '../call.js'
import { type Constant, constantOf, countOf, integers, made, room, stretched } from '../constant.js'
import { sizesOf } from '../view.js'

const constant = (call: Call): Constant => {
  const tensor = call.attribute('value', 'tensor')?.value
  if (tensor !== undefined) return constantOf(tensor, null)
  const single = call.hasAttribute('value_float') ? 'value_float' : 'value_int'
  const several = call.hasAttribute('value_floats') ? 'value_floats' : 'value_ints'
  const one = call.attribute(single, 'number')?.value
  const list = call.attribute(several, 'numbers')?.value
  const numbers = one === undefined ? list : [one]
  if (numbers === undefined) return call.refuse('has no numbers')
  const isFloat = (one === undefined ? several : single).startsWith('value_float')
  return made(
    { type: isFloat ? 'float' : 'int', parameter: null },
    one === undefined ? [numbers.length] : [],
    (isFloat ? Float32Array : Float64Array).from(numbers),
  )
}

const filled = (call: Call): Constant => {
  const dims = [...call.constant(0, 'the sizes').numbers]
  const value = call.attribute('value', 'tensor')?.value
  const one = value === undefined ? { type: 'float' as const, numbers: Float32Array.of(0) } : value
  if (dims.some((n) => !(n > 0))) call.refuse('makes a tensor of unknown sizes')
  return stretched(made({ type: one.type, parameter: null }, [], one.numbers.slice(0, 1)), dims)
}

/** The sizes of a constant or a value: NaN where they are unknown. */
const dimsOf = (x: Result, batch: number): readonly number[] =>
  x.is === 'constant' ? x.dims : [batch, ...sizesOf(x.axes).map((size) => size ?? NaN)]

const shape = (call: Call): Constant => {
  const [start, end] = [call.number('start', 0), call.number('end', Infinity)]
  return integers(dimsOf(call.result(0), call.setting.batch).slice(start, end))
}

const gather = (call: Call): Constant => {
  const from = call.constant(0, 'what it looks up')
  const places = call.constant(1, 'the places')
  const given = call.number('axis', 0)
  const axis = given < 0 ? given + from.dims.length : given
  const size = from.dims[axis] ?? call.refuse(`names the axis ${given}`)
  const [before, after] = [from.dims.slice(0, axis), from.dims.slice(axis + 1)]
  const count = countOf(after)
  const dims = [...before, ...places.dims, ...after]
  const numbers = room(from, countOf(dims))
  let written = 0
  for (let row = 0; row < countOf(before); row++)
    for (const n of places.numbers) {
      const place = n < 0 ? n + size : n
      if (!(place >= 0 && place < size)) call.refuse(`looks up place ${n} of ${size}`)
      const at = (row * size + place) * count
      numbers.set(from.numbers.subarray(at, at + count), written)
      written += count
    }
  return made(from, dims, numbers)
}

/** The element types of floats in onnx.proto. */
const FLOATS = [1, 10, 11, 16]

/** The element type of booleans. */
const BOOL = 9

const cast = (call: Call): Result => {
  call.ignore('saturate', 'round_mode') // of 8-bit types
  const to = call.number('to', 1)
  const isFloat = FLOATS.includes(to)
  const x = call.result(0)
  if (x.is === 'value')
    return isFloat ? x : call.refuse('makes integers, and layers compute floats')
  const { parameter } = x
  if (isFloat) return made({ type: 'float', parameter }, x.dims, Float32Array.from(x.numbers))
  const isBool = to === BOOL
  const numbers = Float64Array.from(x.numbers, isBool ? (n) => Number(n !== 0) : Math.trunc)
  return made({ type: isBool ? 'bool' : 'int', parameter }, x.dims, numbers)
}

/** The most numbers that a file may ask for. */
const MOST = 2 ** 20

const range = (call: Call): Constant => {
  const [start = NaN, end = NaN, step = NaN] = ['start', 'end', 'step'].map(
    (what, i) => call.constant(i, what).numbers[0],
  )
  const count = Math.max(0, Math.ceil((end - start) / step))
  if (!(count <= MOST)) call.refuse(`counts from ${start} to ${end} in steps of ${step}`)
  return integers(Array.from({ length: count }, (_, i) => start + i * step))
}

const castLike = (call: Call): Result => {
  const [x, like] = [call.result(0), call.result(1)]
  return x.is === 'value' || (like.is === 'constant' && like.type !== 'float')
    ? x
    : made({ type: 'float', parameter: x.parameter }, x.dims, Float32Array.from(x.numbers))
}

const folds = 'nothing: constants alone'
export const constants: Operators = {
  Cast: { becomes: 'nothing: layers compute in float32', axes: 'kept', read: cast },
  CastLike: {
    becomes: 'nothing: layers compute in float32',
    axes: 'kept',
    peeks: [1],
    read: castLike,
  },
  Constant: { becomes: folds, read: constant },
  ConstantOfShape: { becomes: folds, read: filled },
  Gather: { becomes: folds, read: gather },
  Range: { becomes: folds, read: range },
  Shape: { becomes: folds, peeks: [0], read: shape },
}
