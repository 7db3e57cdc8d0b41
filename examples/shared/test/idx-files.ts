/** Small IDX files for tests: valid by default, or broken in one way at a time. */
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { imageSize } from '../src/data/idx.js'

export function words(...values: readonly number[]): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(4 * values.length))
  values.forEach((value, index) => bytes.setUint32(4 * index, value))
  return new Uint8Array(bytes.buffer)
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

export function imagesFile(
  count: number,
  { magic = 2051, rows = 28, columns = 28, announced = count } = {},
): Uint8Array {
  const pixels = Uint8Array.from({ length: count * imageSize }, (_, index) => (index * 7) % 256)
  return joined(words(magic, announced, rows, columns), pixels)
}

export function labelsFile(
  labels: readonly number[],
  { magic = 2049, announced = labels.length } = {},
): Uint8Array {
  return joined(words(magic, announced), Uint8Array.from(labels))
}

/**
 * A folder with the four files, with 4 training and 2 test digits; each file can be replaced, or
 * left out (null).
 */
export async function dataFolder(
  replaced: Readonly<Record<string, Uint8Array | null>> = {},
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lenet-mnist-test-'))
  const files: Readonly<Record<string, Uint8Array | null>> = {
    'train-images-idx3-ubyte': imagesFile(4),
    'train-labels-idx1-ubyte': labelsFile([5, 0, 4, 9]),
    't10k-images-idx3-ubyte': imagesFile(2),
    't10k-labels-idx1-ubyte': labelsFile([7, 2]),
    ...replaced,
  }
  for (const [name, bytes] of Object.entries(files)) {
    if (bytes !== null) {
      await writeFile(join(folder, name), bytes)
    }
  }
  return folder
}
