// Runs the command: in this process, or as people start it.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect } from '@jest/globals'
import { input, summary } from 'layersmith'
import { terminal } from '../../src/base/terminal.js'
import { commands } from '../../src/commands/all.js'
import { runProgram } from '../../src/program/program.js'

const root = fileURLToPath(new URL('../../../..', import.meta.url))
/** The built program. */
export const main = path.join(root, 'packages', 'cli', 'dist', 'main.js')

export interface Ran {
  readonly exit: number | NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

/** Runs the sources in this process. */
export const cli = async (...args: readonly string[]): Promise<Ran> => {
  const written = { out: '', err: '' }
  const to = (name: 'out' | 'err') => ({
    write: (text: string) => {
      written[name] += text
    },
  })
  const exit = await runProgram(args, {
    terminal: terminal(to('out'), to('err'), {}),
    version: '0.0.0',
    commands,
  })
  return { exit, ...written }
}

/** Starts the built program as a process of its own. */
export const start = (
  args: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): { readonly child: ChildProcess; readonly ended: Promise<Ran> } => {
  const child = spawn(process.execPath, [main, ...args], {
    cwd,
    env: { PATH: process.env.PATH, TMPDIR: path.join(cwd, 'no-such-place'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const written = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (written.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.err += text))
  const ended = new Promise<Ran>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ exit: code ?? signal, ...written }))
  })
  return { child, ended }
}

/** An empty folder that is removed after `use`; a module in it finds this project's packages. */
export const inFolder = async <T>(use: (folder: string) => Promise<T>): Promise<T> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'layersmith-cli-'))
  symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
  try {
    return await use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A module that logs something and exports a net. */
export const talkative = `import { input } from 'layersmith'
const filters: number = 4
console.log('a module that talks')
export const net = input([8, 8, 1]).conv(filters, 3).globalPool().dense(2)
`

/** Summarizes the net of `file` in a process, and sees that its folder stays as it was. */
export const summarizes = (
  file: string,
  contents: Readonly<Record<string, string>>,
): Promise<void> =>
  inFolder(async (folder) => {
    for (const [name, content] of Object.entries(contents)) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
      writeFileSync(path.join(folder, name), content)
    }
    const before = readdirSync(folder, { recursive: false })
    const ran = await start(['summary', path.join(folder, file)], folder).ended
    const out = `${summary(input([8, 8, 1]).conv(4, 3).globalPool().dense(2))}\n`
    expect(ran).toEqual({ exit: 0, out, err: 'a module that talks\n' })
    expect(readdirSync(folder, { recursive: false })).toEqual(before)
  })
