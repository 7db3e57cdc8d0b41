// Reads files from strangers, if they are plain and fit into memory.
import { readFile, stat } from 'node:fs/promises'
import { Failure, messageOf, reasonOf } from './failure.js'

const MB = 2 ** 20

/** The size in bytes of a plain file; refuses pipes and devices, which may never end. */
export const sizeOf = async (file: string): Promise<number> => {
  const kind = await stat(file).catch((e: unknown) => {
    throw new Failure(`cannot read ${file}: ${reasonOf(e)}`)
  })
  if (!kind.isFile())
    throw new Failure(
      `cannot read ${file}: it is ${kind.isDirectory() ? 'a folder' : 'not a regular file'}; ` +
        'name a file',
    )
  return kind.size
}

/** The bytes of a file of at most `most` MB. */
export const readBytes = async (file: string, most: number): Promise<Uint8Array> => {
  const size = await sizeOf(file)
  if (size > most * MB)
    throw new Failure(
      `cannot read ${file}: it has ${Math.ceil(size / MB)} MB, ` +
        `more than the ${most} MB that such a file may have`,
    )
  return readFile(file).catch((e: unknown) => {
    throw new Failure(`cannot read ${file}: ${reasonOf(e)}`)
  })
}

/** The text of a file of at most `most` MB. */
export const readText = async (file: string, most: number): Promise<string> =>
  new TextDecoder().decode(await readBytes(file, most)) // this also drops a byte order mark

/** Parses a file's text as JSON. */
export const parseJson = (text: string, file: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch (e) {
    throw new Failure(
      `${file} is not JSON: ${messageOf(e)}; it may be cut short: get the file again`,
    )
  }
}
