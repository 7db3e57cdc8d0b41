/** The convolutions to time: square images and kernels, padding `same`. */

export interface Case {
  readonly batch: number
  /** Height and width of an image. */
  readonly size: number
  readonly channels: number
  readonly filters: number
  readonly kernel: number
  readonly stride: number
  /** Whether each filter reads one channel; there are as many filters as channels then. */
  readonly isDepthwise?: true
}

const of = (
  batch: number,
  size: number,
  channels: number,
  filters: number,
  kernel = 3,
  stride = 1,
): Case => ({ batch, size, channels, filters, kernel, stride })

const depthwise = (batch: number, size: number, channels: number, stride = 1): Case => ({
  ...of(batch, size, channels, channels, 3, stride),
  isDepthwise: true,
})

export const cases: readonly Case[] = [
  // 3x3 between 32 and 128 channels, as in VGG and ResNet
  of(8, 32, 32, 32),
  of(8, 32, 32, 64),
  of(8, 16, 64, 64),
  of(8, 16, 64, 128),
  of(8, 8, 128, 128),
  of(1, 32, 64, 64),
  of(1, 8, 128, 128),
  // the first one of a net, LeNet's, one with a stride, and pointwise ones
  of(32, 32, 3, 32),
  of(32, 28, 1, 6, 4),
  of(8, 32, 32, 64, 3, 2),
  of(8, 32, 64, 64, 1),
  of(8, 7, 256, 256, 1),
  // as in MobileNet
  depthwise(8, 32, 64),
  depthwise(8, 16, 128),
  depthwise(8, 32, 64, 2),
]

export const nameOf = (one: Case): string => {
  const { batch, size, channels, filters, kernel, stride, isDepthwise } = one
  return (
    `${batch}x${size}x${size}x${channels} → ${filters}, ${kernel}x${kernel}` +
    (isDepthwise ? ' depthwise' : '') +
    (stride === 1 ? '' : `, stride ${stride}`)
  )
}

/** FLOPs; a multiply-add is two. */
export const flopsOf = (one: Case): number => {
  const { batch, size, channels, filters, kernel, stride, isDepthwise } = one
  const read = isDepthwise ? 1 : channels
  return 2 * batch * Math.ceil(size / stride) ** 2 * filters * kernel ** 2 * read
}
