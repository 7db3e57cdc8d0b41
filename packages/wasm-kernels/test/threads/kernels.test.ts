// Repeats the tests of the kernels and of training on the build of the backend with shared memory,
// with every job cut and handed to workers.
import { afterAll } from '@jest/globals'
import { uninstallKernels } from '../../src/index.js'
import { testOn } from '../support/backends.js'

testOn(3)
afterAll(uninstallKernels)
await import('../kernels/batch-norm.test.js')
await import('../kernels/convolution.test.js')
await import('../kernels/others.test.js')
await import('../kernels/pooling.test.js')
await import('../training.test.js')
