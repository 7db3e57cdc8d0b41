// node and node-gpu without libtensorflow: every way they can be refused, and what a start leaves
// behind.
import * as util from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import {
  engine,
  getBackend,
  getKernelsForBackend,
  memory,
  setBackend,
  unregisterKernel,
} from '@tensorflow/tfjs'
import { tfjsNodeGpu } from '../src/tfjs-backends/tfjs-node-gpu.js'
import { tfjsNode } from '../src/tfjs-backends/tfjs-node.js'
import { startBackend } from '../src/index.js'
import { nodeJsModules } from '../src/base/node-js.js'
import {
  coded,
  failing,
  named,
  nodeJs,
  NodeJSKernelBackend,
  notInstalled,
  refusalOf,
  register,
  runningOf,
  unnamed,
} from './support/hosts.js'

const names = { node: '@tensorflow/tfjs-node', 'node-gpu': '@tensorflow/tfjs-node-gpu' } as const

/** As the packages do: registers under one name and becomes the current backend. */
const loading = (isGPUPackage: boolean, seesGpu: boolean) => async () => {
  register('tensorflow', () => new NodeJSKernelBackend(isGPUPackage, seesGpu))
  await setBackend('tensorflow')
  return {}
}

const all = () => true
const cpu = (load: () => Promise<unknown>) => tfjsNode({ nodeJs, load })
const gpu = (load: () => Promise<unknown>, finds: (library: string) => boolean = all) =>
  tfjsNodeGpu({ nodeJs, load, finds })

const removed = ['isNullOrUndefined', 'isArray'] as const
const utilHas = () =>
  removed.map(
    (name) => typeof (util as unknown as { default: Record<string, unknown> }).default[name],
  )
const before = utilHas()

beforeEach(async () => {
  await startBackend({ require: 'cpu' })
})
afterEach(() => {
  if ('tensorflow' in engine().registryFactory) engine().removeBackend('tensorflow')
  for (const { kernelName } of getKernelsForBackend('tensorflow'))
    unregisterKernel(kernelName, 'tensorflow')
  expect(memory().numTensors).toBe(0)
})

describe.each(['node', 'node-gpu'] as const)(
  '%s is refused and leaves nothing behind',
  (backend) => {
    const name = names[backend]
    const start = (load: () => Promise<unknown>) => (backend === 'node' ? cpu(load) : gpu(load))

    afterEach(() => {
      expect(getBackend()).toBe('cpu')
      expect(utilHas()).toEqual(before)
      expect(process.env['TF_NUM_INTRAOP_THREADS']).toBeUndefined()
      expect(getKernelsForBackend('tensorflow')).toEqual([])
    })

    test('where it is not installed', async () => {
      expect(await refusalOf(start(failing(notInstalled(name))))).toEqual({
        backend,
        code: 'package',
        tried: `import('${name}')`,
        got: 'it is not installed',
        fix: `Run npm install ${name}`,
      })
    })

    test('where its addon was not built', async () => {
      // tfjs-node's own words, thrown as a plain Error without a code
      const error = new Error(
        `The Node.js native addon module (tfjs_binding.node) can not be found at path: /app/lib/napi-v8/tfjs_binding.node. \nPlease run command 'npm rebuild ${name} --build-addon-from-source'`,
      )
      expect(await refusalOf(start(failing(error)))).toMatchObject({
        code: 'addon',
        fix: expect.stringContaining(`npm rebuild ${name}`),
      })
    })

    test('where libtensorflow is missing', async () => {
      const error = coded(
        'libtensorflow.so.2: cannot open shared object file: No such file or directory',
        'ERR_DLOPEN_FAILED',
      )
      expect(await refusalOf(start(failing(error)))).toMatchObject({
        code: 'library',
        got: 'the dynamic linker does not find libtensorflow.so.2',
        fix: expect.stringContaining(`npm rebuild ${name}`),
      })
    })

    test('where another library is missing', async () => {
      const error = coded(
        'libstdc++.so.6: cannot open shared object file: No such file or directory',
        'ERR_DLOPEN_FAILED',
      )
      expect(await refusalOf(start(failing(error)))).toMatchObject({
        code: 'library',
        fix: 'Install the system package that contains libstdc++.so.6',
      })
    })

    test('where a package that it needs is not installed', async () => {
      expect(
        await refusalOf(start(failing(coded("Cannot find module 'progress'", 'MODULE_NOT_FOUND')))),
      ).toMatchObject({
        code: 'package',
        got: "Cannot find module 'progress'",
        fix: `Reinstall it: npm install ${name}`,
      })
    })

    test('where it registers with another copy of TensorFlow.js', async () => {
      expect(await refusalOf(start(() => Promise.resolve({})))).toMatchObject({
        code: 'not-registered',
        fix: expect.stringContaining('npm ls'),
      })
    })

    test('in a browser', async () => {
      const host = { nodeJs: undefined, load: failing(new Error('never asked')), finds: all }
      expect(
        await refusalOf(backend === 'node' ? tfjsNode(host) : tfjsNodeGpu(host)),
      ).toMatchObject({
        code: 'platform',
      })
    })
  },
)

