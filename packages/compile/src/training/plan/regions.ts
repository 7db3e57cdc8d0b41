// Where the weights of a net lie, and all else that stays where it is for all sizes of batches.
import type { Weight } from '../contract.js'
import type { Address } from '../program/record.js'

export const addressOfWeight = ({ trainable, offset }: Weight): Address => ({
  region: trainable ? 'parameters' : 'others',
  bytes: 4 * offset,
})
export const addressOfGradient = ({ offset }: Weight): Address => ({
  region: 'gradients',
  bytes: 4 * offset,
})

/** The elements of a weight, with what fills it up. */
export const paddedOf = ({ elements }: Pick<Weight, 'elements'>): number =>
  Math.ceil(elements / 16) * 16
