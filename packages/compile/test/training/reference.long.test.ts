// Generated nets against the reference in double precision.
import { expect, it } from '@jest/globals'
import { block, branch, check, input, residual } from '@layersmith/core'
import fc from 'fast-check'
import { besideReference } from '../support/reference/beside.js'

type Layer = (net: ReturnType<typeof start>) => ReturnType<typeof start>
/** The type of a net whose sizes are not known: all layers below keep it an image. */
const start = (size: number, channels: number) =>
  input([size, size, channels] as [number, number, number])

const padding = fc.constantFrom<'same' | 'valid'>('same', 'valid')
const filters = fc.integer({ min: 1, max: 9 })
const stride = fc.constantFrom<1 | 2>(1, 2)
const size = fc.integer({ min: 1, max: 3 })

const layer: fc.Arbitrary<Layer> = fc.oneof(
  fc.record({ filters, size, stride, padding }).map(
    ({ filters: n, size: k, ...window }): Layer =>
      (net) =>
        net.conv(n, k, window) as never,
  ),
  fc.record({ filters, dilation: fc.integer({ min: 1, max: 2 }), padding }).map(
    ({ filters: n, ...window }): Layer =>
      (net) =>
        net.conv(n, 2, window) as never,
  ),
  fc.record({ size, stride, padding, depthMultiplier: fc.integer({ min: 1, max: 2 }) }).map(
    ({ size: k, ...window }): Layer =>
      (net) =>
        net.depthwiseConv(k, window) as never,
  ),
  // without a bias before it
  fc.record({ filters, size, padding }).map(
    ({ filters: n, size: k, ...window }): Layer =>
      (net) =>
        net.conv(n, k, { ...window, useBias: false }).bn({ momentum: 0.8 }) as never,
  ),
  fc.constant<Layer>((net) => net.relu() as never),
  fc.record({ kind: fc.constantFrom<'max' | 'average'>('max', 'average'), stride, padding }).map(
    (pool): Layer =>
      (net) =>
        net.pool(2, pool) as never,
  ),
  size.map(
    (k): Layer =>
      (net) =>
        net.pipe(
          residual(block().conv(4, k, { padding: 'same' }).relu(), block().conv(4, 1)),
        ) as never,
  ),
  filters.map(
    (n): Layer =>
      (net) =>
        net.pipe(branch(block().conv(n, 1), block().relu(), block()).concat()) as never,
  ),
)
const head: fc.Arbitrary<Layer> = fc.constantFrom<Layer>(
  (net) => net.flatten().dense(3) as never,
  (net) => net.globalPool().dense(3) as never,
  (net) => net.globalPool({ kind: 'max' }).dense(6, { activation: 'relu' }).dense(3) as never,
)
const nets = fc
  .tuple(
    fc.integer({ min: 5, max: 9 }),
    filters,
    fc.array(layer, { minLength: 1, maxLength: 5 }),
    head,
  )
  .map(([n, channels, layers, last]) =>
    last(layers.reduce((net, next) => next(net), start(n, channels))),
  )

// no step is as large for a gradient of nothing but rounding as for any other
const optimizer = fc.constantFrom(
  { name: 'sgd', rate: 0.02 } as const,
  { name: 'adam', rate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 0.1 } as const,
)

it.each([1, 10])(
  'the weights of 50 generated nets are within 1e-4 after steps: %i',
  async (steps) => {
    await fc.assert(
      fc.asyncProperty(nets, optimizer, async (net, how) => {
        fc.pre(check(net)._tag === 'Right')
        const far = await besideReference(net, { optimizer: how, steps })
        expect(far.weights).toBeLessThan(1e-4)
      }),
      { numRuns: 50 },
    )
  },
  600_000,
)
