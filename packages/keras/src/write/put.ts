// Where what is written goes: into bytes, or into a file.
import { nodeJs } from '@layersmith/tfjs'

/** What is to be written: how many bytes it has, and its parts, one after the other. */
export interface NewContent {
  readonly size: number
  readonly parts: AsyncIterable<Uint8Array>
}

/** Writes it at a path; without one, returns its bytes. */
export const put = async (
  content: NewContent,
  path: string | null,
): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  if (path === null) return joined(content)
  await written(path, content)
  return undefined
}

const joined = async ({ size, parts }: NewContent): Promise<Uint8Array<ArrayBuffer>> => {
  const all = new Uint8Array(size)
  let at = 0
  for await (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

/** Writes a file, all of it or nothing: into a new file, which then takes the name. */
const written = async (path: string, { parts }: NewContent): Promise<void> => {
  const { open, rename, rm } = nodeJs().fs
  // of a name that nobody else writes to, nor can have put a link in its place
  const unfinished = `${path}.${crypto.randomUUID()}.unfinished`
  const file = await open(unfinished, 'wx')
  try {
    try {
      for await (const part of parts) await file.writeFile(part)
    } finally {
      await file.close()
    }
    await rename(unfinished, path)
  } catch (e) {
    await rm(unfinished, { force: true })
    throw e
  }
}
