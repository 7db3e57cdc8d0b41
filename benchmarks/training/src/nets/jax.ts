// The nets in jax-js, which has no layers: functions of arrays [batch, channels, height, width].
import { type Array, lax, nn, numpy as np } from '@jax-js/jax'
import { seededRandom } from '@layersmith/bench'
import { classes, type NetName } from './index.js'

/** Arrays by name; jax-js differentiates and maps such records. */
export type Weights = Record<string, Array>

/**
 * A part of a net: its weights and how it computes. Reading an array uses it up, as usual in
 * jax-js.
 */
interface Part {
  /** Weights that train, and statistics that follow the batches. */
  readonly weights: Readonly<Record<string, readonly number[]>>
  readonly moving?: Readonly<Record<string, readonly number[]>>
  readonly apply: (x: Array, own: Weights, moved: (name: string, batch: Array) => void) => Array
}

const conv = (
  channels: number,
  filters: number,
  size: number,
  { stride = 1, padding = 'SAME', groups = 1 }: Partial<Convolution> = {},
): Part => ({
  weights: { kernel: [filters, channels / groups, size, size], bias: [filters, 1, 1] },
  apply: (x, own) =>
    lax
      .convGeneralDilated(x, of(own, 'kernel'), [stride, stride], padding, {
        featureGroupCount: groups,
      })
      .add(of(own, 'bias')),
})
interface Convolution {
  readonly stride: number
  readonly padding: 'SAME' | 'VALID'
  readonly groups: number
}

/** An array that is there by construction. */
const of = (weights: Weights, name: string): Array => weights[name] as Array

const EPSILON = 1e-3
const bn = (channels: number): Part => ({
  weights: { gamma: [channels, 1, 1], beta: [channels, 1, 1] },
  moving: { mean: [channels, 1, 1], variance: [channels, 1, 1] },
  apply: (x, own, moved) => {
    const mean = np.mean(x.ref, [0, 2, 3], { keepdims: true })
    const difference = x.sub(mean.ref)
    const variance = np.mean(np.square(difference.ref), [0, 2, 3], { keepdims: true })
    moved('mean', mean.reshape([channels, 1, 1]))
    moved('variance', variance.ref.reshape([channels, 1, 1]))
    return difference
      .div(np.sqrt(variance.add(EPSILON)))
      .mul(of(own, 'gamma'))
      .add(of(own, 'beta'))
  },
})

const stateless = (apply: (x: Array) => Array): Part => ({ weights: {}, apply })
const relu = stateless((x) => nn.relu(x))
const pool = stateless((x) => lax.reduceWindow(x, (window) => np.max(window), [2, 2], [2, 2]))
const average = stateless((x) => np.mean(x, [2, 3]))
const flatten = stateless((x) => x.reshape([x.shape[0] ?? 0, -1]))

const dense = (inputs: number): Part => ({
  weights: { kernel: [inputs, classes], bias: [classes] },
  apply: (x, own) => np.dot(x, of(own, 'kernel')).add(of(own, 'bias')),
})

/** Parts one after another; a list within them is a residual part. */
type Body = readonly (Part | readonly Part[])[]

const separable = (channels: number, filters: number, stride: number): readonly Part[] => [
  conv(channels, channels, 3, { stride, groups: channels }),
  bn(channels),
  relu,
  conv(channels, filters, 1),
  bn(filters),
  relu,
]

const stage = (channels: number, filters: number, stride: number): Body => [
  conv(channels, filters, 3, { stride }),
  bn(filters),
  relu,
  ...[1, 2, 3].flatMap(() => [
    [conv(filters, filters, 3), bn(filters), relu, conv(filters, filters, 3), bn(filters)],
    relu,
  ]),
]

const bodies: Readonly<Record<NetName, Body>> = {
  lenet: [
    conv(1, 6, 4, { padding: 'VALID' }),
    relu,
    bn(6),
    pool,
    conv(6, 16, 4, { padding: 'VALID' }),
    relu,
    bn(16),
    pool,
    flatten,
    dense(256),
  ],
  vgg: [
    ...[3, 32, 64].flatMap((channels, i) => [conv(channels, 32 << i, 3), bn(32 << i), relu, pool]),
    flatten,
    dense(2048),
  ],
  mobile: [
    conv(3, 16, 3),
    bn(16),
    relu,
    ...separable(16, 32, 2),
    ...separable(32, 64, 1),
    ...separable(64, 64, 2),
    ...separable(64, 128, 2),
    average,
    dense(128),
  ],
  resnet: [...stage(3, 16, 1), ...stage(16, 32, 2), ...stage(32, 64, 2), average, dense(64)],
}

/** A net as a function, with its initial weights. */
export interface JaxNet {
  readonly weights: Weights
  readonly moving: Weights
  /** The logits, and the statistics of this batch. */
  readonly apply: (x: Array, weights: Weights) => readonly [Array, Weights]
}

export const jaxNet = (name: NetName): JaxNet => {
  const parts = bodies[name].flat()
  const random = seededRandom(1)
  const drawn = (all: Part['moving'], i: number): Weights =>
    Object.fromEntries(
      Object.entries(all ?? {}).map(([key, shape]) => [`${i} ${key}`, first(key, shape, random)]),
    )
  const merged = (of: (part: Part) => Part['moving']): Weights =>
    Object.assign({}, ...parts.map((part, i) => drawn(of(part), i))) as Weights // records of arrays
  return {
    weights: merged(({ weights }) => weights),
    moving: merged(({ moving }) => moving),
    apply: (x, weights) => {
      const moved: Weights = {}
      let i = 0
      const next = (value: Array, part: Part): Array => {
        const at = i++
        const own = Object.fromEntries(
          Object.keys(part.weights).map((key) => [key, of(weights, `${at} ${key}`)]),
        )
        return part.apply(value, own, (key, batch) => {
          moved[`${at} ${key}`] = batch
        })
      }
      let value = x
      for (const part of bodies[name])
        value = 'apply' in part ? next(value, part) : part.reduce(next, value.ref).add(value)
      return [value, moved]
    },
  }
}

/** The initial values of a weight; kernels are drawn as in Glorot and Bengio (2010). */
const first = (name: string, shape: readonly number[], random: () => number): Array => {
  if (name !== 'kernel')
    return name === 'gamma' || name === 'variance' ? np.ones([...shape]) : np.zeros([...shape])
  const [filters = 1, channels = 1, ...window] = shape
  const area = window.reduce((product, size) => product * size, 1)
  const limit = Math.sqrt(6 / (area * (filters + channels)))
  const elements = filters * channels * area
  return np
    .array(Float32Array.from({ length: elements }, () => limit * (2 * random() - 1)))
    .reshape([...shape])
}
