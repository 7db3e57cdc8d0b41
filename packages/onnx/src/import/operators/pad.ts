// Pad and Slice: zero padding and cropping.
import { bordered } from '../border.js'
import type { Call, Operators } from '../call.js'
import { countOf, strided, stridesOf } from '../constant.js'
import { type Result } from '../call.js'
import { sizeOf } from '../view.js'

const pad = (call: Call): Result => {
  const x = call.value(0)
  const mode = call.text('mode', 'constant')
  const pads = call.list(1, 'pads') ?? []
  const value = call.optional(2, 'the value')?.numbers[0] ?? 0
  const given = call.list(3, 'axes')
  const axes = given ?? Array.from({ length: x.axes.length + 1 }, (_, i) => i)
  if (pads.length !== 2 * axes.length)
    call.refuse(`has ${pads.length} pads for ${axes.length} axes`)
  const borders = new Map(
    axes.flatMap((axis, i) => {
      const ends = [pads[i] ?? 0, pads[i + axes.length] ?? 0] as const
      return ends.every((n) => n === 0) ? [] : [[call.axis(axis, x), ends] as const]
    }),
  )
  if (borders.size === 0) return x
  if (mode !== 'constant' || value !== 0)
    call.refuse(`pads by ${mode} ${value}, and layers pad by zeros`)
  const all = [...borders.values()].flat()
  if (all.every((n) => n >= 0)) return bordered(call, x, 'pad', borders)
  if (all.some((n) => n > 0)) call.refuse('pads and crops at once')
  const cuts = [...borders].map(([axis, [a, b]]) => [axis, [0 - a, 0 - b] as const] as const)
  return bordered(call, x, 'crop', new Map(cuts))
}

interface Slices {
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  readonly axes: readonly number[]
  readonly steps: readonly number[]
}

const slice = (call: Call): Result => {
  const starts = call.list(1, 'starts') ?? []
  const slices: Slices = {
    starts,
    ends: call.list(2, 'ends') ?? [],
    axes: call.list(3, 'axes') ?? starts.map((_, i) => i),
    steps: call.list(4, 'steps') ?? starts.map(() => 1),
  }
  const x = call.result(0)
  if (x.is === 'value') {
    const borders = slices.axes.flatMap((axis, i) => {
      const isAll =
        slices.starts[i] === 0 && slices.steps[i] === 1 && (slices.ends[i] ?? 0) > 2 ** 30
      if (isAll) return []
      const place = call.axis(axis, x)
      const size = sizeOf(x.axes[place] ?? [])
      const [start, end] = [slices.starts[i] ?? 0, slices.ends[i] ?? 0]
      if (slices.steps[i] !== 1) call.refuse(`has the step ${slices.steps[i]}`)
      // places counted from the end work for any size
      const [before, after] =
        size === null
          ? [start, end < 0 ? -end : end > 2 ** 30 ? 0 : NaN]
          : [within(start, size), size - within(end, size)]
      if (before < 0 || Number.isNaN(after)) call.refuse('cuts within an axis of unknown size')
      return [[place, [before, after] as const] as const]
    })
    return bordered(call, x, 'crop', new Map(borders))
  }
  const strides = [...stridesOf(x.dims)]
  const dims = [...x.dims]
  let first = 0
  slices.axes.forEach((given, i) => {
    const axis = given < 0 ? given + dims.length : given
    const size = dims[axis] ?? call.refuse(`names the axis ${given}`)
    const step = slices.steps[i] ?? 1
    // going backwards, the last place is one before the first
    const shift = step < 0 ? 1 : 0
    const place = (n: number): number => within(n, size, shift)
    const [start, end] = [place(slices.starts[i] ?? 0), place(slices.ends[i] ?? 0)]
    first += start * (strides[axis] ?? 0)
    dims[axis] = step === 0 ? 0 : Math.max(0, Math.ceil((end - start) / step))
    strides[axis] = (strides[axis] ?? 0) * step
  })
  return countOf(dims) === 0 ? call.refuse('leaves nothing') : strided(x, dims, strides, first)
}

/** A place on an axis, counted from the start. */
const within = (n: number, size: number, shift = 0): number =>
  Math.min(Math.max(n < 0 ? n + size : n, -shift), size - shift)

export const borders: Operators = {
  Pad: { becomes: '`pad` or `crop`', axes: 'kept', read: pad },
  Slice: { becomes: '`crop`', axes: 'kept', read: slice },
}
