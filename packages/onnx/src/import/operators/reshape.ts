// Operators that only move numbers. Their result is another view of the value, and becomes a layer
// only where something needs another order in memory.
import type { Call, Operators, Result } from '../call.js'
import { broadcast, countOf, made, stretched, transposed } from '../constant.js'
import { type Value, axisOf, regrouped, sizeOf, sizesOf } from '../view.js'

/** The value with axes of other sizes. */
const withSizes = (call: Call, x: Value, sizes: readonly number[]): Value => {
  const view = regrouped(x, sizes)
  // once an atom is split, the twin has other atoms than the value
  if (view !== null) return { ...x, ...view, twin: view.memory === x.memory ? x.twin : null }
  const whole = call.fitted(x, [x.axes.flat()])
  const atom = axisOf(sizeOf(whole.memory[0] ?? []))
  const again = regrouped({ memory: [atom], axes: [atom] }, sizes)
  return again === null
    ? call.refuse(`makes [${sizes.join(', ')}] of [${sizesOf(x.axes).map(shown).join(', ')}]`)
    : { ...whole, ...again }
}

const shown = (size: number | null): string => (size === null ? '?' : String(size))

const flatten = (call: Call): Value => {
  const x = call.value(0)
  const axis = call.number('axis', 1)
  const at = axis < 0 ? axis + x.axes.length + 1 : axis
  if (at !== 1) call.refuse(`flattens from the axis ${axis}, and a net keeps the batch`)
  return { ...x, twin: null, axes: [x.axes.flat()] }
}

const reshape = (call: Call): Result => {
  const target = call.constant(1, 'the sizes')
  const allowsZero = call.number('allowzero', 0) !== 0
  const x = call.result(0)
  const wanted = [...target.numbers]
  if (allowsZero && wanted.includes(0)) call.refuse('makes a tensor without numbers')
  if (x.is === 'constant') {
    const copied = wanted.map((n, i) => (n === 0 ? (x.dims[i] ?? 0) : n))
    const rest = x.numbers.length / countOf(copied.filter((n) => n !== -1))
    const dims = copied.map((n) => (n === -1 ? rest : n))
    return countOf(dims) === x.numbers.length && dims.every(Number.isInteger)
      ? made(x, dims, x.numbers)
      : call.refuse(`makes [${wanted.join(', ')}] of [${x.dims.join(', ')}]`)
  }
  const [batch = NaN, ...sizes] = wanted
  const copied = sizes.map((n, i) => (n === 0 ? (sizeOf(x.axes[i] ?? []) ?? NaN) : n))
  // unchanged sizes need not be known
  if (isAlike(copied, x)) return x
  const all = sizeOf(x.axes.flat())
  const rest = (all ?? NaN) / countOf(copied.filter((n) => n !== -1))
  const full = copied.map((n) => (n === -1 ? rest : n))
  const keepsBatch =
    Number.isNaN(batch) || batch === 0 || batch === -1 || batch === call.setting.batch
  if (full.some(Number.isNaN))
    call.refuse('needs known sizes; export the model with images of one size')
  return keepsBatch && countOf(full) === all && full.every((n) => Number.isInteger(n) && n > 0)
    ? withSizes(call, x, full)
    : call.refuse(
        `makes [${[batch, ...sizes].map((n) => (Number.isNaN(n) ? '?' : n)).join(', ')}] of ` +
          `[batch, ${sizesOf(x.axes).map(shown).join(', ')}], and a net keeps the batch`,
      )
}

const isAlike = (sizes: readonly number[], { axes }: Value): boolean =>
  sizes.length === axes.length &&
  sizesOf(axes).every((size, i) => size === sizes[i] || (size === null && !(Number(sizes[i]) > 0)))

const transpose = (call: Call): Result => {
  const x = call.result(0)
  const rank = x.is === 'value' ? x.axes.length + 1 : x.dims.length
  const reversed = Array.from({ length: rank }, (_, i) => rank - 1 - i)
  const order = call.numbers('perm', reversed)
  if (new Set(order).size !== rank || order.some((i) => !(i >= 0 && i < rank)))
    call.refuse(`has the order [${order.join(', ')}] for ${rank} axes`)
  if (x.is === 'constant') return transposed(x, order)
  const [batch, ...rest] = order
  if (batch !== 0) call.refuse('moves the batch')
  return { ...x, axes: rest.map((i) => x.axes[i - 1] ?? []) }
}

const squeeze = (call: Call): Result => {
  const given = call.list(1, 'axes')
  const x = call.result(0)
  if (x.is === 'constant') {
    const axes = given?.map((axis) => (axis < 0 ? axis + x.dims.length : axis))
    return made(
      x,
      x.dims.filter((size, i) => !(axes === undefined ? size === 1 : axes.includes(i))),
      x.numbers,
    )
  }
  if (given === null && call.setting.batch === 1)
    call.refuse('removes the batch, which has the size 1; name the axes')
  const gone =
    given?.map((axis) => call.axis(axis, x)) ??
    x.axes.flatMap(({ length }, axis) => (length === 0 ? [axis] : []))
  const wide = gone.find((axis) => (x.axes[axis]?.length ?? 0) > 0)
  if (wide !== undefined) call.refuse(`removes an axis of ${shown(sizeOf(x.axes[wide] ?? []))}`)
  return { ...x, axes: x.axes.filter((_, axis) => !gone.includes(axis)) }
}

const unsqueeze = (call: Call): Result => {
  const given = call.list(1, 'axes') ?? []
  const x = call.result(0)
  const rank = (x.is === 'value' ? x.axes.length + 1 : x.dims.length) + given.length
  const places = new Set(given.map((axis) => (axis < 0 ? axis + rank : axis)))
  if (places.size < given.length || [...places].some((i) => !(i >= 0 && i < rank)))
    call.refuse(`adds the axes [${given.join(', ')}]`)
  const spread = <T>(all: readonly T[], one: T): T[] => {
    const left = [...all]
    return Array.from({ length: rank }, (_, i) => (places.has(i) ? one : (left.shift() ?? one)))
  }
  if (x.is === 'constant') return made(x, spread(x.dims, 1), x.numbers)
  if (places.has(0)) call.refuse('adds an axis before the batch')
  return { ...x, axes: spread([[], ...x.axes], []).slice(1) }
}

const expand = (call: Call): Result => {
  const target = call.constant(1, 'the sizes')
  const x = call.result(0)
  if (x.is === 'constant') {
    const dims = broadcast(x.dims, [...target.numbers])
    return dims === null ? call.refuse('stretches to sizes that do not fit') : stretched(x, dims)
  }
  const sizes = [...target.numbers].slice(-x.axes.length)
  const isSame = sizesOf(x.axes.slice(-sizes.length)).every(
    (size, i) => sizes[i] === 1 || sizes[i] === size || (size === null && Number.isNaN(sizes[i])),
  )
  return isSame && target.numbers.length <= x.axes.length + 1
    ? x
    : call.refuse('repeats a value, which no layer does')
}

const becomes = '`flatten`, `reshape` or `permute`, where the order in memory changes'
const none = 'nothing: another view of the same value'

export const reshapes: Operators = {
  Expand: { becomes: none, read: expand },
  Flatten: { becomes, read: flatten },
  Reshape: { becomes, read: reshape },
  Squeeze: { becomes: none, read: squeeze },
  Transpose: { becomes, read: transpose },
  Unsqueeze: { becomes: none, read: unsqueeze },
}
