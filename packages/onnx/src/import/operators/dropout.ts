// Dropout, which works only in training, and Identity.
import type { Call, Operators, Result } from '../call.js'

const dropout = (call: Call): Result => {
  call.ignore('seed')
  const x = call.value(0)
  const rate = call.single(1, 'ratio', 0.5)
  if (call.has(2)) call.constant(2, 'whether it trains') // fit trains, predict does not
  return rate === 0 ? x : call.applied(x, 'Dropout', { rate }, [], x.isPositive)
}

/** torch writes equal tensors once, and names the others by this. */
const identity = (call: Call): Result => {
  const x = call.result(0)
  const [name = null] = call.node.outputs
  return x.is === 'constant' && x.parameter !== null ? { ...x, parameter: name } : x
}

export const dropouts: Operators = {
  Dropout: { becomes: '`dropout`', axes: 'kept', read: dropout },
  Identity: { becomes: 'nothing', axes: 'kept', read: identity },
}