test('an import that fails late leaves none of its kernels', async () => {
  const late = () => {
    register('tensorflow', () => new NodeJSKernelBackend(false, false))
    engine().removeBackend('tensorflow')
    return Promise.reject(
      coded('libtensorflow.so.2: cannot open shared object file', 'ERR_DLOPEN_FAILED'),
    )
  }
  expect(await refusalOf(cpu(late), { ...named, threads: 2 })).toMatchObject({ code: 'library' })
  expect(getKernelsForBackend('tensorflow')).toEqual([])
  expect(process.env['TF_NUM_INTRAOP_THREADS']).toBeUndefined()
})

test('a package without its addon is not even imported', async () => {
  // This is the case in this workspace, whose installs run no install scripts, unless
  // npm run test:native has built the addon.
  const host = {
    nodeJs: {
      ...nodeJsModules()!,
      fs: { ...nodeJsModules()!.fs, readdir: () => Promise.resolve([]) } as never,
    },
    load: failing(new Error('imported')),
  }
  expect(await refusalOf(tfjsNode(host))).toMatchObject({
    code: 'addon',
    got: 'it is installed without its native addon',
  })
})

describe('node', () => {
  test('starts on all cores, with the functions that Node.js 23 removed', async () => {
    expect(await runningOf(cpu(loading(false, false)), unnamed)).toMatchObject({
      backend: 'node',
      tfName: 'tensorflow',
      device: 'cpu',
      threads: nodeJs.os.availableParallelism(),
      versions: { library: 'libtensorflow 2.9.1' },
    })
    expect(utilHas()).toEqual(['function', 'function'])
    expect(getBackend()).toBe('tensorflow')
  })

  test('starts on as many threads as asked, once', async () => {
    const start = cpu(loading(false, false))
    expect(await runningOf(start, { ...named, threads: 2 })).toMatchObject({ threads: 2 })
    expect(process.env['TF_NUM_INTRAOP_THREADS']).toBe('2')
    expect(await runningOf(start, { ...named, threads: 2 })).toMatchObject({ threads: 2 })
    expect(await refusalOf(start, { ...named, threads: 3 })).toMatchObject({
      code: 'process',
      fix: expect.stringContaining('first call'),
    })
    Reflect.deleteProperty(process.env, 'TF_NUM_INTRAOP_THREADS')
  })

  test('accepts the GPU package when it sees no GPU', async () => {
    await refusalOf(gpu(loading(true, false)))
    expect(getBackend()).toBe('cpu')
    expect(await runningOf(cpu(failing(new Error('never asked'))))).toMatchObject({
      backend: 'node',
      device: 'cpu',
    })
  })

  test('is refused where the GPU package computes on the GPU', async () => {
    await runningOf(gpu(loading(true, true)))
    expect(await refusalOf(cpu(failing(new Error('never asked'))))).toMatchObject({
      code: 'process',
      fix: expect.stringContaining('new process'),
    })
  })
})

describe('node-gpu', () => {
  test('starts on the GPU that libtensorflow sees', async () => {
    expect(await runningOf(gpu(loading(true, true)), unnamed)).toMatchObject({
      backend: 'node-gpu',
      device: 'gpu',
      threads: null,
    })
  })

  test.each([
    [
      'no driver',
      (library: string) => library !== 'libcuda.so.1' && library !== 'nvcuda.dll',
      'library',
      'no NVIDIA driver',
    ],
    [
      'no CUDA',
      (library: string) => /cuda\.|cuda\.so|cudnn/.test(library),
      'library',
      'libcudart.so.11.0, libcublas.so.11',
    ],
    [
      'no cuDNN',
      (library: string) => !library.includes('cudnn'),
      'library',
      'does not find libcudnn.so.8',
    ],
    ['everything but a GPU', all, 'device', 'the driver, CUDA and cuDNN are there'],
  ])('is refused with %s, although the package is installed', async (_what, finds, code, got) => {
    const refusal = await refusalOf(gpu(loading(true, false), finds))
    expect(refusal).toMatchObject({ backend: 'node-gpu', code, got: expect.stringContaining(got) })
    expect(getBackend()).toBe('cpu')
  })

  test('is refused where this process has already loaded the package without CUDA', async () => {
    await runningOf(cpu(loading(false, false)))
    expect(await refusalOf(gpu(failing(new Error('never asked'))))).toMatchObject({
      code: 'process',
      fix: expect.stringContaining('new process'),
    })
  })

  test('is refused on several threads', async () => {
    expect(await refusalOf(gpu(loading(true, true)), { ...named, threads: 4 })).toMatchObject({
      code: 'threads',
    })
  })
})
