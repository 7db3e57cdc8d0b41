// Concatenation along one axis. TensorFlow.js does not validate a second use of an instance, so
// each position gets its own.
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { axis, optional } from '../../../config/field.js'
import { type LayerKind, NO_PARAMS } from '../../kind.js'
import { type Complaint, complain } from '../../../base/problem.js'
import { type Sizes, agree, merge, show } from '../../../shape/sizes.js'

/** The options of a `concat` merge. */
export interface ConcatOptions<X extends number = number> {
  /** The axis to join along, counted from 1 without the batch; -1, the default, is the last. */
  axis?: X | undefined
}

export interface ConcatConfig {
  readonly axis: number
}

const concatenated = (
  { axis }: ConcatConfig,
  ...inputs: readonly Sizes[]
): Either<Complaint, Sizes> => {
  let all = inputs[0] ?? []
  const at = axis < 0 ? all.length + axis : axis - 1
  const others = (s: Sizes): Sizes => s.filter((_, i) => i !== at)
  for (const s of inputs) {
    if (s[at] === undefined)
      return left(
        complain('wrongRank', {
          expected: axis < 0 ? 'at least one axis' : `an axis ${axis}`,
          got: show(s),
          fix: 'axes count from 1, without the batch; -1 is the last',
        }),
      )
  }
  for (const s of inputs.slice(1)) {
    const [a, b] = [all[at] ?? null, s[at] ?? null]
    if (!agree(others(all), others(s)))
      return left(
        complain('concatMismatch', {
          expected: show(all),
          got: show(s),
          fix:
            'give all of them the same height and width, ' +
            "for example with padding 'same' and equal strides",
        }),
      )
    all = merge(all, s).map((n, i) => (i !== at ? n : a === null || b === null ? null : a + b))
  }
  return right(all)
}

export const concat: LayerKind<'concat', ConcatConfig> = {
  kind: 'concat',
  config: { axis: optional(axis(), -1) },
  held: () => 'pinnedShape',
  shape: concatenated,
  params: () => NO_PARAMS,
  flops: () => 0,
  classes: [{ className: 'Concatenate' }],
}
