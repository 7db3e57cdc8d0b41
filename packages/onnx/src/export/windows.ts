// Windows that slide over an image: their sizes and their padding.
import type { NewAttribute } from '../model/write.js'

/** A window along one axis. */
export interface Window {
  readonly kernel: number
  readonly stride: number
  readonly dilation: number
  /** The size of what it slides over; null if it is known only at run time. */
  readonly size: number | null
}

/** How many zeros 'same' pads; null if that depends on the size at run time. */
const zeros = ({ kernel, stride, dilation, size }: Window): number | null => {
  const span = (kernel - 1) * dilation + 1
  if (stride === 1 || span === 1) return span - 1
  return size === null ? null : Math.max((Math.ceil(size / stride) - 1) * stride + span - size, 0)
}

/** The attributes of the windows; TensorFlow pads more at the end. */
export const padded = (
  windows: readonly Window[],
  padding: 'valid' | 'same' | 'causal',
): Readonly<Record<string, NewAttribute>> => {
  const shape = {
    kernel_shape: windows.map(({ kernel }) => kernel),
    strides: windows.map(({ stride }) => stride),
    ...(windows.some(({ dilation }) => dilation > 1)
      ? { dilations: windows.map(({ dilation }) => dilation) }
      : {}),
  }
  if (padding === 'valid') return shape
  if (padding === 'causal')
    return {
      ...shape,
      pads: [
        ...windows.map(({ kernel, dilation }) => (kernel - 1) * dilation),
        ...windows.map(() => 0),
      ],
    }
  const around = windows.map(zeros)
  if (around.some((n) => n === null)) return { ...shape, auto_pad: 'SAME_UPPER' }
  const known = around.map(Number)
  return {
    ...shape,
    pads: [...known.map((n) => Math.floor(n / 2)), ...known.map((n) => Math.ceil(n / 2))],
  }
}
