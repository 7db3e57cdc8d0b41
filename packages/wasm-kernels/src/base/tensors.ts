import type { TensorInfo } from '@tensorflow/tfjs-core'

/** Whether all are float tensors with at least one element. */
export const areFloats = (...infos: readonly TensorInfo[]): boolean =>
  infos.every(({ dtype, shape }) => dtype === 'float32' && shape.every((size) => size > 0))

/**
 * Whether a tensor has the expected shape: with another size, a kernel would read memory that is
 * not the tensor's.
 */
export const isShape = ({ shape }: TensorInfo, expected: readonly number[]): boolean =>
  shape.length === expected.length && shape.every((size, axis) => size === expected[axis])
