/** Two siamese nets: do two pictures show the same digit? They differ in what they make of the two encodings. */
import { block, branch, input, inputs, tie } from 'layersmith'

/** One set of convolution and dense weights for both sides; each side has BatchNormalization of its own. */
const encoder = tie(input([28, 28, 1]).conv(16, 3).bn().relu().pool(2).flatten().dense(32), { bn: 'per-use' })

/**
 * A weighted sum of the signed difference. It can tell what is larger on the left, and so which side is which, but hardly
 * whether both are alike: swapping the pictures turns the sum's sign, and the answer must not change.
 */
export const signed = inputs({ left: [28, 28, 1], right: [28, 28, 1] }).each(encoder).merge('subtract').dense(1, { activation: 'sigmoid' })

/** The same with the difference squared: now the sum is a weighted distance. */
const square = branch(block(), block()).multiply()
export const squared = inputs({ left: [28, 28, 1], right: [28, 28, 1] }).each(encoder).merge('subtract').pipe(square).dense(1, { activation: 'sigmoid' })
