import type { TensorInfo } from '@tensorflow/tfjs-core'

/** Whether all are float tensors with something in them. */
export const areFloats = (...infos: readonly TensorInfo[]): boolean =>
  infos.every(({ dtype, shape }) => dtype === 'float32' && shape.every((size) => size > 0))

/**
 * Whether two shapes are the same: a tensor of another size would make a kernel read foreign
 * memory.
 */
export const isShape = ({ shape }: TensorInfo, expected: readonly number[]): boolean =>
  shape.length === expected.length && shape.every((size, axis) => size === expected[axis])
