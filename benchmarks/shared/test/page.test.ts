import { afterEach, beforeEach, expect, jest, test } from '@jest/globals'
import { stopwatch, workInPage } from '../src/page/index.js'

/** What a page asked for and sent. */
let requests: (readonly [path: string, body: unknown])[]
const given = { threads: 2 }
const { fetch } = globalThis

beforeEach(() => {
  requests = []
  globalThis.crossOriginIsolated = true
  globalThis.fetch = jest.fn((path: string, init?: RequestInit) => {
    requests.push([path, init?.body])
    return Promise.resolve({ json: () => Promise.resolve(given) })
    // only what a page uses of it
  }) as unknown as typeof fetch
})
afterEach(() => {
  globalThis.fetch = fetch
  Reflect.deleteProperty(globalThis, 'crossOriginIsolated')
})

test('a page gets its work, says lines in order and then sends the answer', async () => {
  await workInPage((assignment, say) => {
    expect(assignment).toEqual(given)
    say('one')
    say('two')
    return Promise.resolve({ kind: 'run' })
  })
  expect(requests).toEqual([
    ['/given', undefined],
    ['/said', 'one'],
    ['/said', 'two'],
    ['/found', '{"kind":"run"}'],
  ])
})

test('a page whose work fails sends no answer', async () => {
  await expect(workInPage(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(requests).toEqual([['/given', undefined]])
})

test('a page with a coarse clock does not work', async () => {
  globalThis.crossOriginIsolated = false
  await expect(workInPage(() => Promise.resolve({}))).rejects.toThrow('steps of 100 µs')
  expect(requests).toEqual([])
})

test('a stopwatch of a process knows its processor time', () => {
  const { wall, cpu } = stopwatch()()
  expect(wall).toBeGreaterThanOrEqual(0)
  expect(cpu).toBeGreaterThanOrEqual(0)
})
