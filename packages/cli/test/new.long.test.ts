// The starter projects compile, train, go on where they were stopped, and predict.
import { spawnSync } from 'node:child_process'
import { existsSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import ts from 'typescript'
import { cli, inFolder } from './support/cli.js'

const packages = fileURLToPath(new URL('../node_modules', import.meta.url))

/** What the compiler says of a project. */
const complaintsOf = (folder: string): readonly string[] => {
  const { config } = ts.readConfigFile(path.join(folder, 'tsconfig.json'), (name) =>
    ts.sys.readFile(name),
  )
  const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, folder)
  const types = path.join(packages, '..', '..', '..', 'node_modules', '@types')
  const program = ts.createProgram(fileNames, { ...options, typeRoots: [types] })
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) =>
      [file?.fileName ?? '', ts.flattenDiagnosticMessageText(messageText, '\n')].join(': '),
    )
}

const node = (folder: string, ...args: readonly string[]): string => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, EPOCHS: '2' },
  })
  expect([status, stderr]).toEqual([0, expect.not.stringContaining('Error')])
  return stdout
}

const project = async (folder: string, ...options: readonly string[]): Promise<string> => {
  const place = path.join(folder, 'project')
  expect((await cli('new', place, ...options)).exit).toBe(0)
  symlinkSync(packages, path.join(place, 'node_modules'))
  return place
}

describe('a starter project', () => {
  test.each([
    ['a program', []],
    ['a page', ['--vite']],
  ])('%s compiles', (_, options) =>
    inFolder(async (folder) => {
      expect(complaintsOf(await project(folder, ...options))).toEqual([])
    }),
  )

  test.each([
    ['TypeScript', 'ts', [], ['--import', 'tsx']],
    ['JavaScript', 'js', ['--javascript'], []],
  ])('trains, goes on and predicts in %s', (_, ending, options, loader) =>
    inFolder(async (folder) => {
      const place = await project(folder, ...options)
      const first = node(place, ...loader, `src/train.${ending}`)
      expect(first).toContain('Epoch 2/2')
      expect(first).toMatch(/val_loss \d.*\non new examples: loss \d/)
      expect(existsSync(path.join(place, 'saved', 'model', 'model.json'))).toBe(true)
      expect(node(place, ...loader, `src/train.${ending}`)).not.toContain('Epoch 1/')
      const said = node(place, ...loader, `src/predict.${ending}`)
      expect(said.match(/it says (horizontal|vertical), right is/g)).toHaveLength(4)
    }),
  )

  test('trains what a page loads', () =>
    inFolder(async (folder) => {
      const place = await project(folder, '--vite', '--javascript')
      node(place, 'src/train.js')
      expect(existsSync(path.join(place, 'public', 'model', 'model.json'))).toBe(true)
    }))
})
