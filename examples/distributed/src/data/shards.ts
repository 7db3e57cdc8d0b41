import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

import { type Digits, imagesOf } from '@layersmith/example-shared'

import { npy } from './npy.js'

/**
 * Writes the digits at these indices as shards that train.py reads: x-00000.npy with the images,
 * [count, 28, 28, 1] from 0 to 1, and y-00000.npy with the labels. Replaces the folder.
 * @param size images in one shard; as many as by default take 31 MB
 * @returns how many shards there are
 */
export async function writeShards(
  folder: string,
  digits: Digits,
  indices: Uint32Array,
  size = 10_000,
): Promise<number> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  let shards = 0
  for (let start = 0; start < indices.length; start += size, shards++) {
    const chosen = indices.subarray(start, start + size)
    const number = String(shards).padStart(5, '0')
    const images = imagesOf(digits, chosen)
    try {
      const pixels = await images.data<'float32'>()
      await writeFile(join(folder, `x-${number}.npy`), npy(images.shape, pixels))
    } finally {
      images.dispose()
    }
    const labels = Int32Array.from(chosen, (index) => digits.labels[index] ?? 0)
    await writeFile(join(folder, `y-${number}.npy`), npy([chosen.length], labels))
  }
  return shards
}
