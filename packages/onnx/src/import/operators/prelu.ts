// PRelu: one slope, or one for each channel or each number.
import { type Call, type Operators, reordered } from '../call.js'
import { countOf } from '../constant.js'
import type { Value } from '../view.js'

const read = (call: Call): Value => {
  const slope = call.constant(1, 'the slope')
  const x = call.value(0)
  const all = x.axes.length
  // ONNX aligns the last axes
  const varying = slope.dims
    .map((size, i) => ({ size, axis: i - slope.dims.length + all }))
    .filter(({ size }) => size !== 1)
  if (varying.length > 1)
    call.refuse(`has slopes of [${slope.dims.join(', ')}]; layers have them for channels`)
  const axis = varying[0]?.axis ?? 0
  if (axis < 0) call.refuse('has slopes along the batch')
  const { value, indices } = call.last(x, axis)
  const rank = value.memory.length
  const shared = value.memory.map((_, i) => i + 1).filter((i) => i < rank || varying.length === 0)
  const size = value.memory.at(-1)?.length === 0 ? 1 : countOf(slope.dims)
  if (varying.length > 0 && size !== slope.numbers.length) call.refuse('has slopes that do not fit')
  return call.applied(value, 'PReLU', { shared_axes: shared.length === 0 ? null : shared }, [
    reordered(slope.numbers, indices),
  ])
}

export const prelus: Operators = { PRelu: { becomes: '`prelu`', axes: 'kept', read } }
