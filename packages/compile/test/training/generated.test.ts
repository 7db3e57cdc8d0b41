// A few generated nets; the long tests train more of them.
import { beforeAll, expect, it } from '@jest/globals'
import { onWasm, trainAlike } from '../support/generated-training.js'

beforeAll(onWasm)

it('generated nets train as by trainOnBatch', async () => {
  expect(await trainAlike('convolutions', { numRuns: 8, steps: 3 })).toBe(8)
})
