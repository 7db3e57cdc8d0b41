// A training that is killed again and again, and goes on in a new process each time, equals one
// that nobody has disturbed. The processes run the built packages.
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, it } from '@jest/globals'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'killed-'))
})
afterAll(() => rm(dir, { recursive: true }))

/** Ends a process that stands at an epoch, or later. */
type Kill = (child: ChildProcessByStdio<null, Readable, null>, epoch: number) => void

/** What a training has made, or null if it was killed; and the epochs that it trained. */
const train = async (backend: string, optimizer: string, into: string, kill: Kill) => {
  const script = path.join(import.meta.dirname, 'support/train.mjs')
  const child = spawn(process.execPath, [script, backend, optimizer, into], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const epochs: number[] = []
  let text = ''
  child.stdout.setEncoding('utf8').on('data', (some: string) => {
    text += some
    const lines = text.split('\n')
    text = lines.pop() ?? ''
    for (const line of lines)
      if (line.startsWith('{')) text = line
      else epochs.push(Number(line))
    kill(child, epochs.at(-1) ?? 0)
  })
  const [code, signal] = await new Promise<[number | null, string | null]>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (...how) => {
      resolve(how)
    })
  })
  if (signal === 'SIGKILL') return { epochs, made: null }
  expect(code).toBe(0)
  return { epochs, made: JSON.parse(text) as unknown }
}

it.each([
  ['cpu', 'adam'],
  ['cpu', 'momentum'],
  ['wasm', 'adam'],
  ['wasm', 'rmsprop'],
])(
  'on %s, with %s',
  async (backend, optimizer) => {
    const into = path.join(dir, `${backend}-${optimizer}`)
    const [undisturbed, first] = await Promise.all([
      train(backend, optimizer, 'none', () => undefined),
      train(backend, optimizer, into, (child, epoch) => {
        if (epoch >= 2) child.kill('SIGKILL')
      }),
    ])
    expect(first.made).toBeNull()
    // in the middle of an epoch, or of a save
    const second = await train(backend, optimizer, into, (child, epoch) => {
      if (epoch >= 3) setTimeout(() => child.kill('SIGKILL'), 7)
    })
    expect(second.made).toBeNull()
    expect(second.epochs[0]).toBeGreaterThan(first.epochs.at(-1)!)
    const last = await train(backend, optimizer, into, () => undefined)
    expect(last.epochs[0]).toBeGreaterThan(second.epochs.at(-1)!)
    expect(last.made).toEqual(undisturbed.made)
    // it has stopped early, which the last process cannot know by itself
    expect(undisturbed.epochs.length).toBeLessThan(12)
  },
  180_000,
) // four starts of Node.js, on a machine that may be busy
