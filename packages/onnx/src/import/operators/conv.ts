// Conv: a convolution over one to three axes, in one group, in several, or depthwise.
import { bordered } from '../border.js'
import type { Call, Operators } from '../call.js'
import { type Constant, made, transposed } from '../constant.js'
import type { Config } from '../layer.js'
import { type Value, axisOf, sizeOf } from '../view.js'
import { NO_AXIS, type Window, padsOf, paddingOf, windowed, windowsOf } from '../window.js'
import { withBias } from '../with-bias.js'

const read = (call: Call): Value => {
  const kernel = call.constant(1, 'the kernel')
  const bias = call.optional(2, 'the bias')
  const groups = call.number('group', 1)
  const x = call.image(call.value(0))
  const [channels = [], ...spatial] = x.axes
  const [filters = 0, ofGroup = 0, ...sizes] = kernel.dims
  if (x.axes.length !== kernel.dims.length - 1 || spatial.length < 1 || spatial.length > 3)
    call.refuse(`has a kernel of [${kernel.dims.join(', ')}] for ${x.axes.length + 1} axes`)
  if (sizeOf(channels) !== ofGroup * groups || filters % groups !== 0)
    call.refuse(
      `has a kernel of [${kernel.dims.join(', ')}] in ${groups} groups for ` +
        `${sizeOf(channels) ?? 'unknown'} channels`,
    )
  const windows = windowsOf(call, spatial, call.numbers('kernel_shape', sizes))
  if (windows.some((window, i) => window.kernel !== sizes[i]))
    call.refuse(`has a kernel_shape other than that of its kernel, [${sizes.join(', ')}]`)
  return convolved(call, x, { kernel, bias, groups, windows })
}

interface Convolution {
  readonly kernel: Constant
  readonly bias: Constant | null
  readonly groups: number
  readonly windows: readonly Window[]
}

const convolved = (call: Call, x: Value, conv: Convolution): Value => {
  const { kernel, groups, windows } = conv
  const [filters = 0, ofGroup = 0, ...sizes] = kernel.dims
  const padding = paddingOf(windows)
  if (padding === null) return padded(call, x, conv)
  const lasts = windows.map((window) => windowed(call, window))
  const channels = axisOf(filters)
  const axes = [channels, ...lasts.slice(0, x.axes.length - 1)]
  const isDepthwise = groups > 1 && ofGroup === 1 && windows.length === 2
  const config: Config = {
    kernel_size: sizes,
    strides: windows.map(({ stride }) => stride),
    dilation_rate: windows.map(({ dilation }) => dilation),
    padding,
  }
  const view = { memory: [...lasts, channels], axes }
  if (isDepthwise) {
    const parts = made(kernel, [groups, filters / groups, ...sizes], kernel.numbers)
    const { numbers } = transposed(parts, [2, 3, 0, 1])
    const depthwise = { ...config, depth_multiplier: filters / groups }
    return withBias(call, call.layer('DepthwiseConv2D', depthwise, [x], [numbers]), view, conv.bias)
  }
  const { numbers } = transposed(kernel, [...sizes.map((_, i) => i + 2), 1, 0])
  const whole = { ...config, filters, ...(groups > 1 && { groups }) }
  const layer = call.layer(`Conv${windows.length}D`, whole, [x], [numbers])
  return withBias(call, layer, view, conv.bias)
}

/** Pads with zeros first; a sequence becomes an image of one column. */
const padded = (call: Call, x: Value, { kernel, windows, ...conv }: Convolution): Value => {
  const ends = windows.map((window, i) => [i + 1, padsOf(call, window)] as const)
  if (windows.length > 2)
    call.refuse(`pads ${JSON.stringify(ends.map(([, pads]) => pads))}, which no layer does in 3-D`)
  const wide = bordered(call, x, 'pad', new Map(ends))
  const inside = windows.map((window, i): Window => ({
    ...window,
    size: sizeOf(wide.axes[i + 1] ?? []),
    pads: [0, 0],
  }))
  return windows.length === 2
    ? convolved(call, wide, { ...conv, kernel, windows: inside })
    : convolved(call, wide, {
        ...conv,
        kernel: made(kernel, [...kernel.dims, 1], kernel.numbers),
        windows: [...inside, NO_AXIS],
      })
}

export const convolutions: Operators = {
  Conv: {
    becomes: '`conv`, `depthwiseConv`, `conv1d` or `conv3d`, after `pad` where needed',
    axes: 'channels first',
    read,
  },
}
