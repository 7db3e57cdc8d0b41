import type { KernelFunc } from '@tensorflow/tfjs-core'
import { Frame, type Store } from './kernel-run.js'
import { Scope, type Heap, type Info } from './wasm-kernel-run.js'

/**
 * Why TensorFlow.js 4.22 needs the kernel: it has none, its own gives wrong numbers, or its own is
 * many times slower.
 */
export type Reason = 'missing' | 'wrong' | 'slow'

/** A kernel that we register on one of TensorFlow.js's backends. */
export interface OwnKernel {
  /** TensorFlow.js's name of the kernel. */
  readonly name: string
  readonly reason: Reason
  /** One sentence: what a user would meet without it. */
  readonly because: string
  /**
   * The function to register on the backend of that name; it may hand work on to the stock kernel.
   */
  readonly build: (backendName: string, stock: KernelFunc | undefined) => KernelFunc
}

/** Inputs that are always there, by name. */
export type Given<Names extends string> = Readonly<Record<Names, Info>>

interface Definition<Run extends Frame, Inputs, Attrs> {
  readonly name: string
  readonly reason: Reason
  readonly because: string
  readonly run: (scope: Run, inputs: Inputs, attrs: Attrs) => Info
}

type Open<Run> = (backend: unknown, backendName: string, stock: KernelFunc | undefined) => Run

const definedIn = <Run extends Frame, Inputs extends object, Attrs extends object>(
  open: Open<Run>,
  { name, reason, because, run }: Definition<Run, Inputs, Attrs>,
): OwnKernel => ({
  name,
  reason,
  because,
  build:
    (backendName, stock) =>
    ({ inputs, backend, attrs }) => {
      const scope = open(backend, backendName, stock)
      let result: Info | undefined
      try {
        // TensorFlow.js calls a kernel with the inputs and attributes that its own declarations
        // promise for the name.
        result = run(scope, inputs as unknown as Inputs, attrs as Attrs)
        return result
      } finally {
        scope.close(result)
      }
    },
})

// The registry hands a kernel the backend that it is registered for.
const onHeap: Open<Scope> = (backend, name, stock) => new Scope(backend as Heap, name, stock)
const anywhere: Open<Frame> = (backend, name, stock) => new Frame(backend as Store, name, stock)

/**
 * Defines one kernel for wasm. `run` computes with a {@link Scope} and returns one of its results;
 * everything else
 * that it made is freed.
 */
export const defineKernel = <Inputs extends object, Attrs extends object>(
  definition: Definition<Scope, Inputs, Attrs>,
): OwnKernel => definedIn(onHeap, definition)

/** The same for a kernel of stock kernels alone, which fits every backend. */
export const definePortableKernel = <Inputs extends object, Attrs extends object>(
  definition: Definition<Frame, Inputs, Attrs>,
): OwnKernel => definedIn(anywhere, definition)
