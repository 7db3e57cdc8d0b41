import { hostname, userInfo } from 'node:os'
import { expect, test } from '@jest/globals'
import type { Running } from '@layersmith/backends'
import { watchEnvironment } from '@layersmith/bench'
import { provenance } from '../src/provenance.js'
import { measureTorch } from '../src/torch.js'
import { started as running } from './support/result.js'

test('the environment records what a result depends on', () => {
  const environment = watchEnvironment(running, provenance)()
  const { kernels: _, refused: __, ...backend } = running
  expect(environment.backend).toEqual(backend)
  expect(new Date(environment.date).toISOString()).toBe(environment.date)
  expect(environment.cores).toBeGreaterThan(0)
  expect(environment.memory).toBeGreaterThan(0)
  expect(environment.load).toHaveLength(2)
  expect(environment.platform).toBe(`${process.platform}-${process.arch}`)
})

test('but not whose machine it is', () => {
  const text = JSON.stringify(watchEnvironment(running, provenance)())
  for (const secret of [hostname(), userInfo().homedir, process.cwd(), process.execPath])
    expect(text).not.toContain(secret)
})

test('the sources are identified by commit and versions', () => {
  const { commit, changed, packages } = provenance()
  if (commit === null) expect(changed).toBe(false)
  else expect(commit).toMatch(/^[0-9a-f]{40}$/)
  expect(Object.keys(packages)).toEqual(['layersmith', '@layersmith/backends', '@tensorflow/tfjs'])
  expect(packages['@tensorflow/tfjs']).toBe(running.versions.tfjs)
  for (const version of Object.values(packages)) expect(version).toMatch(/^\d+\.\d+\.\d+/)
})

test('if Python is missing or fails, there is a sentence instead of PyTorch results', async () => {
  const cells = [{ net: 'lenet', task: 'forward', batch: 1 }] as const
  const try_ = (python: string, on: Running = running) =>
    measureTorch(python, cells, 0.01, on, () => undefined)
  expect(await try_('no-such-python')).toBe('there is no no-such-python here')
  // Node is not a Python, and says so
  expect(await try_(process.execPath)).toMatch(/./)
})
