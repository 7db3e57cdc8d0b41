/** Where TensorFlow.js computes: contestants take turns, so it changes all the time. */
import { type Off, installKernels } from '@layersmith/wasm-kernels'
import * as tf from '@tensorflow/tfjs'

/** On wasm with our kernels or with its own, or on tfjs-node. */
export type Stage = 'ours' | 'stock' | 'node'

/** Backends by their names in TensorFlow.js. */
const backends = { ours: 'wasm', stock: 'wasm', node: 'tensorflow' } as const

/** The stages of a process, whose backends have been started. */
export class Stages {
  readonly #threads: number
  #off: Off | null = null

  constructor(threads: number) {
    this.#threads = threads
  }

  /** Makes TensorFlow.js compute there. This is never timed. */
  async enter(stage: Stage = 'ours'): Promise<void> {
    const backend = backends[stage]
    if (tf.getBackend() !== backend) await tf.setBackend(backend)
    if (stage === 'stock') {
      this.#off?.()
      this.#off = null
    }
    // startBackend has installed them with threads; this only returns what switches them off
    if (stage === 'ours') this.#off ??= await installKernels({ threads: this.#threads })
  }
}
