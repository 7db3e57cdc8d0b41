// Reads the input to predict for: an image or a NumPy array, told apart by content, not by name.
import { Failure } from '../base/failure.js'
import { readBytes } from '../base/read-file.js'
import { isImage, readImage, withChannels } from './image.js'
import type { Input } from './input.js'
import { isNpy, readNpy } from './npy.js'

const MOST_MB = 1024

/** @param shape the sizes that the model takes, without the batch */
export const readInput = async (
  file: string,
  shape: readonly (number | null)[],
): Promise<Input> => {
  const bytes = await readBytes(file, MOST_MB)
  if (isNpy(bytes)) return readNpy(bytes, file)
  if (!isImage(bytes))
    throw new Failure(`${file} is neither PNG, JPEG nor .npy; convert it to one of them`)
  if (shape.length !== 3)
    throw new Failure(
      `${file} is an image, but the model takes ${shape.map((n) => n ?? '?').join('x')}; ` +
        'give it an .npy of that size',
    )
  const image = readImage(bytes, file)
  const channels = shape[2] ?? 3
  return {
    values: withChannels(image, channels, file),
    shape: [image.height, image.width, channels],
    white: 255,
  }
}
