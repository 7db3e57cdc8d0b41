/** The surgery: MobileNetV2's features for digits, under a head of ten classes. */
import { type AnyNet, block, branch, fromJSON, input, toJSON, upTo } from 'layersmith'

/** The last map of features, 1280 channels. What follows decides between nsfwjs's classes. */
export const lastMap = 'relu615'

/** A digit as a small color photo, 84x84 pixels. */
const asPhoto = block()
  .upsample(3, { interpolation: 'bilinear' })
  .pipe(branch(block(), block(), block()).concat())

const head = block().globalPool().dense(10, { activation: 'softmax' }).as('head')

/** Digits to their classes, through the features of an imported MobileNetV2. */
export function digitsNet(imported: AnyNet): AnyNet {
  // A net is data: without its input it is a block, for images of any size.
  const { layersmith, nodes } = toJSON(upTo(imported, lastMap))
  const features = fromJSON({ layersmith, nodes })
  if (features._tag === 'Left') throw new Error('the features of a net are not a block')
  return input([28, 28, 1]).pipe(asPhoto).pipe(features.right).pipe(head)
}

/** Whether a position belongs to the new head: all that trains at first. */
export const inHead = (path: string): boolean => path.startsWith('head.')

/**
 * Whether a position trains in the end: all but the normalizations. They keep the statistics of
 * many photos; those of a few digits would be worse.
 */
export const thawed = (path: string): boolean => !/(^|\.)bn\d+$/.test(path)
