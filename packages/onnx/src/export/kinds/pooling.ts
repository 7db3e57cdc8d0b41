// Pools over windows, and global ones.
import { type Exporter, inputOf, made, node, refuse } from '../use.js'
import { padded } from '../windows.js'

interface PoolConfig {
  readonly size: number | readonly number[]
  readonly kind: 'max' | 'average'
  readonly stride: number | readonly number[]
  readonly padding: 'valid' | 'same'
}

export const pool: Exporter<PoolConfig> = (use) => {
  const { size, kind, stride, padding } = use.config
  const x = inputOf(use)
  const strides = [stride].flat()
  const windows = [size].flat().map((kernel, axis) => ({
    kernel,
    stride: strides[axis] ?? 1,
    dilation: 1,
    size: x.shape[axis] ?? null,
  }))
  // runtimes would count a negative number of zeros
  const isSmall = windows.some((w) => w.size === null && w.kernel > 1 && w.kernel < w.stride)
  if (padding === 'same' && isSmall)
    refuse(
      "pool with the padding 'same' and windows smaller than their stride, for images of any size",
      'give the input its height and width, or make the windows as large as the stride',
    )
  const operator = kind === 'max' ? 'MaxPool' : 'AveragePool'
  const pixels = x.in('first')
  use.graph.keepPads(pixels)
  return made(use, 'first', node(use, operator, [pixels], padded(windows, padding)))
}

interface GlobalPoolConfig {
  readonly kind: 'max' | 'average'
  readonly keepDims: boolean
}

export const globalPool: Exporter<GlobalPoolConfig> = (use) => {
  const { kind, keepDims } = use.config
  const x = inputOf(use)
  // a sequence whose channels are last stays as it is
  if (x.layout === 'last' && x.rank === 3) {
    const operator = kind === 'max' ? 'ReduceMax' : 'ReduceMean'
    const attributes = { axes: [1], keepdims: keepDims ? 1 : 0 }
    return made(use, 'last', node(use, operator, [x.in('last')], attributes))
  }
  const operator = kind === 'max' ? 'GlobalMaxPool' : 'GlobalAveragePool'
  const y = node(use, operator, [x.in('first')])
  return made(use, 'first', keepDims ? y : node(use, 'Flatten', [y], { axis: 1 }))
}
