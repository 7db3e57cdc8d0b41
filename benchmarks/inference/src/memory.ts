/**
 * The memory of predictions. Each is measured in a process of its own: what a process has used once
 * stays with it.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { startBackend } from '@layersmith/backends'
import { compile } from '@layersmith/compile'
import { type AnyNet, plan } from '@layersmith/core'
import { toModel } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'
import { type NetName, nets } from './nets.js'

export interface MemoryAssignment {
  readonly contestant: 'predict' | 'compiled'
  readonly net: NetName
  readonly batch: number
  readonly threads: number
}

/** In bytes, of `predict` on our kernels. */
export interface PredictMemory {
  readonly contestant: 'predict'
  /** The tensors that are there at once: weights, batch, values, results. */
  readonly tensors: number
  /** What the wasm backend has used of its heap beyond what it uses before there is a net. */
  readonly heap: number
  /** By how much the heap is larger than before there is a net: it grows in leaps. */
  readonly grown: number
  readonly resident: number | null
}

/** In bytes, of a compiled program on the engine wasm. */
export interface CompiledMemory {
  readonly contestant: 'compiled'
  /** The program's own memory: weights, values, and all else that its kernels read and write. */
  readonly memory: number
  /** Batch and results, each as a tensor and as an array. */
  readonly numbers: number
  readonly resident: number | null
}

/** What a worker answers; its process may end before it does. */
export type MemoryAnswer =
  | PredictMemory
  | CompiledMemory
  | { readonly contestant: 'none'; readonly how: string }

/** Measures a contestant in this process, in which nothing else has run. */
export const measureMemory = async (given: MemoryAssignment): Promise<MemoryAnswer> => {
  const { contestant, net, batch, threads } = given
  await startBackend({ require: 'wasm', threads })
  const all: Readonly<Record<NetName, () => AnyNet>> = { ...nets.small, ...nets.large }
  const made = all[net]()
  const [shape = []] = plan(made).inputs.map((one) => one.shape.map(Number))
  return contestant === 'predict'
    ? predictMemory(made, [batch, ...shape])
    : compiledMemory(made, [batch, ...shape], threads)
}

const predictMemory = async (net: AnyNet, shape: readonly number[]): Promise<PredictMemory> => {
  const before = heap()
  const [used, size] = [usedOf(before), before.length]
  const built = toModel(net, { seed: 1 })
  const { model } = built
  const x = tf.ones([...shape])
  const predict = (): tf.Tensor => model.predict(x) as tf.Tensor // one output
  const resident = residentBy(predict)
  const after = heap()
  const grown = { heap: usedOf(after) - used, grown: after.length - size }
  // afterwards, because it reads all values
  const { peakBytes, result } = await tf.profile(predict)
  tf.dispose([result, x])
  built.dispose()
  return { contestant: 'predict', tensors: peakBytes, ...grown, resident }
}

const compiledMemory = async (
  net: AnyNet,
  shape: readonly number[],
  threads: number,
): Promise<CompiledMemory> => {
  const built = toModel(net, { seed: 1 })
  const [run, memories] = await memoriesOf(() => compile(built, { engine: 'wasm', threads }))
  built.dispose()
  const x = tf.ones([...shape])
  let results = 0
  const resident = residentBy(() => {
    const y = run(x)
    results = y.size
    return y
  })
  // before it is disposed of, since that frees them
  const memory = memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0)
  run.dispose()
  x.dispose()
  return { contestant: 'compiled', memory, numbers: 2 * 4 * (x.size + results), resident }
}

/** What is made meanwhile, and the memories of wasm that come with it. */
const memoriesOf = async <T>(
  make: () => Promise<T>,
): Promise<readonly [made: T, memories: readonly WebAssembly.Memory[]]> => {
  const { Memory } = WebAssembly
  const memories: WebAssembly.Memory[] = []
  WebAssembly.Memory = class extends Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor)
      memories.push(this)
    }
  }
  try {
    return [await make(), memories]
  } finally {
    WebAssembly.Memory = Memory
  }
}

/** The heap of the wasm backend. */
const heap = (): Uint8Array =>
  // that backend has a module of Emscripten
  (tf.engine().backend as unknown as { readonly wasm: { readonly HEAPU8: Uint8Array } }).wasm.HEAPU8

/** The bytes up to the last one that was ever written, since a fresh heap is zeros. */
const usedOf = ({ buffer, length }: Uint8Array): number => {
  const words = new Int32Array(buffer, 0, length / 4)
  let end = words.length
  while (end > 0 && words[end - 1] === 0) end--
  return 4 * end
}

/**
 * By how much the memory of the process that is in use grows at most meanwhile, in bytes; null
 * where the system does not say.
 */
const residentBy = (predict: () => tf.Tensor): number | null => {
  collectGarbage()
  const before = process.memoryUsage.rss()
  const isReset = resetPeak()
  predict().dispose()
  const peak = peakOf()
  return isReset && peak !== null ? Math.max(0, peak - before) : null
}

const collectGarbage = (): void => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void // the flag lets a context have it
  collect()
}

/** Lets Linux forget the most memory that this process has used. */
const resetPeak = (): boolean => {
  try {
    writeFileSync('/proc/self/clear_refs', '5')
    return true
  } catch {
    return false
  }
}

const peakOf = (): number | null => {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
    return kilobytes === undefined ? null : 1024 * Number(kilobytes)
  } catch {
    return null
  }
}
