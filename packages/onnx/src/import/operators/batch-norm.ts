// BatchNormalization, as it is in inference and in training.
import { type Call, type Operators, reordered } from '../call.js'
import type { Value } from '../view.js'

const read = (call: Call): Value => {
  if (call.number('training_mode', 0) !== 0)
    call.refuse('normalizes by the batch in inference too; export the model after model.eval()')
  if (call.number('spatial', 1) !== 1) call.refuse('normalizes each pixel on its own')
  const { value, indices } = call.last(call.value(0), 0)
  // the factor, the offset, the mean and the variance, as the layer has them
  const weights = ['a factor', 'an offset', 'a mean', 'a variance'].map((what, i) =>
    reordered(call.constant(i + 1, what).numbers, indices),
  )
  return call.applied(
    value,
    'BatchNormalization',
    { epsilon: call.number('epsilon', 1e-5), momentum: call.number('momentum', 0.9) },
    weights,
  )
}

export const batchNorms: Operators = {
  BatchNormalization: { becomes: '`bn`', axes: 'channels first', read },
}
