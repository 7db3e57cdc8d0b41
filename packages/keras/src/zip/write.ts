// Writes zip archives whose files are stored, one part after the other, as Keras does: fflate has
// the format, and nothing is in memory but the part that is being written.
import { Zip, ZipPassThrough } from 'fflate'

/** A file to put into an archive: its name in ASCII, its size, and its parts. */
export interface NewMember {
  readonly name: string
  readonly size: number
  readonly parts: Iterable<Uint8Array> | AsyncIterable<Uint8Array>
}

/** An archive to write: how many bytes it has, and its parts, one after the other. */
export interface NewArchive {
  readonly size: number
  readonly parts: AsyncIterable<Uint8Array>
}

/** What fflate cannot write, and JavaScript hardly hold. */
const MOST = 0xffff_ffff

/**
 * An archive.
 * @throws Error if it has more than 4 GB
 */
export const zipped = (members: readonly NewMember[], date: Date): NewArchive => {
  // for each file a header, checksum and sizes after it, and an entry in the directory
  const size = members.reduce((n, { name, size: own }) => n + 92 + 2 * name.length + own, 22)
  if (size > MOST)
    throw new Error(`the file would have ${size} bytes, and an archive has at most ${MOST}`)
  return { size, parts: partsOf(members, date) }
}

async function* partsOf(members: readonly NewMember[], date: Date): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = []
  const zip = new Zip((error, part) => {
    if (error !== null) throw error
    ready.push(part)
  })
  const taken = function* (): Generator<Uint8Array> {
    const parts = ready
    ready = []
    yield* parts
  }
  for (const { name, parts } of members) {
    const file = new ZipPassThrough(name)
    file.mtime = date
    zip.add(file)
    yield* taken()
    for await (const part of parts) {
      file.push(part)
      yield* taken()
    }
    file.push(new Uint8Array(0), true)
    yield* taken()
  }
  zip.end()
  yield* taken()
}
