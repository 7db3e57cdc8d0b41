import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { startPython } from '../src/process/python.js'

let folder: string
/** Node stands in for Python: it too can run a script that answers line by line. */
const script = (text: string): string => {
  const file = path.join(folder, `${text.length}.mjs`)
  writeFileSync(file, text)
  return file
}

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'layersmith-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

test('lines go back and forth, even if they arrive early', async () => {
  const told: string[] = []
  const echo = script(`
    import { createInterface } from 'node:readline'
    console.log('ready', process.env.GREETING)
    console.error('a warning')
    for await (const line of createInterface({ input: process.stdin })) console.log('got', line)
  `)
  const python = startPython(process.execPath, echo, { GREETING: 'hello' }, (line) =>
    told.push(line),
  )
  expect(await python.next()).toBe('ready hello')
  python.send('a')
  python.send('b')
  expect(await python.next()).toBe('got a')
  expect(await python.next()).toBe('got b')
  await python.end()
  expect(told).toEqual(['a warning'])
  await expect(python.next()).rejects.toThrow('a warning')
})

test('reports the last words of a script that ends, or that there is no such command', async () => {
  const failing = startPython(
    process.execPath,
    script("console.error('no such module\\n'); process.exit(3)"),
  )
  await expect(failing.next()).rejects.toThrow('no such module')
  const silent = startPython(process.execPath, script('process.exit(3)'))
  await expect(silent.next()).rejects.toThrow('it exited with 3')
  const missing = startPython('no-such-python', 'script.py')
  missing.send('unheard')
  await expect(missing.next()).rejects.toThrow('there is no no-such-python here')
  await missing.end()
})
