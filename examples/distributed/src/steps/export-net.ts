/**
 * Step 1: the net as a .keras file, and digits as NumPy's files: all that Python needs.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

import { lenet } from '@layersmith/example-lenet-mnist'
import { grouped, seededRandom, shuffledIndices } from '@layersmith/example-shared'
import { writeKeras } from '@layersmith/keras'
import { toModel } from 'layersmith'

import { writeShards } from '../data/shards.js'
import type { Job } from '../job/job.js'

/** Files that Python trains. */
export interface Exported {
  /** The .keras file. */
  readonly model: string
  /** The folder of the shards. */
  readonly data: string
  readonly images: number
}

/** Writes the net, and the digits that the options ask for. */
export async function exportNet(job: Job): Promise<Exported> {
  const { terminal, options, mnist, out } = job
  const model = join(out, 'lenet.keras')
  await mkdir(out, { recursive: true })
  const built = toModel(lenet, { seed: options.seed })
  try {
    await writeKeras(built, model)
  } finally {
    built.dispose()
  }
  terminal.line(`   ${model}`)
  return exportDigits(job, model, 'digits', options.images ?? mnist.train.count)
}

/** Writes some of the digits for a net that is already there. */
export async function exportDigits(
  { terminal, options, mnist, out }: Job,
  model: string,
  name: string,
  images: number,
): Promise<Exported> {
  const data = join(out, name)
  const all = shuffledIndices(mnist.train.count, seededRandom(options.seed))
  const shards = await writeShards(data, mnist.train, all.subarray(0, images))
  terminal.line(`   ${data}: ${grouped(images)} images in ${shards} pairs of files`)
  return { model, data, images }
}
