// Writes files so that others see the old content or the new, never a part: first under another
// name beside the target, then with a single rename. Ctrl-C in between leaves nothing behind.
import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { lstat, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { codeOf, Failure, reasonOf } from './failure.js'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/**
 * Gives a writer a name beside the target, then renames what it has written.
 * @param force whether to replace what is there
 */
export const written = async (
  target: string,
  force: boolean,
  write: (beside: string) => Promise<unknown>,
): Promise<void> => {
  await refuseOld(target, force)
  const name = `.${path.basename(target)}.${randomBytes(6).toString('hex')}.tmp`
  const beside = path.join(path.dirname(target), name)
  const stop = (signal: NodeJS.Signals): void => {
    rmSync(beside, { recursive: true, force: true })
    for (const s of SIGNALS) process.off(s, stop)
    process.kill(process.pid, signal) // without a handler, the process ends as everybody expects
  }
  for (const s of SIGNALS) process.on(s, stop)
  try {
    await write(beside)
    await rename(beside, target)
  } catch (e) {
    await rm(beside, { recursive: true, force: true })
    if (e instanceof Failure || codeOf(e) === null) throw e
    throw new Failure(`cannot write ${target}: ${reasonOf(e)}`)
  } finally {
    for (const s of SIGNALS) process.off(s, stop)
  }
}

/** Writes one file. */
export const writeText = (target: string, force: boolean, content: string | Uint8Array) =>
  written(target, force, (beside) => writeFile(beside, content, { flag: 'wx' }))

/** Refuses to replace a folder or, without `force`, anything that exists. */
export const refuseOld = async (target: string, force: boolean): Promise<void> => {
  const old = await lstat(target).catch((e: unknown) => {
    if (codeOf(e) === 'ENOENT') return null
    throw new Failure(`cannot write ${target}: ${reasonOf(e)}`)
  })
  if (old === null) return
  if (old.isDirectory())
    throw new Failure(`${target} is there already, and is a folder; name another place`)
  if (!force)
    throw new Failure(
      `${target} is there already; name another place, or add --force to replace it`,
    )
}
