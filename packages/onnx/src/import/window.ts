// Windows that slide over an image: ONNX's padding, and whether 'same' or 'valid' means the same.
import type { Call } from './call.js'
import { type Group, axisOf, sizeOf } from './view.js'

/** A window along one axis. */
export interface Window {
  /** null for an axis of any size. */
  readonly size: number | null
  readonly kernel: number
  readonly dilation: number
  readonly stride: number
  /** The padding before and after: that of 'same', or numbers. */
  readonly pads: 'same' | readonly [number, number]
}

/** An axis that does not exist: a window of one step. */
export const NO_AXIS: Window = { size: 1, kernel: 1, dilation: 1, stride: 1, pads: [0, 0] }

export const spanOf = ({ kernel, dilation }: Window): number => (kernel - 1) * dilation + 1

/** The windows of a node over the axes of an image. */
export const windowsOf = (
  call: Call,
  spatial: readonly Group[],
  kernel: readonly number[],
): readonly Window[] => {
  const rank = spatial.length
  const list = (name: string, fallback: number, length = rank): readonly number[] => {
    const found = call.numbers(
      name,
      Array.from({ length }, () => fallback),
    )
    const least = name === 'pads' ? -Infinity : 1
    return found.length === length && found.every((n) => n >= least)
      ? found
      : call.refuse(`has ${name} [${found.join(', ')}] for ${rank} axes`)
  }
  if (kernel.length !== rank || kernel.some((n) => n < 1))
    call.refuse(`has a window of [${kernel.join(', ')}] for ${rank} axes`)
  const [strides, dilations] = [list('strides', 1), list('dilations', 1)]
  const pads = list('pads', 0, 2 * rank)
  const auto = call.text('auto_pad', 'NOTSET')
  return spatial.map((group, i) => {
    const bare: Window = {
      size: sizeOf(group),
      kernel: kernel[i] ?? 1,
      dilation: dilations[i] ?? 1,
      stride: strides[i] ?? 1,
      pads: [pads[i] ?? 0, pads[i + rank] ?? 0],
    }
    switch (auto) {
      case 'NOTSET':
        return bare
      case 'VALID':
        return { ...bare, pads: [0, 0] }
      case 'SAME_UPPER':
        return { ...bare, pads: 'same' }
      case 'SAME_LOWER': {
        const [before, after] =
          sameOf(bare) ?? call.refuse('has auto_pad SAME_LOWER over unknown sizes; use pads')
        return { ...bare, pads: [after, before] }
      }
      default:
        return call.refuse(`has auto_pad ${auto}`)
    }
  })
}

/** What 'same' pads before and after; null if that depends on an unknown size. */
const sameOf = (window: Window): readonly [number, number] | null => {
  const { size, stride } = window
  const span = spanOf(window)
  if (size === null && stride > 1) return null
  const left = size === null ? 0 : (Math.ceil(size / stride) - 1) * stride - size
  const total = Math.max(0, size === null ? span - 1 : left + span)
  return [Math.floor(total / 2), Math.ceil(total / 2)]
}

/** The name of the padding, if one fits all axes. */
export const paddingOf = (windows: readonly Window[]): 'valid' | 'same' | null => {
  if (windows.every(({ pads }) => pads !== 'same' && pads.every((n) => n === 0))) return 'valid'
  const isSame = windows.every((window) => {
    const same = sameOf(window)
    const { pads } = window
    return pads === 'same' || (same !== null && same.every((n, i) => n === pads[i]))
  })
  return isSame ? 'same' : null
}

/** The padding as numbers. */
export const padsOf = (call: Call, window: Window): readonly [number, number] =>
  window.pads === 'same'
    ? (sameOf(window) ?? call.refuse('pads unknown sizes; use pads'))
    : window.pads

/** The axis after the window. */
export const windowed = (call: Call, window: Window): Group => {
  const { size, stride, pads } = window
  if (size === null) return axisOf(null)
  const padded = pads === 'same' ? null : size + pads[0] + pads[1]
  const steps =
    padded === null ? Math.ceil(size / stride) : Math.floor((padded - spanOf(window)) / stride) + 1
  return steps >= 1
    ? axisOf(steps)
    : call.refuse(`has a window of ${spanOf(window)} over ${padded ?? size} pixels`)
}
