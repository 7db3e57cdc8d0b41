// PNG and JPEG as RGBA. The size is read before anything is unpacked.
import jpeg from 'jpeg-js'
import { PNG } from 'pngjs'
import { Failure, messageOf } from '../base/failure.js'

export interface Image {
  readonly width: number
  readonly height: number
  /** Four bytes for each pixel: red, green, blue, alpha. */
  readonly rgba: Uint8Array
}

const MOST_MEGAPIXELS = 64

const isPng = (bytes: Uint8Array): boolean =>
  [0x89, 0x50, 0x4e, 0x47].every((byte, i) => bytes[i] === byte)
const isJpeg = (bytes: Uint8Array): boolean => bytes[0] === 0xff && bytes[1] === 0xd8

export const isImage = (bytes: Uint8Array): boolean => isPng(bytes) || isJpeg(bytes)

/** The pixels in the bytes of a file. */
export const readImage = (bytes: Uint8Array, file: string): Image => {
  try {
    return isPng(bytes) ? readPng(bytes) : readJpeg(bytes)
  } catch (e) {
    throw new Failure(`cannot read the image ${file}: ${messageOf(e)}; it may be damaged`)
  }
}

const readPng = (bytes: Uint8Array): Image => {
  if (bytes.length < 24) throw new Error('it is cut short')
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const [width, height] = [view.getUint32(16), view.getUint32(20)]
  if (width * height > MOST_MEGAPIXELS * 1e6)
    throw new Error(`${width}x${height} is more than ${MOST_MEGAPIXELS} megapixels`)
  const { data } = PNG.sync.read(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  return { width, height, rgba: data }
}

const readJpeg = (bytes: Uint8Array): Image => {
  const { width, height, data } = jpeg.decode(bytes, {
    useTArray: true,
    tolerantDecoding: false,
    maxResolutionInMP: MOST_MEGAPIXELS,
    maxMemoryUsageInMB: 1024,
  })
  return { width, height, rgba: data }
}

/**
 * The pixels with this many channels: 1 (the luma of ITU-R BT.601), 3 (without alpha) or 4. Refuses
 * other numbers.
 */
export const withChannels = (
  { width, height, rgba }: Image,
  channels: number,
  file: string,
): Float32Array => {
  if (channels !== 1 && channels !== 3 && channels !== 4)
    throw new Failure(
      `${file} is an image, but the model takes ${channels} channels; ` +
        'give it an .npy of the size that it takes',
    )
  const values = new Float32Array(width * height * channels)
  for (let i = 0; i < width * height; i++) {
    const [r = 0, g = 0, b = 0, a = 0] = rgba.subarray(4 * i, 4 * i + 4)
    if (channels === 1) values[i] = 0.299 * r + 0.587 * g + 0.114 * b
    else values.set([r, g, b, a].slice(0, channels), channels * i)
  }
  return values
}
