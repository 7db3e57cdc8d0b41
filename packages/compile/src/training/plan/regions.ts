// Where the weights of a net are, and everything else whose place does not depend on the batch
// size.
import type { Weight } from '../contract.js'
import type { Address } from '../program/call.js'

export const addressOfWeight = ({ trainable, offset }: Weight): Address => ({
  region: trainable ? 'parameters' : 'others',
  bytes: 4 * offset,
})
export const addressOfGradient = ({ offset }: Weight): Address => ({
  region: 'gradients',
  bytes: 4 * offset,
})

/** The elements of a weight, with its padding. */
export const paddedOf = ({ elements }: Pick<Weight, 'elements'>): number =>
  Math.ceil(elements / 16) * 16
