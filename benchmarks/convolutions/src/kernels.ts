/** Our kernels and the stock ones, as functions that run one convolution and drop its result. */
import { startBackend, type Running } from '@layersmith/backends'
import { installKernels } from '@layersmith/wasm-kernels'
import * as tf from '@tensorflow/tfjs'
import type { Case } from './cases.js'

export const contestants = ['own', 'exact', 'stock', 'inputGradient', 'filterGradient'] as const
/** Switches to the kernels of a contestant: `exact` is ours without F(4x4, 3x3). */
export const select = async (name: (typeof contestants)[number]): Promise<void> => {
  await installKernels({ exact: name === 'exact' })
}

export type Contestants = { readonly [N in (typeof contestants)[number]]: () => void }

const functionOf = (name: string): tf.KernelFunc => tf.getKernel(name, 'wasm').kernelFunc

/** The names of TensorFlow.js's kernels. */
const NAMES = {
  convolution: {
    forward: 'FusedConv2D',
    inputGradient: 'Conv2DBackpropInput',
    filterGradient: 'Conv2DBackpropFilter',
  },
  depthwise: {
    forward: 'FusedDepthwiseConv2D',
    inputGradient: 'DepthwiseConv2dNativeBackpropInput',
    filterGradient: 'DepthwiseConv2dNativeBackpropFilter',
  },
} as const
type Kind = keyof typeof NAMES

interface Functions {
  readonly stock: tf.KernelFunc
  readonly own: tf.KernelFunc
  readonly inputGradient: tf.KernelFunc
  readonly filterGradient: tf.KernelFunc
}

/** Starts the wasm backend on one thread; the kernels it has before ours are XNNPACK's. */
export const startKernels = async (): Promise<{
  readonly running: Running
  readonly functions: Readonly<Record<Kind, Functions>>
}> => {
  const without = await startBackend({ require: 'wasm', fastKernels: false, threads: 1 })
  const stock = {
    convolution: functionOf(NAMES.convolution.forward),
    depthwise: functionOf(NAMES.depthwise.forward),
  }
  const off = await installKernels()
  const functionsOf = (kind: Kind): Functions => {
    const { forward, inputGradient, filterGradient } = NAMES[kind]
    return {
      stock: stock[kind],
      own: functionOf(forward),
      inputGradient: functionOf(inputGradient),
      filterGradient: functionOf(filterGradient),
    }
  }
  return {
    running: { ...without, fastKernels: { on: true, build: off.build, because: null } },
    functions: { convolution: functionsOf('convolution'), depthwise: functionsOf('depthwise') },
  }
}

/**
 * Prepares the tensors of a case and the functions to time, and compares the output of our kernel
 * with that of the stock kernel.
 */
export const prepare = (
  { batch, size, channels, filters, kernel, stride, isDepthwise }: Case,
  all: Readonly<Record<Kind, Functions>>,
): { readonly run: Contestants; readonly dispose: () => void } => {
  const functions = all[isDepthwise ? 'depthwise' : 'convolution']
  const x = tf.randomNormal([batch, size, size, channels], 0, 1, 'float32', 1)
  const filter = tf.randomNormal(
    [kernel, kernel, channels, isDepthwise ? 1 : filters],
    0,
    1,
    'float32',
    2,
  )
  const bias = tf.randomNormal([filters], 0, 1, 'float32', 3)
  const outputs = Math.ceil(size / stride)
  const dy = tf.randomNormal([batch, outputs, outputs, filters], 0, 1, 'float32', 4)
  const attrs = {
    strides: [stride, stride],
    pad: 'same',
    dilations: [1, 1],
    dataFormat: 'NHWC',
    activation: 'relu',
    leakyreluAlpha: 0,
  }
  const backend = tf.backend()
  const runs =
    (kernelFunc: tf.KernelFunc, inputs: tf.NamedTensorInfoMap, more: object = {}) =>
    (): tf.TensorInfo => {
      const result = kernelFunc({ inputs, backend, attrs: { ...attrs, ...more } })
      if (Array.isArray(result)) throw new Error('a convolution has one result')
      return result
    }
  const own = runs(functions.own, { x, filter, bias }),
    stock = runs(functions.stock, { x, filter, bias })
  // F(4x4, 3x3) errs by up to 2e-5 of the largest value.
  checkEqual(own(), stock())
  const dropResult = (run: () => tf.TensorInfo) => () => {
    backend.disposeData(run().dataId)
  }
  return {
    run: {
      own: dropResult(own),
      exact: dropResult(own),
      stock: dropResult(stock),
      inputGradient: dropResult(
        runs(functions.inputGradient, { dy, filter }, { inputShape: x.shape }),
      ),
      filterGradient: dropResult(
        runs(functions.filterGradient, { x, dy }, { filterShape: filter.shape }),
      ),
    },
    dispose: () => tf.dispose([x, filter, bias, dy]),
  }
}

const checkEqual = (own: tf.TensorInfo, stock: tf.TensorInfo): void => {
  const [a, b] = [own, stock].map((info) => tf.engine().makeTensorFromTensorInfo(info))
  if (a === undefined || b === undefined) throw new Error('expected two tensors')
  const difference = tf.tidy(
    () => tf.div(tf.max(tf.abs(tf.sub(a, b))), tf.max(tf.abs(b))).dataSync()[0] ?? NaN,
  )
  tf.dispose([a, b])
  if (!(difference <= 2e-5))
    throw new Error(`the two convolutions differ by ${difference} times the largest value`)
}
