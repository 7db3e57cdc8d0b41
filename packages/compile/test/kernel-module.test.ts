// The module of kernels starts where it can, and says what is missing where it cannot.
import { afterEach, expect, jest, test } from '@jest/globals'
import { kernelModule } from '../src/runtime/kernels.js'

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
  expect(WebAssembly.Module.exports(module).map(({ name }) => name)).toEqual(['batch', 'run'])
  expect(await kernelModule()).toBe(module)
})
