// Gemm and MatMul with a constant: a dense layer along the last axis. If a flatten before it has
// another order in memory, the rows of the kernel are reordered.
import type { Call, Operators } from '../call.js'
import { type Constant, made, mapped, stretched, transposed } from '../constant.js'
import { type Value, axisOf, sizeOf } from '../view.js'
import { withBias } from '../with-bias.js'

const gemm = (call: Call): Value => {
  const x = flat(call, call.value(0))
  if (call.number('transA', 0) !== 0) call.refuse('works along the batch')
  if (x.axes.length !== 1) call.refuse(`takes a matrix, got ${x.axes.length + 1} axes`)
  const given = call.constant(1, 'the kernel')
  const bias = call.optional(2, 'the bias')
  const isTransposed = call.number('transB', 0) !== 0
  const [alpha, beta] = [call.number('alpha', 1), call.number('beta', 1)]
  if (given.dims.length !== 2) call.refuse(`has a kernel of [${given.dims.join(', ')}]`)
  const kernel = scaled(isTransposed ? transposed(given, [1, 0]) : given, alpha)
  const units = kernel.dims[1] ?? 0
  return dense(call, x, kernel, bias === null ? null : scaled(rowOf(call, bias, units), beta))
}

/** The channels of an image of one pixel, which is what the node reads. */
const flat = (call: Call, x: Value): Value => {
  const [channels = [], ...others] = x.memory.toReversed()
  const isPixel = others.length > 0 && others.every(({ length }) => length === 0)
  return isPixel && x.axes.length === 1 ? call.fitted(x, [channels]) : x
}

const scaled = (constant: Constant, factor: number): Constant =>
  factor === 1 ? constant : mapped(constant, (n) => n * factor)

/** A bias: one number, one for each unit, or one row. */
const rowOf = (call: Call, bias: Constant, units: number): Constant => {
  const isRow = bias.dims.slice(0, -1).every((size) => size === 1)
  const last = bias.dims.at(-1) ?? 1
  return isRow && (last === 1 || last === units)
    ? stretched(bias, [...bias.dims.slice(0, -1).map(() => 1), units])
    : call.refuse(`has a bias of [${bias.dims.join(', ')}] for ${units} units`)
}

const matMul = (call: Call): Value => {
  const kernel = call.constant(1, 'the kernel')
  return kernel.dims.length === 2
    ? dense(call, call.value(0), kernel, null)
    : call.refuse(`has a kernel of [${kernel.dims.join(', ')}], and a layer has two axes`)
}

const dense = (call: Call, x: Value, kernel: Constant, bias: Constant | null): Value => {
  const axis = x.axes.length - 1
  const [rows = 0, units = 0] = kernel.dims
  const { value, indices } = call.last(x, axis)
  const known = sizeOf(value.memory.at(-1) ?? [])
  if (known !== rows) call.refuse(`has a kernel for ${rows} numbers, got ${known ?? 'unknown'}`)
  const sorted = indices === null ? kernel : withRows(kernel, indices)
  const layer = call.layer('Dense', { units }, [value], [sorted.numbers])
  const last = axisOf(units)
  const view = {
    memory: [...value.memory.slice(0, -1), last],
    axes: [...x.axes.slice(0, -1), last],
  }
  return withBias(call, layer, view, bias)
}

const withRows = (kernel: Constant, rows: Int32Array): Constant => {
  const [, units = 0] = kernel.dims
  const numbers = new Float32Array(kernel.numbers.length)
  rows.forEach((row, i) => {
    for (let unit = 0; unit < units; unit++)
      numbers[i * units + unit] = kernel.numbers[row * units + unit] ?? 0
  })
  return made(kernel, kernel.dims, numbers)
}

export const denses: Operators = {
  Gemm: { becomes: '`dense`', read: gemm },
  MatMul: { becomes: '`dense`', read: matMul },
}
