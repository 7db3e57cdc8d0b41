import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import type { Reason } from '../../base/kernel-reason.js'
import type { Heap } from './heap.js'
import { KernelRun, type Store } from './kernel-run.js'
import type { OwnKernel } from './own-kernel.js'
import { WasmKernelRun } from './wasm-kernel-run.js'

/** The inputs that a kernel always gets, by name. */
export type Inputs<Names extends string> = Readonly<Record<Names, TensorInfo>>

interface Definition<Run extends KernelRun, Given, Attrs> {
  readonly name: string
  readonly reason: Reason
  readonly because: string
  readonly compute: (run: Run, inputs: Given, attrs: Attrs) => TensorInfo
}

type StartRun<Run> = (backend: unknown, backendName: string, stock: KernelFunc | undefined) => Run

const define = <Run extends KernelRun, Given extends object, Attrs extends object>(
  startRun: StartRun<Run>,
  { name, reason, because, compute }: Definition<Run, Given, Attrs>,
): OwnKernel => ({
  name,
  reason,
  because,
  build:
    (backendName, stock) =>
    ({ inputs, backend, attrs }) => {
      const run = startRun(backend, backendName, stock)
      let result: TensorInfo | undefined
      try {
        // TensorFlow.js calls a kernel with the inputs and attributes that its own declarations
        // promise for that name.
        result = compute(run, inputs as unknown as Given, attrs as Attrs)
        return result
      } finally {
        run.close(result)
      }
    },
})

// The registry hands a kernel the backend that it is registered for.
const onWasm: StartRun<WasmKernelRun> = (backend, name, stock) =>
  new WasmKernelRun(backend as Heap, name, stock)
const onAnyBackend: StartRun<KernelRun> = (backend, name, stock) =>
  new KernelRun(backend as Store, name, stock)

/**
 * Defines a kernel for wasm. `compute` works with a {@link WasmKernelRun} and returns one of its
 * results; everything else it made is freed.
 */
export const defineKernel = <Given extends object, Attrs extends object>(
  definition: Definition<WasmKernelRun, Given, Attrs>,
): OwnKernel => define(onWasm, definition)

/** Defines a kernel that calls only stock kernels and so fits every backend. */
export const definePortableKernel = <Given extends object, Attrs extends object>(
  definition: Definition<KernelRun, Given, Attrs>,
): OwnKernel => define(onAnyBackend, definition)
