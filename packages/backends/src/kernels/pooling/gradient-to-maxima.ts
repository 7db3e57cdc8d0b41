import type { TensorInfo } from '@tensorflow/tfjs-core'
import { eachMaximum, expectPooledShape, type PoolWindows, type Tie } from '../geometry/pooling.js'
import type { WasmKernelRun } from '../run/wasm-kernel-run.js'

/** Adds the gradient of every output to the input that holds the maximum of its window. */
export const gradientToMaxima = (
  run: WasmKernelRun,
  dy: TensorInfo,
  input: TensorInfo,
  windows: PoolWindows,
  tie: Tie,
): TensorInfo => {
  expectPooledShape(dy, windows)
  const result = run.zeros(input.shape)
  const dx = run.values(result)
  const gradients = run.values(dy)
  eachMaximum(run.values(input), windows, tie, (output, winner) => {
    // A window without a maximum passes no gradient on.
    if (winner >= 0) dx[winner] = (dx[winner] ?? 0) + (gradients[output] ?? 0)
  })
  return result
}
