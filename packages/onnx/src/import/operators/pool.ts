// MaxPool and AveragePool. Where 'same' does not pad in the same way: zero padding if no number is
// negative, or a pool with stride 1, of which only every few pixels are kept.
import { bordered } from '../border.js'
import type { Call, Operator, Operators } from '../call.js'
import { type Value, sizeOf } from '../view.js'
import { NO_AXIS, type Window, padsOf, paddingOf, spanOf, windowed, windowsOf } from '../window.js'

type Kind = 'Max' | 'Average'

const reader =
  (kind: Kind) =>
  (call: Call): Value => {
    call.ignore('storage_order') // of the second output, the indices of the maxima
    const x = call.image(call.value(0))
    const [, ...spatial] = x.axes
    if (spatial.length < 1 || spatial.length > 3)
      call.refuse(`pools ${spatial.length} axes; layers pool one to three`)
    const countsZeros = call.number('count_include_pad', 0) !== 0
    const isCeiled = call.number('ceil_mode', 0) !== 0
    const bare = windowsOf(call, spatial, call.numbers('kernel_shape', []))
    if (bare.some(({ dilation }) => dilation !== 1))
      call.refuse('has dilations, which no pool of TensorFlow.js has')
    const windows = isCeiled ? bare.map((window) => ceiled(call, window)) : bare
    const isLonger = windows.some(({ pads }, i) => String(pads) !== String(bare[i]?.pads))
    const padding = paddingOf(windows)
    const needsZeros = kind === 'Average' && countsZeros && padding !== 'valid'
    if (needsZeros && isLonger)
      call.refuse('counts zeros in a part of its last window; export it without ceil_mode')
    if (padding !== null && !needsZeros) return pooled(call, x, kind, windows, padding)
    if (windows.length > 2) call.refuse('pads in a way that no layer does in 3-D')
    if (needsZeros || (kind === 'Max' && x.isPositive)) return inZeros(call, x, kind, windows)
    const isCentered = windows.every((window) => {
      const half = (spanOf(window) - 1) / 2
      return padsOf(call, window).every((pad) => pad === half)
    })
    if (!isCentered || isLonger)
      call.refuse(
        'pads in a way that no layer does for negative numbers; put a ReLU before it, ' +
          'or pad half of the window on both sides',
      )
    return everyFew(call, x, kind, windows)
  }

/** The window with the end padded until the last step is whole, as `ceil_mode` counts. */
const ceiled = (call: Call, window: Window): Window => {
  const [before, after] = padsOf(call, window)
  const { size, stride } = window
  if (size === null) return call.refuse('has ceil_mode over unknown sizes')
  const beyond = size + before + after - spanOf(window)
  const steps = Math.ceil(beyond / stride)
  // a window that would begin in the padding at the end does not count
  const last = steps * stride >= size + before ? steps - 1 : steps
  return {
    ...window,
    pads: [before, Math.max(after, last * stride + spanOf(window) - size - before)],
  }
}

const pooled = (
  call: Call,
  x: Value,
  kind: Kind,
  windows: readonly Window[],
  padding: 'valid' | 'same',
): Value => {
  const [channels = []] = x.axes
  const lasts = windows.map((window) => windowed(call, window))
  const layer = call.layer(
    `${kind}Pooling${windows.length}D`,
    {
      pool_size: windows.map(({ kernel }) => kernel),
      strides: windows.map(({ stride }) => stride),
      padding,
    },
    [x],
  )
  const axes = [channels, ...lasts.slice(0, x.axes.length - 1)]
  return call.made(layer, { memory: [...lasts, channels], axes }, x.isPositive)
}

/** A pool after zero padding: the zeros count, or are never larger than the numbers. */
const inZeros = (call: Call, x: Value, kind: Kind, windows: readonly Window[]): Value => {
  const ends = windows.map((window, i) => [i + 1, padsOf(call, window)] as const)
  const wide = bordered(call, x, 'pad', new Map(ends))
  const inside = windows.map((window, i): Window => ({
    ...window,
    size: sizeOf(wide.axes[i + 1] ?? []),
    pads: [0, 0],
  }))
  const all = windows.length === 1 ? [...inside, NO_AXIS] : inside
  return pooled(call, wide, kind, all, 'valid')
}

const everyFew = (call: Call, x: Value, kind: Kind, windows: readonly Window[]): Value => {
  const each = windows.map((window): Window => ({ ...window, stride: 1, pads: 'same' }))
  const few = windows.map((window): Window => ({ ...window, kernel: 1, pads: [0, 0] }))
  return pooled(call, pooled(call, x, kind, each, 'same'), kind, few, 'valid')
}

const operator = (kind: Kind): Operator => ({
  becomes: '`pool`, `pool1d` or `pool3d`, after `pad` where needed',
  axes: 'channels first',
  read: reader(kind),
})

export const pools: Operators = { MaxPool: operator('Max'), AveragePool: operator('Average') }
