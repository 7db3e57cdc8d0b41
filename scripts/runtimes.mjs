// `npm run test:runtimes` runs the programs of the pages on runtimes in docs as readers would: the
// packed packages, installed by npm into a folder of their own, next to the engines from npm. Then
// it does the same with the projects that `layersmith new` makes, see lib/starters.mjs.
//   ```js file=name   is written to that file (any language)
//   ```sh run         is run in the folder of these files, and must say that it trained or passed
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { build } from './build.mjs'
import { withProfile } from './lib/chromium.mjs'
import { Failed, at, isMain, main, run, step, table } from './lib/run.mjs'
import { tryStarters } from './lib/starters.mjs'
import { manifest, pack } from './lib/tarballs.mjs'
import { setup } from './setup.mjs'
import { software } from './webgpu.mjs'

const folder = at('.cache', 'runtimes')
const engines = { bun: '1.4.5', deno: '2.9.6', jest: '30.5.2', tsx: '4.23.15', vite: '8.4.0' }
const pages = ['tsx', 'bun', 'deno', 'worker', 'jest', 'browser']
/** What a successful program prints at the end. */
const success = /trained on wasm.*|^Tests: +1 passed.*/m
/** Milliseconds. */
const patience = 60_000
const fence = /^```(\w+) (file=(\S+)|run)\n([^]*?)^```$/gm

/** An app that depends on the tarballs and has the engines. npm has put it together once. */
async function install() {
  rmSync(folder, { recursive: true, force: true })
  const tarballs = path.join(folder, 'tarballs')
  mkdirSync(tarballs, { recursive: true })
  const { dependencies, ...rest } = manifest(await pack(tarballs))
  const app = { ...rest, dependencies: { ...dependencies, ...engines } }
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(app, null, 2))
  await run('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock'], {
    cwd: folder,
    shell: process.platform === 'win32',
  })
}

/** Runs a program until what it says matches. Returns that, and a function that ends it. */
function until(pattern, program, args, options) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
  let output = ''
  const found = new Promise((resolve, reject) => {
    const hear = (part) => {
      output += stripVTControlCharacters(part.toString())
      const match = pattern.exec(output)
      if (match !== null) resolve(match[0])
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.on('error', reject)
    child.on('exit', (code) => reject(new Failed(`${program} ended with ${code}:\n${output}`)))
    setTimeout(
      () => reject(new Failed(`${program} did not say ${pattern}:\n${output}`)),
      patience,
    ).unref()
  })
  const end = () =>
    new Promise((resolve) => {
      if (child.exitCode === null) child.once('exit', resolve).kill()
      else resolve()
    })
  return { found, end }
}

/** Serves a page and opens it in headless Chromium. Returns what its console says at the end. */
async function visit(place, pattern = success) {
  await software()
  const vite = path.join(folder, 'node_modules', 'vite', 'bin', 'vite.js')
  const server = until(/http:\S+/, process.execPath, [vite, 'preview'], { cwd: place })
  try {
    return await withProfile(async (flags) => {
      const args = [...flags, '--enable-logging=stderr', await server.found]
      const browser = until(pattern, 'chromium', args)
      try {
        return await browser.found
      } finally {
        await browser.end()
      }
    })
  } finally {
    await server.end()
  }
}

const execute = async (command, place) =>
  command === 'npx vite preview'
    ? visit(place)
    : (await run(command, [], { cwd: place, shell: true, capture: true })).output

async function page(name) {
  const place = path.join(folder, name)
  mkdirSync(place, { recursive: true })
  const commands = []
  for (const [, , , file, text] of readFileSync(at('docs', `${name}.md`), 'utf8').matchAll(fence)) {
    if (file === undefined) commands.push(...text.trim().split('\n'))
    else writeFileSync(path.join(place, file), text)
  }
  if (commands.length === 0 || readdirSync(place).length === 0)
    throw new Failed(`docs/${name}.md has no program or no command`)
  for (const command of commands) {
    const output = await execute(command, place)
    // A build only has to succeed.
    if (command.endsWith(' build')) continue
    const said = success.exec(output)
    if (said === null)
      throw new Failed(`${command} of docs/${name}.md did not train on wasm:\n${output}`)
    console.log(`${command}: ${said[0]}`)
  }
}

async function runtimes() {
  await setup()
  await build()
  await step('pack and install', install)
  for (const name of pages) await step(name, () => page(name))
  await step('starter projects', () => tryStarters(folder, visit))
  console.log(`\n${table()}`)
}

if (isMain(import.meta.url)) main(runtimes)
