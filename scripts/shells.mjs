// `npm run test:shells` completes command lines of layersmith in zsh and fish, as people do with
// the tab key; it installs these shells from Debian if they are missing. npm test does so in bash.
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from './build.mjs'
import { installDebian } from './lib/debian.mjs'
import { at, isMain, main, run, step } from './lib/run.mjs'

const shells = ['zsh', 'fish']
const bin = at('packages', 'cli', 'dist', 'main.js')

const isThere = (shell) =>
  run(shell, ['--version'], { capture: true }).then(
    () => true,
    () => false,
  )

async function install() {
  const missing = []
  for (const shell of shells) if (!(await isThere(shell))) missing.push(shell)
  if (missing.length > 0) await installDebian(missing, 'their completion was not tested')
}

/** What is typed before the tab key, and the only line that it can become. */
const lines = {
  'layersmith summ': 'layersmith summary',
  'layersmith completion z': 'layersmith completion zsh',
  'layersmith source --f': 'layersmith source --force',
  'layersmith source net.ts --f': 'layersmith source net.ts --force',
  'layersmith draw net.ts --to m': 'layersmith draw net.ts --to mermaid',
  'layersmith bench net.ts --backend webg': 'layersmith bench net.ts --backend webgpu',
  'layersmith new app --v': 'layersmith new app --vite',
  'layersmith summary on': 'layersmith summary only.ts',
  'layersmith draw net.ts --out on': 'layersmith draw net.ts --out only.ts',
  'layersmith doctor on': 'layersmith doctor on',
  'layersmith --vers': 'layersmith --version',
}

const completers = {
  zsh: async (typed, options) => {
    const { cwd } = options
    writeFileSync(path.join(cwd, 'typed'), typed.map((line) => `${line}\n`).join(''))
    const script = `. ${at('scripts', 'lib', 'complete.zsh')} < typed`
    const { output } = await run('zsh', ['-f', '-c', script], { ...options, timeout: 60_000 })
    return output.trimEnd().split('\n')
  },
  fish: async (typed, options) => {
    const found = []
    for (const line of typed) {
      const script = 'layersmith completion fish | source; complete -C "$argv"'
      const { output } = await run('fish', ['--no-config', '-c', script, line], options)
      const offered = output
        .trimEnd()
        .split('\n')
        .map((one) => one.split('\t')[0])
      assert.ok(offered.length === 1, `${line}: fish offers ${offered.join(', ')}`)
      const words = line.split(' ').slice(0, -1)
      found.push(offered[0] === '' ? line : [...words, offered[0]].join(' '))
    }
    return found
  },
}

async function complete(shell) {
  const folder = mkdtempSync(path.join(tmpdir(), 'layersmith-shells-'))
  try {
    mkdirSync(path.join(folder, 'bin'))
    symlinkSync(bin, path.join(folder, 'bin', 'layersmith'))
    const cwd = path.join(folder, 'project')
    mkdirSync(cwd)
    for (const name of ['net.ts', 'only.ts']) writeFileSync(path.join(cwd, name), '')
    const PATH = `${path.join(folder, 'bin')}${path.delimiter}${process.env.PATH}`
    const options = {
      cwd,
      env: { ...process.env, HOME: folder, PATH, TERM: 'dumb' },
      capture: true,
    }
    const typed = Object.keys(lines)
    const became = await completers[shell](typed, options)
    const found = Object.fromEntries(typed.map((line, i) => [line, became[i]?.trimEnd()]))
    assert.deepEqual(found, lines)
    console.log(`${shell} completes ${typed.length} lines`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function completions() {
  await step('shells', install)
  await step('build', build)
  for (const shell of shells) await step(shell, () => complete(shell))
}

if (isMain(import.meta.url)) main(completions)
