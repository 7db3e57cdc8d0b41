import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { expect, test } from '@jest/globals'
import { imageSize } from '@layersmith/example-shared'

import { writeShards } from '../src/data/shards.js'

test('shards hold the chosen digits in their order, and replace what was there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shards-'))
  try {
    await writeFile(join(folder, 'x-00007.npy'), 'of an earlier run')
    const pixels = new Uint8Array(3 * imageSize)
    pixels.fill(255, imageSize, 2 * imageSize)
    const digits = { count: 3, pixels, labels: Uint8Array.of(4, 5, 6) }
    expect(await writeShards(folder, digits, Uint32Array.of(2, 1))).toBe(1)

    expect((await readdir(folder)).sort()).toEqual(['x-00000.npy', 'y-00000.npy'])
    const x = await readFile(join(folder, 'x-00000.npy'))
    expect(x.toString('latin1', 0, 128)).toContain('(2, 28, 28, 1)')
    const images = new Float32Array(new Uint8Array(x.subarray(128)).buffer)
    expect([images[0], images[imageSize - 1], images[imageSize], images.at(-1)]).toEqual([
      0, 0, 1, 1,
    ])
    const y = await readFile(join(folder, 'y-00000.npy'))
    expect([y.readInt32LE(128), y.readInt32LE(132)]).toEqual([6, 5])
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a shard has at most so many digits', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shards-'))
  try {
    const digits = { count: 1, pixels: new Uint8Array(imageSize), labels: Uint8Array.of(1) }
    expect(await writeShards(folder, digits, new Uint32Array(5), 2)).toBe(3)
    expect((await readFile(join(folder, 'y-00001.npy'))).length).toBe(128 + 2 * 4)
    expect((await readFile(join(folder, 'y-00002.npy'))).length).toBe(128 + 4)
  } finally {
    await rm(folder, { recursive: true })
  }
})
