// A few generated nets; the long tests train more of them.
import { beforeAll, expect, it } from '@jest/globals'
import { onWasm, trainAlike } from '../support/generated-training.js'
import { LOSSES, STEADY } from '../support/settings.js'

beforeAll(onWasm)

const optimizers = Object.values(STEADY)
it.each(Object.entries(LOSSES).map(([name, loss], i) => [name, loss, i] as const))(
  'generated nets train as by trainOnBatch: %s',
  async (_, loss, i) => {
    const optimizer = optimizers[i % optimizers.length] ?? STEADY.SGD
    const near = await trainAlike('convolutions', {
      loss,
      optimizer,
      numRuns: 1,
      after: [1, 3],
      seed: i,
    })
    expect(near).toBe(1)
  },
)
