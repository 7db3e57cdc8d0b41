// The starter projects: what is in them; new.long.test.ts runs them.
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { cli, inFolder } from './support/cli.js'

const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(path.join(folder, name)).isFile())
    .sort()

describe('new', () => {
  test.each([
    ['a program', [], 'predict'],
    ['a page', ['--vite'], 'page'],
  ])('%s is the same in TypeScript and in JavaScript', (_, options, last) =>
    inFolder(async (folder) => {
      const [typed, plain] = [path.join(folder, 'typed'), path.join(folder, 'plain')]
      expect((await cli('new', typed, ...options)).exit).toBe(0)
      expect((await cli('new', plain, '--javascript', ...options)).exit).toBe(0)
      const sources = ['data', 'net', 'place', 'train', last]
      for (const name of sources)
        expect(readFileSync(path.join(plain, 'src', `${name}.js`), 'utf8')).toBe(
          readFileSync(path.join(typed, 'src', `${name}.ts`), 'utf8'),
        )
      expect(filesOf(plain).filter((name) => name.endsWith('ts'))).toEqual([])
      const manifest = JSON.parse(readFileSync(path.join(plain, 'package.json'), 'utf8'))
      expect(manifest).toMatchObject({ name: 'plain', scripts: { train: 'node src/train.js' } })
      const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies })
      for (const version of versions) expect(version).toMatch(/^\^\d+\.\d+\.\d+$/)
      const texts = filesOf(plain).map((name) => readFileSync(path.join(plain, name), 'utf8'))
      expect(texts.join('')).not.toContain('{{')
    }),
  )

  test('touches no folder that is there, and takes no name that npm refuses', () =>
    inFolder(async (folder) => {
      const place = path.join(folder, 'mine')
      expect((await cli('new', place)).exit).toBe(0)
      const { exit, err } = await cli('new', place)
      expect([exit, err]).toEqual([1, expect.stringContaining('is there already')])
      expect((await cli('new', path.join(folder, 'My Project'))).exit).toBe(2)
      expect((await cli('new', path.join(folder, 'no', 'such', 'folder'))).exit).toBe(1)
      expect(existsSync(path.join(folder, 'no'))).toBe(false)
      expect(readdirSync(folder).sort()).toEqual(['mine', 'node_modules'])
    }))
})
