// The module of kernels starts where it can, and says what is missing where it cannot.
import { afterEach, expect, jest, test } from '@jest/globals'
import { kernelModule } from '../src/runtime/kernels.js'
import { trainingModules } from '../src/training/machine/module.js'
import { KERNELS } from '../src/training/program/names.js'

const namesOf = (module: WebAssembly.Module): readonly string[] =>
  WebAssembly.Module.exports(module).map(({ name }) => name)

afterEach(() => {
  jest.restoreAllMocks()
})

test('an engine that lacks something is told so, and asked anew the next time', async () => {
  jest.spyOn(globalThis, 'DecompressionStream').mockImplementation(() => {
    throw new TypeError('no such stream')
  })
  await expect(kernelModule()).rejects.toThrow(
    'compile: this engine has no WebAssembly with SIMD, or no DecompressionStream; use Node 18',
  )
  jest.restoreAllMocks()
  const module = await kernelModule()
  expect(namesOf(module)).toEqual(expect.arrayContaining(['batch', 'run']))
  expect(await kernelModule()).toBe(module)
})

test('a step of training finds every kernel in its modules, and each in one of them', async () => {
  const names = (await trainingModules()).flatMap(namesOf)
  expect(names).toEqual(expect.arrayContaining([...KERNELS]))
  expect(new Set(names).size).toBe(names.length)
})
