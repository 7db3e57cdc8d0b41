// The axis of kinds that TensorFlow.js computes along the last axis alone.
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { axis, optional } from '../config/field.js'
import { type Complaint, complain } from '../base/problem.js'
import { type Sizes, show } from '../shape/sizes.js'

export interface LastAxisOptions {
  /**
   * The last axis: -1, the default, or its number, counted from 1 without the batch. TensorFlow.js
   * computes along no other.
   */
  axis?: number | undefined
}
export interface LastAxis {
  readonly axis: number
}
export const lastAxis = { axis: optional(axis(), -1) } as const

/** The sizes, or a complaint that the axis is not their last one. */
export const alongLast = ({ axis: given }: LastAxis, input: Sizes): Either<Complaint, Sizes> =>
  given === -1 || given === input.length
    ? right(input)
    : left(
        complain('invalidOption', {
          expected: `axis must be the last one of ${show(input)}, along which alone it computes`,
          got: String(given),
          fix: 'leave it out; for another axis, put permute before and after',
        }),
      )

/** The same config with the last axis as -1, so that equal layers are equal. */
export const fromTheEnd = <C extends LastAxis>(config: C, { length }: Sizes): C =>
  config.axis === length ? { ...config, axis: -1 } : config
