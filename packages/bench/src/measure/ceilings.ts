/**
 * What a backend can do at best: how fast it moves memory and how fast it multiplies, with its
 * simplest kernels.
 */
import * as tf from '@tensorflow/tfjs'

/** A ceiling and the size at which it was reached. */
export interface Ceiling {
  /** 10⁹ bytes or floating-point operations per second. */
  readonly rate: number
  /** Numbers in a vector, or rows of a square matrix. */
  readonly size: number
}

/** The limits of a device, as measured: no kernel can do better. */
export interface Ceilings {
  /** Of memory: adding two vectors moves three times the bytes of one. */
  readonly bandwidth: Ceiling
  /** Of arithmetic: multiplying two square matrices takes 2n³ operations. */
  readonly arithmetic: Ceiling
}

interface Kernel {
  readonly sizes: readonly number[]
  readonly shape: (size: number) => number[]
  readonly work: (size: number) => number
  readonly compute: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor
}

const addition: Kernel = {
  sizes: Array.from({ length: 13 }, (_, i) => 2 ** (14 + i)),
  shape: (size) => [size],
  work: (size) => 3 * 4 * size,
  compute: (a, b) => tf.add(a, b),
}
const multiplication: Kernel = {
  sizes: Array.from({ length: 7 }, (_, i) => 2 ** (7 + i)),
  shape: (size) => [size, size],
  work: (size) => 2 * size ** 3,
  compute: (a, b) => tf.matMul(a, b),
}

/** With this many seconds, each run is long enough for a GPU, whose results take time to arrive. */
const ample = 2

/**
 * Measures the ceilings of the current backend. They are no specifications of the device, but what
 * TensorFlow.js's kernels reach there. `seconds` is the time that one measurement gets, as in
 * `bench`. By default it is 2, with which the ceilings take about four times as long; less makes
 * them quicker and less certain, more changes nothing.
 * @example
 * import { measureCeilings } from '@layersmith/bench'
 * import { startBackend } from '@layersmith/backends'
 * await startBackend({ require: 'wasm' })
 * const { arithmetic } = await measureCeilings({ seconds: 0.1 })
 * arithmetic.rate > 0 // true
 */
export const measureCeilings = async ({ seconds = ample } = {}): Promise<Ceilings> => {
  // a run of this many milliseconds shows the rate, not the cost of starting it
  const longEnough = 25 * Math.min(ample, seconds)
  return {
    bandwidth: await ceilingOf(addition, longEnough),
    arithmetic: await ceilingOf(multiplication, longEnough),
  }
}

/** The best rate over growing sizes, up to the first size that takes long enough. */
const ceilingOf = async (kernel: Kernel, longEnough: number): Promise<Ceiling> => {
  let best: Ceiling = { rate: 0, size: 0 }
  for (const size of kernel.sizes) {
    const [a, b] = [tf.randomUniform(kernel.shape(size)), tf.randomUniform(kernel.shape(size))]
    try {
      // the first run compiles the kernel and moves the operands to the device
      await chained(kernel, a, b, 1)
      const once = await chained(kernel, a, b, 1)
      // enough runs in a row to make waiting for the device negligible
      const runs = Math.max(2, Math.min(50, Math.ceil((2 * longEnough) / once)))
      const times = [
        await chained(kernel, a, b, runs),
        await chained(kernel, a, b, runs),
        await chained(kernel, a, b, runs),
      ]
      // in 10⁹ per second, from milliseconds
      const rate = kernel.work(size) / ((1e6 * Math.min(...times)) / runs)
      if (rate > best.rate) best = { rate, size }
      if (once > longEnough) break
    } finally {
      tf.dispose([a, b])
    }
  }
  return best
}

/**
 * Milliseconds of several runs in a row; it waits for the device once, at the end, by reading one
 * number of the last result.
 */
const chained = async (
  { compute }: Kernel,
  a: tf.Tensor,
  b: tf.Tensor,
  runs: number,
): Promise<number> => {
  const since = performance.now()
  for (let i = 1; i < runs; i++) compute(a, b).dispose()
  const last = tf.tidy(() => compute(a, b).flatten().slice(0, 1))
  await last.data()
  const spent = performance.now() - since
  last.dispose()
  return spent
}
