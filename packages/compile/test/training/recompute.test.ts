// Values that are computed again in the backward pass, where there is no room to keep them.
import { expect, it } from '@jest/globals'
import { type AnyNet, block, input } from '@layersmith/core'
import { head, nets, same } from '../support/engine-nets.js'
import { gradientDifference } from '../support/gradients.js'

const some = [
  ...(['bn', 'bn of vectors', 'bn along other axes', 'frozen', 'frozen at the start'] as const),
  ...(['branches', 'other activations', 'outputs', 'residual', 'squeeze and excite'] as const),
] as const

it.each(some)('%s: gradients are those of TensorFlow.js', async (name) => {
  const net = nets[name]
  const { what, far } = await gradientDifference(net as unknown as AnyNet, 1, { room: 0 })
  expect({ what, isNear: far < 1e-4, far }).toEqual({ what, isNear: true, far })
})

it('the report names them', async () => {
  const unit = (filters: number) =>
    block()
      .conv(filters, 3, { ...same, useBias: false })
      .bn()
      .activation('swish')
  const net = input([8, 8, 3]).pipe(unit(8)).pipe(unit(8)).pool(2).pipe(unit(8)).pipe(head())
  const again = async (room: number) => {
    const { what, far, ops, bytes } = await gradientDifference(net, 1, { room, images: 64 })
    expect({ what, isNear: far < 1e-4, far }).toEqual({ what, isNear: true, far })
    const twice = ops.filter(({ forward }) => forward.endsWith('and again backward'))
    return { bytes, paths: twice.flatMap(({ of }) => of) }
  }
  const [kept, small] = [await again(Infinity), await again(0)]
  expect(kept.paths).toEqual([])
  const paths = [1, 2, 3].flatMap((i) => [`bn${i}`, `activation${i}`])
  expect(small.paths).toEqual(paths)
  expect(small.bytes).toBeLessThan(0.8 * kept.bytes)
})
