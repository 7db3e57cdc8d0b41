// The built program as a process of its own: what takes longer.
import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { block, fileHandler, input, repeat, toJSON, toModel } from 'layersmith'
import { inFolder, main, start, summarizes, talkative } from './support/cli.js'

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
        'lib/net.ts': talkative,
        'src/net.ts': `export { net as default } from '@lib/net'`,
      },
    ],
  ])('%s', (_, file, contents) => summarizes(file, contents))
})

describe('streams and signals', () => {
  test('a closed pipe ends the output and not the command', () =>
    inFolder((folder) => {
      const net = input([8]).pipe(repeat(9000, block().dense(8)))
      writeFileSync(path.join(folder, 'net.json'), JSON.stringify(toJSON(net)))
      const script = `"$0" "$1" summary net.json | head -n 1; echo "\${PIPESTATUS[0]}"`
      const args = ['-c', script, process.execPath, main]
      const { stdout, stderr } = spawnSync('bash', args, { cwd: folder, encoding: 'utf8' })
      expect([stdout.split('\n').length, stdout.split('\n')[1], stderr]).toEqual([3, '0', ''])
      expect(stdout).toMatch(/^Position /)
      return Promise.resolve()
    }))

  test('Ctrl-C ends it by the signal, and leaves nothing', () =>
    inFolder(async (folder) => {
      writeFileSync(
        path.join(folder, 'net.mjs'),
        `console.error('runs'); await new Promise(() => setInterval(() => {}, 1000))`,
      )
      const before = readdirSync(folder)
      const { child, ended } = start(['convert', 'net.mjs', '--out', 'out.json'], folder)
      child.stderr?.once('data', () => child.kill('SIGINT'))
      const { exit, out } = await ended
      expect([exit, out]).toEqual(['SIGINT', ''])
      expect(readdirSync(folder)).toEqual(before)
    }))

  test('Ctrl-C while a model is written removes the part that is there', () =>
    inFolder((folder) => {
      // a writer that never ends stands for a slow disk
      const module = JSON.stringify(path.join(main, '..', 'base', 'write-file.js'))
      writeFileSync(
        path.join(folder, 'write.mjs'),
        `import { written } from ${module}
import { writeFileSync } from 'node:fs'
await written('out.json', false, (beside) => {
  writeFileSync(beside, 'a part')
  console.log('wrote')
  return new Promise(() => setInterval(() => {}, 1000))
})`,
      )
      const script = `"$0" write.mjs > said & pid=$!
until grep -q wrote said; do sleep 0.05; done
ls -A | grep -c out.json; kill -INT $pid; wait $pid; echo $?; ls -A | grep -c out.json`
      const { stdout } = spawnSync('bash', ['-mc', script, process.execPath], {
        cwd: folder,
        encoding: 'utf8',
      })
      expect(stdout).toBe('1\n130\n0\n')
      return Promise.resolve()
    }))
})

describe('places and sizes', () => {
  test('a folder where nothing can be written', () =>
    inFolder(async (folder) => {
      writeFileSync(path.join(folder, 'net.json'), JSON.stringify(toJSON(input([4]).dense(2))))
      // permissions do not bind root, but nobody can write there
      for (const out of ['/proc/net.ts', '/proc/model']) {
        const {
          exit,
          out: said,
          err,
        } = await start(['convert', 'net.json', '--out', out], folder).ended
        expect([exit, said]).toEqual([1, ''])
        expect(err).toMatch(/^layersmith: cannot write \/proc\/(net\.ts|model): /)
        expect(err.trimEnd().split('\n')).toHaveLength(1)
      }
    }))

  test('a model of 100 MB, whole and cut short', () =>
    inFolder(async (folder) => {
      const net = input([5000]).dense(5000)
      const built = toModel(net, { seed: 1 })
      await built.model.save(fileHandler(path.join(folder, 'large')))
      built.dispose()
      const json = readFileSync(path.join(folder, 'large', 'model.json'), 'utf8')
      const [name] = JSON.parse(json).weightsManifest[0].paths
      expect(await start(['summary', 'large'], folder).ended).toMatchObject({ exit: 0, err: '' })
      const copied = await start(['convert', 'large', '--out', 'copy'], folder).ended
      expect(copied).toEqual({ exit: 0, out: '', err: 'wrote copy (model.json)\n' })
      truncateSync(path.join(folder, 'large', name), 99_000_000)
      const cut = await start(['summary', 'large'], folder).ended
      expect(cut).toMatchObject({ exit: 1, out: '' })
      expect(cut.err).toContain('damaged')
    }))
})
