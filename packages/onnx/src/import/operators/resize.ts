// Resize by integer factors, where it computes what an upsampling layer does.
import type { Call, Operators } from '../call.js'
import { type Group, type Value, axisOf, sizeOf } from '../view.js'

const read = (call: Call): Value => {
  call.ignore('cubic_coeff_a', 'extrapolation_value', 'exclude_outside', 'antialias')
  const x = call.image(call.value(0))
  const mode = call.text('mode', 'nearest')
  const place = call.text('coordinate_transformation_mode', 'half_pixel')
  const rounding = call.text('nearest_mode', 'round_prefer_floor')
  const policy = call.text('keep_aspect_ratio_policy', 'stretch')
  if (policy !== 'stretch') call.refuse(`has keep_aspect_ratio_policy ${policy}`)
  if (call.has(1)) call.optional(1, 'the region') // only for tf_crop_and_resize, which is refused
  const factors = factorsOf(call, x)
  const [channels = [], ...spatial] = x.axes
  if (spatial.length !== 2) call.refuse(`resizes ${spatial.length} axes; layers resize two`)
  if (factors.every((n) => n === 1)) return x
  if (factors.some((n) => !Number.isInteger(n) || n < 1))
    call.refuse(`resizes by ${factors.join(' x ')}, and layers by integers`)
  const isCentered = place === 'half_pixel' || place === 'half_pixel_symmetric'
  const isHalf = isCentered || place === 'pytorch_half_pixel'
  const isNearest =
    mode === 'nearest' &&
    ((isHalf && rounding.startsWith('round_prefer')) ||
      (place === 'asymmetric' && rounding === 'floor') ||
      (place === 'asymmetric' && rounding === 'round_prefer_floor' && factors.every((n) => n <= 2)))
  if (!isNearest && !(mode === 'linear' && isHalf))
    call.refuse(
      `resizes by ${mode} at ${place} coordinates, with ${rounding} where nearest, ` +
        'which no layer does; in PyTorch use nearest, or bilinear with align_corners=False',
    )
  const interpolation = isNearest ? 'nearest' : 'bilinear'
  const larger = spatial.map((group, i): Group => {
    const size = sizeOf(group)
    return axisOf(size === null ? null : size * (factors[i] ?? 1))
  })
  const layer = call.layer('UpSampling2D', { size: factors, interpolation }, [x])
  return call.made(
    layer,
    { memory: [...larger, channels], axes: [channels, ...larger] },
    x.isPositive,
  )
}

/** The factors of the axes after the channels. */
const factorsOf = (call: Call, x: Value): readonly number[] => {
  const scales = call.optional(2, 'the scales')
  const sizes = call.optional(3, 'the sizes')
  const axes = call.hasAttribute('axes')
    ? call.numbers('axes', []).map((axis) => call.axis(axis, x) + 1)
    : [0, ...x.axes.map((_, i) => i + 1)]
  const all = x.axes.map(() => 1)
  const given = scales !== null && scales.numbers.length > 0 ? scales.numbers : sizes?.numbers
  if (given?.length !== axes.length)
    return call.refuse(`has ${given?.length ?? 0} scales or sizes for ${axes.length} axes`)
  const isSizes = given === sizes?.numbers
  axes.forEach((axis, i) => {
    const n = given[i] ?? 1
    if (axis === 0) {
      if (!isSizes && n !== 1) call.refuse('resizes the batch')
      return
    }
    const size = sizeOf(x.axes[axis - 1] ?? [])
    all[axis - 1] = isSizes ? n / (size ?? NaN) : n
  })
  const [channels, ...factors] = all
  if (channels !== 1) call.refuse('resizes the channels')
  return factors.some(Number.isNaN)
    ? call.refuse('resizes an image of any size to a fixed one; export it with a scale_factor')
    : factors
}

export const resizes: Operators = {
  Resize: { becomes: '`upsample`', axes: 'channels first', read },
}
