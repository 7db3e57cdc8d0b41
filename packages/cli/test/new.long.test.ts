// The starter projects compile, train, go on where they were stopped, and predict.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
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

const node = (
  folder: string,
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): string => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...env },
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
      const first = node(place, { EPOCHS: '2' }, ...loader, `src/train.${ending}`)
      expect(first).toContain('Epoch 2/2')
      expect(first).toMatch(/val_loss \d.*\non new examples: loss \d/)
      expect(existsSync(path.join(place, 'saved', 'model', 'model.json'))).toBe(true)
      expect(node(place, { EPOCHS: '2' }, ...loader, `src/train.${ending}`)).not.toContain(
        'Epoch 1/',
      )
      const said = node(place, { EPOCHS: '2' }, ...loader, `src/predict.${ending}`)
      expect(said.match(/it says (horizontal|vertical), right is/g)).toHaveLength(4)
    }),
  )

  test('goes on after the last epoch when it was stopped by Ctrl-C', () =>
    inFolder(async (folder) => {
      const place = await project(folder, '--javascript')
      const env = { PATH: process.env.PATH, EPOCHS: '500' }
      const child = spawn(process.execPath, ['src/train.js'], { cwd: place, env })
      let said = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text
        if (said.includes('Epoch 3/500')) child.kill('SIGINT')
      })
      const signal = await new Promise((resolve) => child.on('close', (_, by) => resolve(by)))
      expect(signal).toBe('SIGINT')
      const last = Math.max(...[...said.matchAll(/^Epoch (\d+)/gm)].map(([, n]) => Number(n)))
      const again = node(place, { EPOCHS: String(last + 2) }, 'src/train.js')
      const epochs = [...again.matchAll(/^Epoch (\d+)/gm)].map(([, n]) => Number(n))
      // the last one shown may not have been saved
      expect([last, last + 1]).toContain(epochs[0])
      expect(epochs.at(-1)).toBe(last + 2)
    }))

  test('saves the weights of the best epoch, not of the last', () =>
    inFolder(async (folder) => {
      const place = await project(folder, '--javascript')
      // from the third epoch on, such a rate spoils what it has learned
      const train = path.join(place, 'src', 'train.js')
      const content = readFileSync(train, 'utf8')
      const rate = 'learningRate((step) => (step < 30 ? 0.02 : 1))'
      expect(content).toContain('learningRate(rate)')
      writeFileSync(train, content.replace('learningRate(rate)', rate))
      const losses = [...node(place, { EPOCHS: '5' }, train).matchAll(/val_loss ([\d.]+)/g)].map(
        ([, loss]) => Number(loss),
      )
      const best = Math.min(...losses)
      expect(losses.at(-1)).toBeGreaterThan(best)
      writeFileSync(
        path.join(place, 'evaluate.mjs'),
        `import { loadModel } from 'layersmith'
import { examples } from './src/data.js'
const model = await loadModel('saved/model')
model.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy' })
const { x, y } = examples()
const from = x.shape[0] * 0.8
console.log(model.evaluate(x.slice(from), y.slice(from)).dataSync()[0])`,
      )
      const saved = Number(node(place, {}, 'evaluate.mjs').trim())
      expect(Math.abs(saved / best - 1)).toBeLessThan(1e-3)
    }))

  test('trains what a page loads', () =>
    inFolder(async (folder) => {
      const place = await project(folder, '--vite', '--javascript')
      node(place, { EPOCHS: '2' }, 'src/train.js')
      expect(existsSync(path.join(place, 'public', 'model', 'model.json'))).toBe(true)
    }))
})
