// Each kind of the catalogue: trained as by TensorFlow.js, or refused by path and kind.
import { beforeAll, describe, expect, it, jest } from '@jest/globals'
import { type AnyNet, type Kind, block } from '@layersmith/core'
import { compileTraining } from '@layersmith/compile'
import { onWasm } from '../support/generated-training.js'
import { gradientDifference } from '../support/gradients.js'
import { nets } from '../support/nets.js'
import { build } from '../support/training.js'

beforeAll(onWasm)

/** As the README lists them. */
const REFUSED = new Set<string>([
  ...(['bidirectional', 'convLstm2d', 'gru', 'lstm', 'masking', 'simpleRnn'] as const),
  ...(['conv3d', 'conv3dTranspose', 'pool3d', 'timeDistributed'] as const),
  ...(['categoryEncoding', 'dot', 'embedding', 'thresholdedRelu', 'unitNorm'] as const),
] satisfies Kind[])

/** The nets of a kind, each with a dense layer after it. */
const all = Object.entries(nets).flatMap(([kind, makes]) =>
  makes.map((make, i) => {
    // a dense layer takes any shape
    const net = make().pipe(block().dense(2) as never) as unknown as AnyNet
    return [`${kind} ${i + 1}`, kind, net] as const
  }),
)

describe('trained', () => {
  it.each(all.filter(([, kind]) => !REFUSED.has(kind)))('%s', async (_, _kind, net) => {
    // layers without a seed begin with this number
    const random = jest.spyOn(Math, 'random').mockReturnValue(0.37)
    try {
      const { what, far } = await gradientDifference(net, 1)
      expect({ what, isNear: far < 1e-4, far }).toEqual({ what, isNear: true, far })
    } finally {
      random.mockRestore()
    }
  })
})

describe('refused', () => {
  it.each(all.filter(([, kind]) => REFUSED.has(kind)))('%s', async (_, kind, net) => {
    const built = build(net)
    const options = { optimizer: 'sgd', loss: 'meanSquaredError' } as never
    const message = new RegExp(`: ${kind}: .*\\n.*built\\.fit trains`, 's')
    await expect(compileTraining(built, options)).rejects.toThrow(message)
    expect(built.model.optimizer as unknown).toBeUndefined()
    built.dispose()
  })
})
