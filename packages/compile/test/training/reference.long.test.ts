// Generated nets against the reference in double precision, with every loss and every optimizer.
import { describe, expect, it } from '@jest/globals'
import { block, branch, check, input, residual } from '@layersmith/core'
import fc from 'fast-check'
import { besideReference } from '../support/reference/beside.js'
import { LOSSES, type LossCase, STEADY, pairsOf } from '../support/settings.js'

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
  fc.record({ filters, size, padding, useBias: fc.boolean() }).map(
    ({ filters: n, size: k, ...window }): Layer =>
      (net) =>
        net.conv(n, k, window).bn({ momentum: 0.8 }) as never,
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
type End = LossCase['end']
const heads = (activation: End): fc.Arbitrary<Layer> => {
  const last = block().dense(3, { activation })
  return fc.constantFrom<Layer>(
    (net) => net.flatten().pipe(last) as never,
    (net) => net.globalPool().pipe(last) as never,
    (net) => net.globalPool({ kind: 'max' }).dense(6, { activation: 'relu' }).pipe(last) as never,
  )
}
const netsTo = (end: End) =>
  fc
    .tuple(
      fc.integer({ min: 5, max: 9 }),
      filters,
      fc.array(layer, { minLength: 1, maxLength: 5 }),
      heads(end),
    )
    .map(([n, channels, layers, last]) =>
      last(layers.reduce((net, next) => next(net), start(n, channels))),
    )
    .filter((net) => check(net)._tag === 'Right')

/** Nets of each pair, other ones for each. */
const EACH = 5
const PAIRS = pairsOf(STEADY)

describe('the weights of generated nets are within 1e-4 after one step and after ten', () => {
  it.each(PAIRS.map(([loss, optimizer], i) => [loss, optimizer, i] as const))(
    '%s, %s',
    async (loss, optimizer, i) => {
      const setting = { loss: LOSSES[loss], optimizer: STEADY[optimizer], after: [1, 10] }
      let trained = 0
      await fc.assert(
        fc.asyncProperty(netsTo(LOSSES[loss].end), async (net) => {
          for (const far of await besideReference(net, setting))
            expect(Math.max(far.weights, far.losses)).toBeLessThan(1e-4)
          trained++
        }),
        { numRuns: EACH, seed: (fc.readConfigureGlobal().seed ?? 0) + i },
      )
      expect(trained).toBe(EACH)
    },
  )

  it('of which there are more than 300', () => {
    expect(PAIRS.length * EACH).toBeGreaterThan(300)
  })
})
