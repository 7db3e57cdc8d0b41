// Backends that claim to work and do not.
import { beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import {
  copyRegisteredKernels,
  engine,
  getBackend,
  MathBackendCPU,
  memory,
  registerBackend,
  registerKernel,
  setBackend,
  unregisterKernel,
  type KernelBackend,
} from '@tensorflow/tfjs'
import { isLeft } from 'fp-ts/lib/Either.js'
import { activate } from '../src/verify/activate.js'
import { isInstanceOf } from '../src/verify/target.js'

class Other extends MathBackendCPU {}

const target = (tfName: string, owns = (holder: KernelBackend) => isInstanceOf(holder, Other)) =>
  ({ backend: 'webgpu', tfName, owns, fix: 'Plug the device in' }) as const

const refused = async (tfName: string, owns?: (holder: KernelBackend) => boolean) => {
  const before = getBackend()
  const result = await activate(target(tfName, owns))()
  expect(getBackend()).toBe(before)
  expect(memory().numTensors).toBe(0)
  return isLeft(result) ? result.left : undefined
}

/** Emscripten and browsers also reject with plain objects. */
const lost: Error = { name: 'Lost', message: 'adapter not found' }

/** A backend that computes with cpu's kernels. */
const register = (name: string, make: () => KernelBackend | Promise<KernelBackend>): void => {
  registerBackend(name, make, 0)
  copyRegisteredKernels('cpu', name)
}

const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined)
beforeAll(() => {
  register('fine', () => new Other())
  register('late', () => Promise.resolve(new Other()))
  register('throws', () => {
    throw new Error('no device')
  })
  register('rejects', () => Promise.reject(new Error('device lost')))
  register('rejects-with-data', () => Promise.reject(lost))
  register('other-class', () => new MathBackendCPU())
  register('wrong', () => new Other())
  register('broken', () => new Other())
  const matMul = { kernelName: 'BatchMatMul', setupFunc: undefined }
  for (const backendName of ['wrong', 'broken']) unregisterKernel('BatchMatMul', backendName)
  registerKernel({
    ...matMul,
    backendName: 'wrong',
    kernelFunc: ({ backend }) => {
      const { makeTensorInfo } = backend as Pick<MathBackendCPU, 'makeTensorInfo'>
      return makeTensorInfo.call(
        backend as never,
        [1, 2, 2],
        'float32',
        Float32Array.of(19, 22, 43, 51),
      )
    },
  })
  registerKernel({
    ...matMul,
    backendName: 'broken',
    kernelFunc: () => {
      throw new Error('out of memory')
    },
  })
})

describe.each(['no backend', 'cpu'])('with %s in use before, refuses', (before) => {
  beforeEach(async () => {
    if (before === 'cpu') await setBackend('cpu')
  })

  test('a name that TensorFlow.js does not know', async () => {
    expect(await refused('no-such-backend')).toMatchObject({
      code: 'not-registered',
      tried: "tf.setBackend('no-such-backend')",
      got: expect.stringContaining('cpu'),
    })
  })

  test.each([
    ['throws', 'it returned false: no device'],
    ['rejects', 'it returned false: device lost'],
    ['rejects-with-data', 'it returned false: adapter not found'],
  ])('a backend that cannot be initialized: %s', async (name, got) => {
    expect(await refused(name)).toEqual({
      backend: 'webgpu',
      code: 'initialisation',
      tried: `tf.setBackend('${name}')`,
      got,
      fix: 'Plug the device in',
    })
    // a second try is refused too
    expect(await refused(name)).toMatchObject({ code: 'initialisation', got })
  })

  test('a backend whose first operation fails', async () => {
    expect(await refused('broken')).toMatchObject({ code: 'operation', got: 'out of memory' })
  })

  test('a backend that computes wrong numbers', async () => {
    expect(await refused('wrong')).toMatchObject({
      code: 'operation',
      got: 'got [19, 22, 43, 51] instead of [19, 22, 43, 50]',
    })
  })

  test('a backend whose data is in another class of backend', async () => {
    expect(await refused('other-class')).toMatchObject({
      code: 'data',
      got: 'MathBackendCPU holds it',
      fix: expect.stringContaining('npm ls'),
    })
  })
})

test.each(['fine', 'late'])('activates a backend that works: %s', async (name) => {
  expect(isLeft(await activate(target(name))())).toBe(false)
  expect(getBackend()).toBe(name)
  expect(memory().numTensors).toBe(0)
  // the factory is again the one that was registered
  expect(engine().findBackendFactory(name)()).not.toBe(engine().registry[name])
  await setBackend('cpu')
})

test('a class from a second copy of the package counts as the same class', () => {
  const Copy = { Other: class Other extends MathBackendCPU {} }.Other
  expect(isInstanceOf(new Copy(), Other)).toBe(true)
  expect(isInstanceOf(new MathBackendCPU(), Other)).toBe(false)
})

test('TensorFlow.js still prints its own reason', () => {
  expect(
    warn.mock.calls
      .flat()
      .some((text) => String(text).includes('Initialization of backend throws failed')),
  ).toBe(true)
})
