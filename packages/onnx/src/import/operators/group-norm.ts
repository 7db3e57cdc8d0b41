// InstanceNormalization and GroupNormalization, which are the same layer. torch also writes groups
// as instances of a reshaped image, whose channels then begin with the groups in memory.
import type { Numbers } from '../../model/types.js'
import type { Call, Operators } from '../call.js'
import type { Constant } from '../constant.js'
import { type Value, isSame, sizeOf } from '../view.js'

interface Affine {
  readonly factor: Constant
  readonly offset: Constant
}

const instances = (call: Call): Value => {
  const x = call.value(0)
  const [groups = []] = x.axes
  const last = x.memory.at(-1) ?? []
  const isPart =
    groups.length > 0 && last.length > groups.length && isSame(last.slice(0, groups.length), groups)
  const affine = {
    factor: call.constant(1, 'a factor'),
    offset: call.constant(2, 'an offset'),
  }
  const epsilon = call.number('epsilon', 1e-5)
  // one channel is one group of everything in memory
  return isPart || groups.length === 0
    ? normalized(call, x, sizeOf(groups) ?? 1, epsilon, affine)
    : normalized(call, call.image(x), -1, epsilon, affine)
}

const groups = (call: Call): Value => {
  call.ignore('stash_type') // with how many bits it computes
  const x = call.image(call.value(0))
  return normalized(call, x, call.number('num_groups', 1), call.number('epsilon', 1e-5), {
    factor: call.constant(1, 'a factor'),
    offset: call.constant(2, 'an offset'),
  })
}

const normalized = (
  call: Call,
  x: Value,
  count: number,
  epsilon: number,
  affine: Affine,
): Value => {
  const [factor, offset] = [affine.factor.numbers, affine.offset.numbers]
  const channels = sizeOf(x.memory.at(-1) ?? [])
  if (channels === null) return call.refuse('needs to know the number of channels')
  const each = (numbers: Numbers): Numbers =>
    Float32Array.from(
      { length: channels },
      (_, i) => numbers[Math.floor((i * numbers.length) / channels)] ?? 0,
    )
  if (channels % factor.length !== 0 || factor.length !== offset.length)
    call.refuse(
      `has ${factor.length} factors and ${offset.length} offsets for ${channels} channels`,
    )
  // the trained numbers are one for each channel
  const isOwn =
    factor.length === channels &&
    (affine.factor.parameter !== null || affine.offset.parameter !== null)
  const isPlain = !isOwn && factor.every((n) => n === 1) && offset.every((n) => n === 0)
  const weights = isPlain ? [] : [each(factor), each(offset)]
  const layer = call.layer(
    'GroupNormalization',
    { groups: count, epsilon, scale: !isPlain, center: !isPlain },
    [x],
    weights,
  )
  // torch multiplies and adds in nodes of their own
  layer.takes = (what, numbers) => {
    const { scale, center } = layer.config
    if (numbers.length !== channels || center === true) return false
    if (what === 'factor' && scale === true) return false
    layer.config = { ...layer.config, [what === 'factor' ? 'scale' : 'center']: true }
    layer.weights = [...layer.weights, numbers]
    return true
  }
  return call.made(layer, x)
}

const becomes = '`groupNorm`'
export const groupNorms: Operators = {
  InstanceNormalization: { becomes, axes: 'channels first', read: instances },
  GroupNormalization: { becomes, axes: 'channels first', read: groups },
}
