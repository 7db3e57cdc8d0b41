// Repeats these tests on the build of the backend with shared memory, with every job cut and handed
// to workers. One file each, so that jest runs them side by side.
import { afterAll } from '@jest/globals'
import { uninstallKernels } from '../../src/index.js'
import { testOn } from '../support/backends.js'

testOn(3)
afterAll(uninstallKernels)
await import('../kernels/winograd.long.test.js')
