// What large files take in memory, in processes of their own.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from '@jest/globals'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'layersmith-memory-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const program = fileURLToPath(new URL('./real/memory.mjs', import.meta.url))

/** The most that was in memory beyond what was before, as a part of the file's size. */
const taken = (what: 'write' | 'read'): number =>
  Number(
    execFileSync(process.execPath, [program, what, path.join(folder, 'large.keras')]).toString(),
  )

it('writes and reads half a gigabyte, and has it in memory once', () => {
  expect(taken('write')).toBeLessThan(1.2) // beside the model itself
  expect(taken('read')).toBeLessThan(1.2) // with the weights that it returns
}, 120_000)
