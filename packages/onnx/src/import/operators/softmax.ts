// Softmax along one axis, which comes last in memory.
import type { Call, Operators } from '../call.js'
import type { Value } from '../view.js'

const read = (call: Call): Value => {
  const isOld = call.setting.opset < 13
  const x = call.value(0)
  const axis = call.axis(call.number('axis', isOld ? 1 : -1), x)
  // before, all axes from there on were one
  if (isOld && x.axes.slice(axis + 1).some(({ length }) => length > 0))
    call.refuse('takes several axes as one, as before opset 13; export it with opset 13 or later')
  return call.applied(call.last(x, axis).value, 'Softmax', { axis: -1 }, [], true)
}

export const softmaxes: Operators = { Softmax: { becomes: '`softmax`', axes: 'kept', read } }
