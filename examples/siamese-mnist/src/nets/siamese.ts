/**
 * Two siamese nets: do two pictures show the same digit? They differ in how they compare the two
 * encodings.
 */
import { block, branch, input, inputs, tie } from 'layersmith'

/**
 * One set of convolution and dense weights for both sides; each side has its own
 * BatchNormalization.
 */
const encoder = tie(input([28, 28, 1]).conv(16, 3).bn().relu().pool(2).flatten().dense(32), {
  bn: 'per-use',
})

const pair = inputs({ left: [28, 28, 1], right: [28, 28, 1] }).each(encoder)

/**
 * A weighted sum of the signed difference. It can tell what is larger on the left, but not whether
 * both are alike: swapping the pictures flips the sign of the sum, but must not change the answer.
 * See the README.
 */
export const signed = pair.merge('subtract').dense(1, { activation: 'sigmoid' })

/** The same with the difference squared: a weighted distance. */
export const squared = pair
  .merge('subtract')
  .pipe(branch(block(), block()).multiply())
  .dense(1, { activation: 'sigmoid' })
