// Fake environments: packages that fail to load in every possible way, and backends that compute
// with cpu's kernels.
import { expect } from '@jest/globals'
import {
  copyRegisteredKernels,
  MathBackendCPU,
  registerBackend,
  type DataId,
} from '@tensorflow/tfjs'
import { isLeft, isRight } from 'fp-ts/lib/Either.js'
import type { Request, Running, Start } from '../../src/base/backend-contract.js'
import { nodeJsModules } from '../../src/base/node-js.js'
import type { Refusal } from '../../src/base/refusal.js'

export const unnamed: Request = { named: false }
export const named: Request = { named: true }

export const refusalOf = async (start: Start, request = named): Promise<Refusal> => {
  const result = await start(request)()
  if (!isLeft(result)) throw new Error(`${result.right.backend} started`)
  for (const text of [result.left.tried, result.left.got, result.left.fix])
    expect(text.length).toBeGreaterThan(5)
  return result.left
}

export const runningOf = async (start: Start, request = named): Promise<Running> => {
  const result = await start(request)()
  if (!isRight(result)) throw new Error(`${result.left.tried}; ${result.left.got}`)
  return result.right
}

const modules = nodeJsModules()!

/**
 * Node.js in a place from which it finds no package, on a system where it cannot tell whether there
 * is a GPU.
 */
export const nodeJs = {
  ...modules,
  os: { ...modules.os, platform: (): NodeJS.Platform => 'darwin' },
  resolve: (specifier: string): string => {
    throw new Error(`Cannot find module ${specifier}`)
  },
}

/** An error as Node.js throws it. */
export const coded = (message: string, code: string): Error =>
  Object.assign(new Error(message), { code })

export const notInstalled = (name: string): Error =>
  coded(`Cannot find package '${name}' imported from /app/main.js`, 'ERR_MODULE_NOT_FOUND')

export const failing = (error: Error) => (): Promise<never> => Promise.reject(error)

/** A device that can be lost. */
export class FakeDevice {
  lose!: (info: { reason: string; message: string }) => void
  readonly lost = new Promise((resolve) => {
    this.lose = resolve
  })
  readonly adapterInfo: object
  constructor(adapterInfo: object) {
    this.adapterInfo = adapterInfo
  }
}

export class GPUBuffer {
  readonly size = 16
}

/** TensorFlow.js's WebGPU backend as this package sees it. */
export class WebGPUBackend extends MathBackendCPU {
  readonly device: FakeDevice
  /**
   * What holds a result: a buffer on the device, or nothing where it was computed on the processor.
   */
  static resource: () => unknown = () => new GPUBuffer()
  /** Whether tensors can be read without asking the device. */
  static atHand = true

  constructor(device: FakeDevice) {
    super()
    this.device = device
  }

  readonly tensorMap = {
    get: (_: DataId) => ({
      resource: WebGPUBackend.resource(),
      values: WebGPUBackend.atHand ? [] : null,
    }),
  }
}

/** tfjs-node's backend as this package sees it. */
export class NodeJSKernelBackend extends MathBackendCPU {
  readonly isGPUPackage: boolean
  readonly isUsingGpuDevice: boolean
  readonly binding = { TF_Version: '2.9.1' }
  constructor(isGPUPackage: boolean, isUsingGpuDevice: boolean) {
    super()
    this.isGPUPackage = isGPUPackage
    this.isUsingGpuDevice = isUsingGpuDevice
  }
}

/** Registers a backend that computes with cpu's kernels. */
export const register = (tfName: string, make: () => MathBackendCPU): void => {
  registerBackend(tfName, make, 3)
  copyRegisteredKernels('cpu', tfName)
}
