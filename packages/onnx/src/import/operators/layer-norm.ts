// LayerNormalization, along one axis.
import { type Call, type Operators, reordered } from '../call.js'
import type { Value } from '../view.js'

const read = (call: Call): Value => {
  call.ignore('stash_type') // with how many bits it computes
  const x = call.value(0)
  const axis = call.axis(call.number('axis', -1), x)
  const along = x.axes.slice(axis).filter(({ length }) => length > 0)
  if (along.length > 1) call.refuse(`normalizes ${along.length} axes, and a layer one`)
  const { value, indices } = call.last(
    x,
    axis +
      Math.max(
        0,
        x.axes.slice(axis).findIndex(({ length }) => length > 0),
      ),
  )
  const factor = reordered(call.constant(1, 'a factor').numbers, indices)
  const offset = call.optional(2, 'an offset')
  const weights = offset === null ? [factor] : [factor, reordered(offset.numbers, indices)]
  return call.applied(
    value,
    'LayerNormalization',
    { epsilon: call.number('epsilon', 1e-5), center: offset !== null, scale: true },
    weights,
  )
}

export const layerNorms: Operators = {
  LayerNormalization: { becomes: '`layerNorm`', read },
}
