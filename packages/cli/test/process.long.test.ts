// The built program as a process of its own: what takes longer.
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
    [
      'CommonJS',
      'net.cjs',
      {
        'net.cjs': `console.log('a module that talks')
const { input } = require('layersmith')
exports.net = input([8, 8, 1]).conv(4, 3).globalPool().dense(2)`,
      },
    ],
    [
      'with paths of its tsconfig.json, started elsewhere',
      'src/net.ts',
      {
        'package.json': '{"type":"module"}',
        'tsconfig.json': '{"compilerOptions":{"paths":{"@lib/*":["./lib/*"]}}}',
        'lib/net.ts': source,
        'src/net.ts': `export { net as default } from '@lib/net'`,
      },
    ],
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
})
