// The gradients of a product with its bias, as in a dense layer, are computed one by one, as they
// are needed.
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import {
  dispose,
  fused,
  getGradient,
  getKernel,
  grads,
  layers,
  profile,
  registerKernel,
  sequential,
  tidy,
  unregisterKernel,
  type GradConfig,
  type KernelFunc,
  type Tensor,
} from '@tensorflow/tfjs'
import { adam, installKernels, type Off } from '../src/index.js'
import { expectSameOnCpu, held, startWasm, use } from './support/backends.js'
import { random } from './support/values.js'

beforeAll(startWasm)

let off: Off | undefined
beforeEach(async () => {
  await use('wasm')
  off = await installKernels({ threads: 1 })
})
afterEach(() => off?.())

/** All gradients of a function of tensors. */
const gradsOf = (f: (...all: any[]) => Tensor, ...all: Tensor[]): Tensor[] => grads(f)(all)
// The declared type leaves out that an unknown name returns undefined.
const left = (): GradConfig | undefined => getGradient('fusedMatMul__op')

test.each([
  ['vectors', [4, 6], 2, 3],
  // whose dense layers flatten all axes but the last
  ['sequences', [4, 5, 6], 2, 3],
] as const)(
  'a training step on %s leaves out the gradient of the input, and no other',
  async (_, shape, forward, backward) => {
    const model = sequential({
      layers: [
        layers.dense({ inputShape: shape.slice(1), units: 8 }),
        layers.reLU(),
        layers.dense({ units: 3 }),
      ],
    })
    model.compile({ optimizer: adam(0.01), loss: 'meanSquaredError' })
    const [x, y] = [random(1, shape), random(2, [...shape.slice(0, -1), 3])]
    const { kernels } = await profile(async () => {
      await model.trainOnBatch(x, y)
      return x
    })
    const count = (name: string) => kernels.filter((one) => one.name === name).length
    expect(count('_FusedMatMul')).toBe(forward)
    // both weights, and the input of the second layer
    expect(count('BatchMatMul')).toBe(backward)
    model.dispose()
    dispose([x, y])
  },
)

describe('all gradients are there where they are asked for', () => {
  test.each([
    [false, false],
    [false, true],
    [true, false],
    [true, true],
  ])('transposed: %s and %s', (transposeA, transposeB) =>
    expectSameOnCpu(() =>
      gradsOf(
        (a, b, bias) => fused.matMul({ a, b, bias, transposeA, transposeB }),
        random(1, transposeA ? [5, 4] : [4, 5]),
        random(2, transposeB ? [3, 5] : [5, 3]),
        random(3, [3]),
      ),
    ),
  )

  test('without a bias', () =>
    expectSameOnCpu(() =>
      gradsOf((a, b) => fused.matMul({ a, b }), random(1, [4, 5]), random(2, [5, 3])),
    ))

  test('of many matrices', () =>
    expectSameOnCpu(() =>
      gradsOf(
        (a, b, bias) => fused.matMul({ a, b, bias }),
        random(1, [2, 4, 5]),
        random(2, [2, 5, 3]),
        random(3, [3]),
      ),
    ))

  test('of a gradient', () =>
    expectSameOnCpu(() => {
      const [a, kernel] = [random(1, [4, 5]), random(2, [5, 3])]
      const product = (b: any) => (x: any) => fused.matMul({ a: x, b }).square()
      return gradsOf((b) => gradsOf(product(b), a)[0]!, kernel)
    }))
})

describe('nothing of it is left', () => {
  const product = (a: Tensor): Tensor => tidy(() => fused.matMul({ a, b: random(2, [4, 4]) }))
  const given = () => random(1, [2, 4])

  test('after a product, with gradients or without', () => {
    const before = held()
    tidy(() => {
      product(given())
      expect(left()).toBeUndefined()
      gradsOf(product, given())
      expect(left()).toBeUndefined()
    })
    expect(held()).toEqual(before)
  })

  test('for another one, where a product fails in the middle', async () => {
    const identity = getKernel('Identity', 'wasm')
    unregisterKernel('Identity', 'wasm')
    const kernelFunc: KernelFunc = (given) => {
      if (left() !== undefined) throw new Error('no room')
      return identity.kernelFunc(given)
    }
    registerKernel({ ...identity, kernelFunc })
    try {
      expect(() => gradsOf(product, given())).toThrow('no room')
    } finally {
      unregisterKernel('Identity', 'wasm')
      registerKernel(identity)
    }
    await use('cpu')
    expect(() => gradsOf(product, given())).toThrow(
      'a product of matrices failed after its kernel had run',
    )
    expect(gradsOf(product, given())[0]!.shape).toEqual([2, 4])
  })
})
