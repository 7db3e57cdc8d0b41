// ConvTranspose. Keras's paddings are special cases; all others are computed whole, then cropped.
import { bordered } from '../border.js'
import type { Call, Operators } from '../call.js'
import { made, transposed } from '../constant.js'
import { type Value, axisOf, sizeOf } from '../view.js'
import { NO_AXIS, type Window, spanOf, windowsOf } from '../window.js'
import { withBias } from '../with-bias.js'

/** What is cut off the start and the end of a whole axis; a negative end is added. */
type Cut = readonly [number, number]

const read = (call: Call): Value => {
  const kernel = call.constant(1, 'the kernel')
  const bias = call.optional(2, 'the bias')
  if (call.number('group', 1) !== 1)
    call.refuse('has groups, which no transposed convolution of TensorFlow.js has')
  const x = call.image(call.value(0))
  const [channels = [], ...spatial] = x.axes
  const [before = 0, filters = 0, ...sizes] = kernel.dims
  if (spatial.length !== sizes.length || spatial.length < 1 || spatial.length > 3)
    call.refuse(`has a kernel of [${kernel.dims.join(', ')}] for ${x.axes.length + 1} axes`)
  if (sizeOf(channels) !== before)
    call.refuse(`has a kernel for ${before} channels, got ${sizeOf(channels) ?? 'unknown'}`)
  const auto = call.text('auto_pad', 'NOTSET')
  const bare = windowsOf(call, spatial, call.numbers('kernel_shape', sizes))
  const cuts = cutsOf(call, bare, auto)
  // a sequence is an image of one column
  const isSequence = bare.length === 1
  const [windows, all] = isSequence
    ? [[...bare, NO_AXIS], [...cuts, [0, 0]] as const]
    : [bare, cuts]
  const shape = isSequence ? [...kernel.dims, 1] : kernel.dims
  const from = isSequence ? call.fitted(x, [spatial[0] ?? [], [], channels]) : x
  const { numbers } = transposed(made(kernel, shape, kernel.numbers), [
    ...windows.map((_, i) => i + 2),
    1,
    0,
  ])
  const { config, left } = paddingOf(windows, all)
  const layer = call.layer(
    `Conv${windows.length}DTranspose`,
    {
      filters,
      kernel_size: shape.slice(2),
      strides: windows.map(({ stride }) => stride),
      dilation_rate: windows.map(({ dilation }) => dilation),
      ...config,
    },
    [from],
    [numbers],
  )
  const lasts = windows.map((window, i) =>
    axisOf(window.size === null ? null : wholeOf(window) - sum(all[i]) + sum(left[i])),
  )
  const last = axisOf(filters)
  const view = { memory: [...lasts, last], axes: [last, ...lasts.slice(0, spatial.length)] }
  const whole = withBias(call, layer, view, bias)
  if (windows.length === 3 && left.flat().some((n) => n !== 0))
    call.refuse('crops a volume, which no layer does')
  return bordered(
    call,
    whole,
    'crop',
    new Map(left.slice(0, spatial.length).map((cut, i) => [i + 1, cut])),
  )
}

const sum = ([a, b]: Cut = [0, 0]): number => a + b

/** How far the windows reach along an axis. */
const wholeOf = (window: Window): number =>
  ((window.size ?? 1) - 1) * window.stride + spanOf(window)

const cutsOf = (call: Call, windows: readonly Window[], auto: string): readonly Cut[] => {
  const more = call.numbers('output_padding', [])
  const wanted = call.numbers('output_shape', [])
  return windows.map((window, i): Cut => {
    const added = more[i] ?? 0
    // the batch and the channels may come before
    const size = wanted.at(i - windows.length) ?? null
    if (size !== null && window.size === null) call.refuse('has an output_shape for unknown sizes')
    if (window.pads !== 'same' && auto !== 'SAME_LOWER' && size === null)
      return [window.pads[0], window.pads[1] - added]
    const total = added + (size === null ? spanOf(window) - window.stride : wholeOf(window) - size)
    const [less, rest] = [Math.floor(total / 2), Math.ceil(total / 2)]
    return auto === 'SAME_UPPER' ? [less, rest - added] : [rest, less - added]
  })
}

/** The layer's options, and what is left to crop. */
const paddingOf = (
  windows: readonly Window[],
  cuts: readonly Cut[],
): { readonly config: object; readonly left: readonly Cut[] } => {
  const none = cuts.map((): Cut => [0, 0])
  const isSame = windows.every((window, i) => {
    const [before, after] = cuts[i] ?? [0, 0]
    const span = spanOf(window)
    const most = Math.min(Math.ceil((window.stride + span - 2) / 2), span - 1)
    return before === span - 1 - most && before + after === span - window.stride
  })
  const isWhole = windows.every(
    (window, i) => (cuts[i] ?? []).every((n) => n === 0) && spanOf(window) >= window.stride,
  )
  if (isWhole) return { config: { padding: 'valid' }, left: none }
  if (isSame) return { config: { padding: 'same' }, left: none }
  const added = cuts.map(([, after]) => Math.max(0, -after))
  const needs = added.some((n) => n > 0) || windows.some((one) => spanOf(one) < one.stride)
  return {
    config: { padding: 'valid', ...(needs && { output_padding: added }) },
    left: cuts.map(([before, after]): Cut => [before, Math.max(0, after)]),
  }
}

export const transposedConvolutions: Operators = {
  ConvTranspose: {
    becomes: '`convTranspose` or `conv3dTranspose`, with `crop` after it where needed',
    axes: 'channels first',
    read,
  },
}
