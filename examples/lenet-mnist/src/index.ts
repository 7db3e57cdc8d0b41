/** What another example uses: the net, and how this one trains it. */
export { lenet } from './nets/lenet.js'
export { train } from './training/train.js'
