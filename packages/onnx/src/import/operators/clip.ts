// Clip, between constants.
import type { Call, Operators } from '../call.js'
import { clipped } from '../clipped.js'
import type { Value } from '../view.js'

const read = (call: Call): Value => {
  const x = call.value(0)
  const least = call.single(1, 'min', -Infinity)
  const most = call.single(2, 'max', Infinity)
  if (least > most) call.refuse(`clips between ${least} and ${most}`)
  return clipped(call, x, least, most)
}

export const clips: Operators = {
  Clip: {
    becomes: '`relu6`, `relu` or `activation`, between `rescaling` where needed',
    axes: 'kept',
    read,
  },
}
