// Concat: values along an axis that is whole in memory, or constants such as shapes.
import type { Call, Operators } from '../call.js'
import { type Constant, countOf, made, room } from '../constant.js'
import { type Value, axisOf, isSame, sizeOf } from '../view.js'

const values = (call: Call, all: readonly Value[]): Value => {
  const [first] = all
  if (first === undefined) return call.refuse('has no inputs')
  const axis = call.axis(call.number('axis', 1), first)
  if (all.some(({ axes }) => axes.length !== first.axes.length))
    call.refuse('takes values with different numbers of axes')
  const sizesOn = (i: number): readonly (number | null)[] =>
    all.map(({ axes }) => sizeOf(axes[i] ?? []))
  const differing = first.axes.findIndex(
    (_, i) => i !== axis && new Set(sizesOn(i).filter((size) => size !== null)).size > 1,
  )
  if (differing !== -1)
    call.refuse(
      `takes the sizes ${sizesOn(differing).join(' and ')} on an axis that it does not join`,
    )
  if (all.length === 1) return first
  const order = orderOf(first)
  const alike = all.map((value) =>
    call.fitted(
      value,
      order.map((i) => value.axes[i] ?? []),
    ),
  )
  const total = sizesOn(axis).reduce(
    (n, size) => (n === null || size === null ? null : n + size),
    0,
  )
  const axes = first.axes.map((group, i) => (i === axis ? axisOf(total) : group))
  const place = order.indexOf(axis)
  const layer = call.layer(
    'Concatenate',
    { axis: place === order.length - 1 ? -1 : place + 1 },
    alike,
  )
  return call.made(
    layer,
    { memory: order.map((i) => axes[i] ?? []), axes },
    all.every(({ isPositive }) => isPositive),
  )
}

/** The order of the axes in memory: that of the first value, or channels last. */
const orderOf = ({ memory, axes }: Value): readonly number[] => {
  const own = memory.map((group) =>
    group.length === 0 ? -1 : axes.findIndex((axis) => isSame(axis, group)),
  )
  const all = [...axes.keys()]
  if (own.length === all.length && !own.includes(-1)) return own
  return all.length > 2 ? [...all.slice(1), 0] : all
}

const constants = (call: Call, all: readonly Constant[]): Constant => {
  const [first] = all
  if (first === undefined) return call.refuse('has no inputs')
  const given = call.number('axis', 0)
  const axis = given < 0 ? given + first.dims.length : given
  const sizes = all.map(({ dims }) => dims[axis] ?? 0)
  const total = sizes.reduce((n, size) => n + size, 0)
  const dims = first.dims.map((size, i) => (i === axis ? total : size))
  const rows = countOf(first.dims.slice(0, axis))
  const count = all.reduce((n, { numbers }) => n + numbers.length, 0)
  if (countOf(dims) !== count) return call.refuse('takes constants whose sizes do not fit')
  const numbers = room(first, count)
  let written = 0
  for (let row = 0; row < rows; row++)
    for (const one of all) {
      const length = one.numbers.length / rows
      numbers.set(one.numbers.subarray(row * length, (row + 1) * length), written)
      written += length
    }
  return made(first, dims, numbers)
}

export const concats: Operators = {
  Concat: {
    becomes: '`concat`',
    axes: 'kept',
    read: (call) => {
      const all = call.results()
      const fixed = all.filter((one) => one.is === 'constant')
      const given = all.filter((one) => one.is === 'value')
      if (given.length === 0) return constants(call, fixed)
      return fixed.length === 0
        ? values(call, given)
        : call.refuse('joins constants to a value, which no layer does')
    },
  },
}
