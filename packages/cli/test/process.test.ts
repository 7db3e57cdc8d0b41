// The built program as a process of its own: modules, streams, signals.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { input, summary } from 'layersmith'
import { inFolder, start } from './support/cli.js'

const source = `import { input } from 'layersmith'
const filters: number = 4
console.log('a module that talks')
export const net = input([8, 8, 1]).conv(filters, 3).globalPool().dense(2)
`
const table = `${summary(input([8, 8, 1]).conv(4, 3).globalPool().dense(2))}\n`

describe('modules', () => {
  test.each<[string, string, Record<string, string>]>([
    ['TypeScript', 'net.ts', { 'package.json': '{"type":"module"}', 'net.ts': source }],
    ['TypeScript in CommonJS', 'net.ts', { 'package.json': '{}', 'net.ts': source }],
  ])('%s', (_, file, contents) =>
    inFolder(async (folder) => {
      for (const [name, content] of Object.entries(contents)) {
        mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
        writeFileSync(path.join(folder, name), content)
      }
      const before = readdirSync(folder, { recursive: false })
      const ran = await start(['summary', path.join(folder, file)], folder).ended
      expect(ran).toEqual({ exit: 0, out: table, err: 'a module that talks\n' })
      expect(readdirSync(folder, { recursive: false })).toEqual(before)
    }),
  )

  test('what they log in any way goes to the standard error, as Node.js shows it', () =>
    inFolder(async (folder) => {
      const talk = `console.table([{ a: 1 }]); console.dir({ b: 2 }); console.group('c')
console.log({ d: [3] }, new Map([['e', 4]])); console.groupEnd(); console.count('f')
`
      writeFileSync(path.join(folder, 'net.mts'), talk + source)
      const { exit, out, err } = await start(['summary', 'net.mts', '--json'], folder).ended
      expect(exit).toBe(0)
      expect(JSON.parse(out)).toMatchObject({ inputs: [{ shape: [8, 8, 1] }] })
      const lines = err.split('\n')
      expect(lines[0]).toMatch(/^┌─+┬─+┐$/)
      expect(lines.slice(-6)).toEqual([
        '{ b: 2 }',
        'c',
        "  { d: [ 3 ] } Map(1) { 'e' => 4 }",
        'f: 1',
        'a module that talks',
        '',
      ])
    }))
})
