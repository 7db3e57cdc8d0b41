// The types of blocks say the sizes that the plan finds.
import { describe, expect, it } from '@jest/globals'
import { type AnyBlock, graph, input, plan } from '@layersmith/core'
import * as zoo from '@layersmith/zoo'

const image = input([33, 46, 16])
/** Each net, and the shape that its type has: a wrong one does not compile. */
const nets: readonly (readonly [string, AnyBlock, readonly (number | null)[]])[] = [
  typed('basicBlock', image.pipe(zoo.basicBlock(16)), [33, 46, 16]),
  typed('basicBlock', image.pipe(zoo.basicBlock(24, { stride: 2 })), [17, 23, 24]),
  typed('bottleneck', image.pipe(zoo.bottleneck(4, 16)), [33, 46, 16]),
  typed('bottleneck', image.pipe(zoo.bottleneck(8, 24, { stride: 2 })), [17, 23, 24]),
  typed('preactivation', image.pipe(zoo.preactivation(4, 16, { stride: 2 })), [17, 23, 16]),
  typed('preactivation', image.pipe(zoo.preactivation(8, 24, { project: true })), [33, 46, 24]),
  typed('invertedResidual', image.pipe(zoo.invertedResidual(16, 16)), [33, 46, 16]),
  typed('invertedResidual', image.pipe(zoo.invertedResidual(16, 8, { stride: 2 })), [17, 23, 8]),
  typed('mbConv', image.pipe(zoo.mbConv(16, 16)), [33, 46, 16]),
  typed('mbConv', image.pipe(zoo.mbConv(16, 24, { kernel: 5, stride: 2 })), [17, 23, 24]),
  typed('fusedMbConv', image.pipe(zoo.fusedMbConv(16, 16, { expansion: 1 })), [33, 46, 16]),
  typed('fusedMbConv', image.pipe(zoo.fusedMbConv(16, 24, { stride: 2 })), [17, 23, 24]),
  typed('convNextBlock', image.pipe(zoo.convNextBlock(16, { drop: 0.1 })), [33, 46, 16]),
  typed('squeezeExcite', image.pipe(zoo.squeezeExcite(16, 4)), [33, 46, 16]),
  typed('denseBlock', image.pipe(zoo.denseBlock(3, 4)), [33, 46, 28]),
  typed('transition', image.pipe(zoo.transition(8)), [16, 23, 8]),
  typed('inceptionA', image.pipe(zoo.inceptionA(32)), [33, 46, 256]),
  typed('inceptionB', image.pipe(zoo.inceptionB(4)), [33, 46, 768]),
  typed('inceptionC', image.pipe(zoo.inceptionC()), [33, 46, 2048]),
  typed('reductionA', image.pipe(zoo.reductionA(8, [2, 4], 4)), [16, 22, 28]),
  typed('reductionB', image.pipe(zoo.reductionB()), [16, 22, 528]),
  typed('xceptionModule', image.pipe(zoo.xceptionModule([8], 24, { stride: 2 })), [17, 23, 24]),
  typed('xceptionModule', image.pipe(zoo.xceptionModule([8, 8], 16)), [33, 46, 16]),
  typed('uNet', input([32, 48, 3]).pipe(zoo.uNet(8)), [32, 48, 8]),
]
function typed<const S extends readonly (number | null)[]>(
  name: string,
  net: AnyBlock & { readonly shape: S },
  shape: S,
) {
  return [name, net, shape] as const
}

describe('blocks', () => {
  it.each(nets)('%s has the shape of its type', (_, net, shape) => {
    expect(plan(net).outputs[0]?.shape).toEqual(shape)
  })

  it('featurePyramid keeps sizes and makes channels equal', () => {
    const net = graph([64, 64, 8], (c3) => {
      const c4 = c3.pipe(zoo.basicBlock(16, { stride: 2 })).tap('c4')
      const c5 = c4.pipe(zoo.basicBlock(32, { stride: 2 }))
      const [p3, p4, p5] = zoo.featurePyramid([c3, c4, c5], 24)
      return { p3, p4, p5 }
    })
    const shapes: {
      readonly p3: readonly [64, 64, 24]
      readonly p4: readonly [32, 32, 24]
      readonly p5: readonly [16, 16, 24]
    } = net.shape
    const { outputs, taps } = plan(net)
    expect(outputs.map(({ name, shape }) => [name, shape])).toEqual(Object.entries(shapes))
    expect(taps.map(({ name }) => name)).toEqual(['c4'])
  })

  it('what is too small is refused, by the compiler or by the run time', () => {
    const small = input([2, 8, 16]).pipe(zoo.transition(8)).loose()
    expect(() => plan(small.pipe(zoo.reductionB()))).toThrow('window 3x3 does not fit')
  })
})
