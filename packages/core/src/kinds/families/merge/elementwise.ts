// The element-wise merges: one rule, five kinds. Sizes of 1 are stretched, as in NumPy. In
// TensorFlow.js, an instance pins the shapes of its first use (one Add used on [4, 2] + [4, 2] and
// then on [4, 2] + [2] is silently wrong), so each position gets its own.
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { type LayerKind, NO_PARAMS } from '../../kind.js'
import { type Complaint, complain } from '../../../base/problem.js'
import { type Sizes, broadcast, show, times } from '../../../shape/sizes.js'

const mergedShape = (_: object, ...inputs: readonly Sizes[]): Either<Complaint, Sizes> => {
  let all = inputs[0] ?? []
  for (const s of inputs.slice(1)) {
    const both = broadcast(all, s)
    if (both === null)
      return left(
        complain('mergeMismatch', {
          expected: show(all),
          got: show(s),
          fix:
            "give all of them the same sizes, for example with padding 'same' and equal filters; " +
            'only a size of 1 fits any other',
        }),
      )
    all = both
  }
  return right(all)
}

const elementwise = (className: string): Omit<LayerKind<'add', object>, 'kind'> => ({
  config: {},
  held: () => 'pinnedShape',
  shape: mergedShape,
  params: () => NO_PARAMS,
  flops: (_, output, ...inputs) => times(inputs.length - 1, ...output),
  classes: [{ className }],
})

export const add: LayerKind<'add', object> = { kind: 'add', ...elementwise('Add') }
export const multiply: LayerKind<'multiply', object> = {
  kind: 'multiply',
  ...elementwise('Multiply'),
}
export const average: LayerKind<'average', object> = { kind: 'average', ...elementwise('Average') }
export const maximum: LayerKind<'maximum', object> = { kind: 'maximum', ...elementwise('Maximum') }
export const minimum: LayerKind<'minimum', object> = { kind: 'minimum', ...elementwise('Minimum') }
