// Files of HDF5 to read: those of h5py, which keras/hdf5.py writes, and what is in them.
import { readFileSync } from 'node:fs'
import type { Hdf5Dataset, Hdf5Group } from '../../src/hdf5/read.js'
import type { NewDataset, NewFile, NewGroup } from '../../src/hdf5/write.js'

export const fileOf = (name: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(readFileSync(new URL(`../keras/hdf5/${name}.h5`, import.meta.url)))

/** The datasets in a group and the groups in it, by path. */
export const datasetsIn = (group: Hdf5Group, at = ''): ReadonlyMap<string, Hdf5Dataset> =>
  new Map(
    [...group.members].flatMap(([name, member]) =>
      member.is === 'dataset'
        ? [[at + name, member] as const]
        : [...datasetsIn(member, `${at}${name}/`)],
    ),
  )

/** The parts of a new file, joined. */
export const joined = async ({ size, parts }: NewFile): Promise<Uint8Array<ArrayBuffer>> => {
  const all = new Uint8Array(size)
  let at = 0
  for await (const part of parts()) {
    all.set(part, at)
    at += part.length
  }
  return at === size ? all : new Uint8Array(0)
}

/** The numbers of hdf5.py. */
export const numbersOf = (type: string, count: number): number[] =>
  Array.from({ length: count }, (_, i) => {
    const whole = (37 * i + 11) % 101
    if (type === 'bool') return whole % 2 === 0 ? 1 : 0
    return /float/.test(type) ? whole / 50 - 1 : whole
  })

/** A dataset of these numbers of 32 bits. */
export const newDataset = (shape: readonly number[], values: Float32Array): NewDataset => ({
  shape,
  type: 'float32',
  bytes: () => Promise.resolve(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
})

/** Groups by the paths of their datasets. */
export const groupOf = (datasets: Readonly<Record<string, NewDataset>>): NewGroup => {
  const root = new Map<string, NewDataset | NewGroup>()
  for (const [path, dataset] of Object.entries(datasets)) {
    const parts = path.split('/')
    let group = root
    for (const part of parts.slice(0, -1)) {
      const inner = group.get(part)
      const next = inner instanceof Map ? inner : new Map<string, NewDataset | NewGroup>()
      group.set(part, next)
      group = next
    }
    group.set(parts.at(-1) ?? '', dataset)
  }
  return root
}
