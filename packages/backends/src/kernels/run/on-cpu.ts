import {
  findBackend,
  getKernel,
  util,
  type KernelBackend,
  type KernelFunc,
  type TensorInfo,
} from '@tensorflow/tfjs-core'
import type { Heap } from './heap.js'

/** What a kernel needs of the cpu backend besides what every backend has. */
type Cpu = Pick<KernelBackend, 'write' | 'readSync' | 'disposeData'>

const cpuBackend = (): Cpu => {
  // An unknown name gives null, which the declared type leaves out.
  const cpu = findBackend('cpu') as KernelBackend | null
  if (cpu === null)
    throw new Error(
      'The wasm backend leaves this operation to the cpu backend, which is missing: ' +
        "import '@tensorflow/tfjs'",
    )
  return cpu
}

/**
 * Runs the cpu backend's kernel of that name on copies of the inputs.
 *
 * @returns the results, in wasm's memory
 */
export const onCpu = (name: string, params: Parameters<KernelFunc>[0]): TensorInfo[] => {
  const cpu = cpuBackend()
  // The registry hands a kernel the backend that it is registered for.
  const wasm = params.backend as Heap
  const held: object[] = []
  const copy = (x: TensorInfo): TensorInfo => {
    const dataId = cpu.write(wasm.readSync(x.dataId), x.shape, x.dtype)
    held.push(dataId)
    return { ...x, dataId }
  }
  const back = ({ dataId, shape, dtype }: TensorInfo): TensorInfo => {
    held.push(dataId)
    // Neither backend has complex numbers or strings here.
    const values = util.getArrayFromDType(dtype as 'float32', util.sizeFromShape(shape))
    values.set(cpu.readSync(dataId) as Float32Array)
    return wasm.makeOutput(shape, dtype, undefined, values)
  }
  try {
    // Inputs are a list for a few kernels, and optional ones may be undefined; the declared type
    // leaves both out.
    const given = Object.entries<TensorInfo | undefined>(params.inputs)
    const copies = Object.fromEntries(
      given.flatMap(([key, x]) => (x === undefined ? [] : [[key, copy(x)] as const])),
    )
    const inputs = Array.isArray(params.inputs) ? Object.assign([], copies) : copies
    const results = getKernel(name, 'cpu').kernelFunc({ ...params, inputs, backend: cpu })
    return [results].flat().map(back)
  } finally {
    for (const dataId of held) cpu.disposeData(dataId)
  }
}
