// Bilinear interpolation between the centers of pixels, as a transposed depthwise convolution of an
// image whose border is repeated once.
import { type Address, behind } from '../program/call.js'
import { kernel } from '../program/kernels.js'
import type { OpPlace, TrainingOp } from '../graph/op.js'
import type { Pair } from './windows/geometry.js'

/** The kind of a sum in `spread`. */
const PLUS = 1

/** An axis: its factor, and where the pixels begin that an old pixel reaches. */
const reachOf = (
  factor: number,
): { readonly first: number; readonly weights: readonly number[] } => {
  const first = Math.floor(-factor / 2 - 0.5) + 1
  const weights = Array.from({ length: 2 * factor }, (_, i) =>
    Math.max(0, 1 - Math.abs(first + i + 0.5 - factor / 2) / factor),
  )
  return { first, weights }
}

/** Sizes of an image with its border. */
interface Bordered {
  readonly images: number
  readonly height: number
  readonly width: number
  readonly channels: number
  /** Elements of a row and of an image. */
  readonly row: number
  readonly image: number
}
const borderedOf = ({ images, inputs: [x] }: OpPlace): Bordered => {
  const [height = 1, width = 1, channels = 1] = x?.shape ?? []
  const row = (width + 2) * channels
  return { images, height, width, channels, row, image: (height + 2) * row }
}

/** The four edges: where the border and its neighbors begin, and how many blocks of which size. */
const edgesOf = ({ height, width, channels, row }: Bordered) => {
  const line = { blocks: 1, step: row, elements: row }
  const column = { blocks: height, step: row, elements: channels }
  return [
    { border: row, inside: row + channels, ...column },
    { border: row + (width + 1) * channels, inside: row + width * channels, ...column },
    { border: 0, inside: row, ...line },
    { border: (height + 1) * row, inside: height * row, ...line },
  ] as const
}

/** Copies the inside of an image with a border from or to an image without. */
const copyInside = (
  place: OpPlace,
  { images, height, width, channels, row, image }: Bordered,
  bordered: Address,
  plain: Address,
  isBack: boolean,
): void => {
  const large = [behind(bordered, row + channels), image, row] as const
  const small = [plain, height * width * channels, width * channels] as const
  const [from, to] = isBack ? [large, small] : [small, large]
  place.call(kernel('copyBlocks', images, ...from, ...to, height, width * channels))
}

/** Enlarges [height, width, channels] by whole factors. */
export const interpolate = ([tall, wide]: Pair): TrainingOp => {
  const [down, across] = [reachOf(tall), reachOf(wide)]
  /** The addresses and sizes that the depthwise kernels take, from the large image to the small. */
  const taps = (
    place: OpPlace,
  ): { readonly filter: Address; readonly sizes: readonly number[] } => {
    const { height, width, channels } = borderedOf(place)
    const filter = down.weights.flatMap((a) =>
      across.weights.flatMap((b) => Array.from({ length: channels }, () => a * b)),
    )
    return {
      filter: place.table(Float32Array.from(filter)),
      sizes: [
        ...[tall * height, wide * width, channels, height + 2, width + 2, 1],
        ...[2 * tall, 2 * wide, tall, wide, 1, 1],
        ...[tall - down.first, wide - across.first],
      ],
    }
  }
  return {
    name: 'bilinear upsample',
    weights: [],
    reads: { inputs: false, output: false },
    forward: (place) => {
      const [x] = place.inputs
      if (x === undefined) return ''
      const sizes = borderedOf(place)
      const { images, image } = sizes
      const bordered = place.scratch(images * image)
      copyInside(place, sizes, bordered, x.address, false)
      for (const { border, inside, blocks, step, elements } of edgesOf(sizes))
        place.call(
          kernel(
            'copyBlocks',
            images,
            ...([behind(bordered, inside), image, step] as const),
            ...([behind(bordered, border), image, step] as const),
            blocks,
            elements,
          ),
        )
      const { filter, sizes: all } = taps(place)
      const y = place.output.address
      place.call(kernel('depthwiseTaps', images, 1, bordered, filter, y, ...all))
      return 'taps'
    },
    backward: (place) => {
      const [dx = null] = place.inputGradients
      if (dx === null) return ''
      const sizes = borderedOf(place)
      const { images, image } = sizes
      const bordered = place.scratch(images * image)
      const { filter, sizes: all } = taps(place)
      place.call(kernel('depthwiseTaps', images, 0, place.gradient, filter, bordered, ...all))
      // the border's gradients go to the pixels that it repeats: the last edges first
      for (const { border, inside, blocks, step, elements } of [...edgesOf(sizes)].reverse()) {
        const sums = place.scratch(images * blocks * elements)
        const one = (at: number) => [behind(bordered, at), image, step, 0, 1] as const
        const grid = [blocks, 1, elements] as const
        place.call(kernel('spread', images, PLUS, ...one(border), ...one(inside), sums, ...grid))
        const [from, to] = [
          [sums, blocks * elements, elements],
          [behind(bordered, inside), image, step],
        ] as const
        place.call(kernel('copyBlocks', images, ...from, ...to, blocks, elements))
      }
      copyInside(place, sizes, bordered, dx, true)
      return 'taps'
    },
  }
}
