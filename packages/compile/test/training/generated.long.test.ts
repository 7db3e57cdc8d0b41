// Generated nets, with all losses and optimizers.
import { beforeAll, expect, it } from '@jest/globals'
import { onWasm, trainAlike } from '../support/generated-training.js'

beforeAll(onWasm)

it('200 generated nets train as by trainOnBatch, ten steps, or are refused', async () => {
  expect(await trainAlike('convolutions', { numRuns: 200, steps: 10 })).toBeGreaterThan(170)
}, 600_000)

it('100 nets of all kinds do so, or are refused', async () => {
  expect(await trainAlike('any', { numRuns: 100, steps: 3 })).toBeGreaterThan(50)
}, 600_000)
