import type { KernelFunc } from '@tensorflow/tfjs-core'
import { Scope, type Heap, type Info } from './scope.js'

/** Why TensorFlow.js 4.22 needs the kernel: it has none, its own gives wrong numbers, or its own is many times slower. */
export type Reason = 'missing' | 'wrong' | 'slow'

/** A kernel that we register on TensorFlow.js's wasm backend. */
export interface WasmKernel {
  /** TensorFlow.js's name of the kernel. */
  readonly name: string
  readonly reason: Reason
  /** One sentence: what a user would meet without it. */
  readonly because: string
  /** The function to register; it may hand work on to the stock kernel. */
  readonly build: (stock: KernelFunc | undefined) => KernelFunc
}

/** Inputs that are always there, by name. */
export type Given<Names extends string> = Readonly<Record<Names, Info>>

interface Definition<Inputs, Attrs> {
  readonly name: string
  readonly reason: Reason
  readonly because: string
  readonly run: (scope: Scope, inputs: Inputs, attrs: Attrs) => Info
}

/**
 * Defines one kernel. `run` computes with a {@link Scope} and returns one of its results; everything else that it made
 * is freed.
 */
export const defineKernel = <Inputs extends object, Attrs extends object>(
  { name, reason, because, run }: Definition<Inputs, Attrs>,
): WasmKernel => ({
  name,
  reason,
  because,
  build: (stock) => ({ inputs, backend, attrs }) => {
    // The registry hands a kernel the backend that it is registered for.
    const scope = new Scope(backend as Heap, stock)
    let result: Info | undefined
    try {
      // TensorFlow.js calls a kernel with the inputs and attributes that its own declarations promise for the name.
      result = run(scope, inputs as unknown as Inputs, attrs as Attrs)
      return result
    } finally {
      scope.close(result)
    }
  },
})
