/**
 * The least time in which a device can run a net, layer by layer, as its ceilings allow (the
 * roofline, Williams 2009).
 */
import type { Plan } from '@layersmith/core'
import type { Ceilings } from './ceilings.js'

/**
 * A training step costs three forward passes: the pass itself, the gradient of the inputs, and the
 * gradient of the weights (as in Kaplan et al. 2020, section 2.1).
 */
export const passes = { forward: 1, train: 3 } as const

const numbers = (shape: readonly (number | null)[]): number =>
  shape.reduce<number>((product, size) => product * (size ?? 1), 1)

/**
 * Milliseconds of a forward pass. Each layer takes the longer of two times: that of its FLOPs, and
 * that of its bytes (inputs, output and weights). Layers without FLOPs, such as flatten, move
 * nothing.
 * @example
 * import { leastTime } from '@layersmith/bench'
 * import { input, plan } from 'layersmith'
 * const net = plan(input([4]).dense(2, { useBias: false }))
 * const ceilings = { arithmetic: { rate: 16, size: 1 }, bandwidth: { rate: Infinity, size: 1 } }
 * leastTime(net, 1e6, ceilings) // 1, in milliseconds: 1e6 times 16 FLOPs
 */
export const leastTime = (
  plan: Plan,
  batch: number,
  { bandwidth, arithmetic }: Ceilings,
): number => {
  const bytes = bytesOf(plan, batch)
  return plan.positions.reduce((sum, { path, flops }) => {
    if (flops === null || flops === 0) return sum
    const moving = (bytes.get(path) ?? 0) / bandwidth.rate
    return sum + Math.max((batch * flops) / arithmetic.rate, moving) / 1e6
  }, 0)
}

/** The bytes that each position moves in a forward pass: its inputs, output and weights. */
export const bytesOf = (
  { inputs, positions }: Plan,
  batch: number,
): ReadonlyMap<string, number> => {
  const sizes = new Map([
    ...inputs.map(({ name, shape }) => [name, numbers(shape)] as const),
    ...positions.map(({ path, shape }) => [path, numbers(shape)] as const),
  ])
  return new Map(
    positions.map(({ path, inputs: from, shape, params }) => {
      const flowing = from.reduce((n, other) => n + (sizes.get(other) ?? 0), numbers(shape))
      return [path, 4 * (batch * flowing + params.trainable + params.nonTrainable)]
    }),
  )
}
