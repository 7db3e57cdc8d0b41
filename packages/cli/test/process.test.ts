// The built program as a process of its own: modules, streams, signals.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { inFolder, start, summarizes, talkative } from './support/cli.js'

describe('modules', () => {
  test.each<[string, string, Record<string, string>]>([
    ['TypeScript', 'net.ts', { 'package.json': '{"type":"module"}', 'net.ts': talkative }],
    ['TypeScript in CommonJS', 'net.ts', { 'package.json': '{}', 'net.ts': talkative }],
  ])('%s', (_, file, contents) => summarizes(file, contents))

  test('what they log in any way goes to the standard error, as Node.js shows it', () =>
    inFolder(async (folder) => {
      const talk = `console.table([{ a: 1 }]); console.dir({ b: 2 }); console.group('c')
console.log({ d: [3] }, new Map([['e', 4]])); console.groupEnd(); console.count('f')
`
      writeFileSync(path.join(folder, 'net.mts'), talk + talkative)
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
