// Concatenation along the last axis. TensorFlow.js does not validate a second use of an instance,
// so each position gets its own.
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type LayerKind, NO_PARAMS } from '../../kind.js'
import { type Complaint, complain } from '../../../base/problem.js'
import { type Sizes, agree, merge, show } from '../../../shape/sizes.js'

const concatenated = (_: object, ...inputs: readonly Sizes[]): Either<Complaint, Sizes> => {
  let all = inputs[0] ?? []
  for (const s of inputs.slice(1)) {
    const [a, b] = [all.at(-1), s.at(-1)]
    if (!agree(all.slice(0, -1), s.slice(0, -1)) || a === undefined || b === undefined) {
      return left(
        complain('concatMismatch', {
          expected: show(all),
          got: show(s),
          fix:
            'give all branches the same height and width, ' +
            "for example with padding 'same' and equal strides",
        }),
      )
    }
    all = [...merge(all.slice(0, -1), s.slice(0, -1)), a === null || b === null ? null : a + b]
  }
  return right(all)
}

export const concat: LayerKind<'concat', object> = {
  kind: 'concat',
  config: {},
  held: () => 'pinnedShape',
  shape: concatenated,
  params: () => NO_PARAMS,
  flops: () => 0,
  classes: [{ className: 'Concatenate', fixed: { axis: -1 } }],
}
