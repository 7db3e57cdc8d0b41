import { Add, util, type TensorInfo } from '@tensorflow/tfjs-core'
import { areFloats } from '../base/tensors.js'
import { defineKernel, type Given } from './kernel.js'

/** Whether `shape` is the end of a longer shape. */
const isEnd = ({ shape }: TensorInfo, of: TensorInfo): boolean =>
  shape.length < of.shape.length &&
  shape.every((size, axis) => size === of.shape[of.shape.length - shape.length + axis])

/**
 * A tensor plus one with the shape of its last axes, such as a bias. The stock kernel computes the
 * position of every element separately.
 */
export const add = defineKernel<Given<'a' | 'b'>, object>(Add, ({ a, b }) => {
  const [x, bias] = isEnd(b, a) ? [a, b] : [b, a]
  if (!areFloats(a, b) || !isEnd(bias, x)) return undefined
  return (space) => {
    const y = space.output(x.shape)
    const columns = util.sizeFromShape(bias.shape)
    const elements = util.sizeFromShape(x.shape)
    const table = space.scratch(space.wasm.period(columns))
    space.wasm.repeat(space.address(bias), columns, table)
    const lines = space.wasm.lines(elements, columns)
    space.split(
      'addToColumns',
      { units: lines, nanoseconds: elements / 3 },
      space.address(x),
      table,
      elements,
      columns,
      space.address(y),
    )
    return y
  }
})
