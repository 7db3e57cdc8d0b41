// Groups of channels, which convolutions of every rank have.
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { count, optional } from '../config/field.js'
import { type Complaint, complain } from '../base/problem.js'
import { type Sizes, lastOf, show } from '../shape/sizes.js'

export interface GroupOptions {
  /**
   * Into how many groups the channels are parted; each group of filters sees its own. It must
   * divide the channels and the filters; 1 by default. The kernel has channels / groups channels.
   */
  groups?: number | undefined
}
export interface Grouped {
  readonly groups: number
}
export const groups = optional(count(), 1)

interface Filters extends Grouped {
  readonly filters: number
}

/** The sizes with the filters, or a complaint that the groups divide them or the channels not. */
export const inGroups = (
  { filters, groups }: Filters,
  sizes: Sizes,
  input: Sizes,
): Either<Complaint, Sizes> => {
  const channels = lastOf(input, 'the number of channels')
  if (channels._tag === 'Left') return channels
  const isEven = channels.right % groups === 0 && filters % groups === 0
  return isEven
    ? right([...sizes, filters])
    : left(
        complain('invalidOption', {
          expected: `groups must divide the channels of ${show(input)} and the ${filters} filters`,
          got: String(groups),
          fix: 'choose a divisor of both',
        }),
      )
}

/** How many channels a filter sees. */
export const channelsOfGroup = ({ groups }: Grouped, input: Sizes): number =>
  (input.at(-1) ?? 0) / groups
