// Finds the format of a file.
import { stat } from 'node:fs/promises'
import { Failure } from '../base/failure.js'
import { formats } from './all.js'
import type { Format, Opened, ReadOptions } from './format.js'

const isFolder = (file: string): Promise<boolean> =>
  stat(file).then(
    (kind) => kind.isDirectory(),
    () => false, // the format itself says why it cannot read a file
  )

const known = (those: readonly Format[]): string => those.map((f) => f.files).join('; ')

/** Opens a file with a net or a model. */
export const open = async (file: string, options: ReadOptions): Promise<Opened> => {
  const folder = await isFolder(file)
  const { read, whyNotRead } = formats.find((format) => format.matches(file, folder)) ?? {}
  if (read !== undefined) return await read(file, options)
  if (whyNotRead !== undefined) throw new Failure(`cannot use ${file}: ${whyNotRead}`)
  const readable = formats.filter((format) => format.read !== undefined)
  throw new Failure(`${file} has an unknown format; the known ones are ${known(readable)}`, 2)
}

type Writable = Format & Required<Pick<Format, 'write'>>

/** The format with this name, or the one that the path to write means. */
export const formatToWrite = async (file: string, name?: string): Promise<Writable> => {
  const folder = await isFolder(file)
  const format = formats.find((f) =>
    name === undefined ? f.matches(file, folder) : f.name === name,
  )
  if (format?.write !== undefined) return format as Writable // it has what was checked above
  const writable = formats.filter((f) => f.write !== undefined)
  throw new Failure(`${file} is of no format to write; known are ${known(writable)}`, 2)
}
