// The losses of batches with their gradients. They are few numbers next to those of the net, so
// they are computed here in double precision instead of in WebAssembly.
import {
  type Row,
  crossEntropy,
  crossEntropyOfLogits,
  sparseCrossEntropy,
  throughSoftmax,
} from './cross-entropy.js'
import { ELEMENTWISE } from './elementwise.js'
import { LOSS_KINDS, type LossKind, isSparse } from './kinds.js'

/** The loss of a row, and its gradient times the factor. */
const lossOfRow = (kind: LossKind, row: Row, parameter: number): number => {
  const { gradients, through } = row
  switch (kind) {
    case 'categoricalCrossentropy':
      return crossEntropy(row)
    case 'sparseCategoricalCrossentropy':
      return sparseCrossEntropy(row)
    default: {
      const loss =
        kind === 'categoricalLogits' || kind === 'sparseLogits'
          ? crossEntropyOfLogits(row, kind === 'sparseLogits')
          : meanOfEach(kind, row, parameter)
      if (through && gradients !== null) throughSoftmax(row, gradients)
      return loss
    }
  }
}

const meanOfEach = (kind: keyof typeof ELEMENTWISE, row: Row, parameter: number): number => {
  const { value, slope } = ELEMENTWISE[kind]
  const { outputs, at, n, targets, targetAt, gradients, factor } = row
  let loss = 0
  for (let i = 0; i < n; i++) {
    const x = outputs[at + i] ?? 0
    const t = targets[targetAt + i] ?? 0
    loss += value(x, t, parameter)
    if (gradients !== null) gradients[at + i] = (slope(x, t, parameter) * factor) / n
  }
  return loss / n
}

/** The kernels of losses on a memory; addresses are in bytes, and 0 is none. */
export const lossKernels = (memory: WebAssembly.Memory) => {
  const view = (address: number, elements: number): Float32Array =>
    new Float32Array(memory.buffer, address, elements)
  return {
    /**
     * The mean loss over the rows of each image, and its gradient times `factor`. An image has
     * `rows` rows of `n` numbers.
     */
    losses: (
      index: number,
      through: number,
      output: number,
      target: number,
      gradient: number,
      means: number,
      images: number,
      rows: number,
      n: number,
      factor: number,
      parameter: number,
    ): void => {
      const kind = LOSS_KINDS[index]
      if (kind === undefined) throw new Error(`layersmith: no loss ${index}; please report`)
      const width = isSparse(kind) ? 1 : n
      const to = view(means, images)
      const row = {
        outputs: view(output, images * rows * n),
        at: 0,
        n,
        targets: view(target, images * rows * width),
        targetAt: 0,
        gradients: gradient === 0 ? null : view(gradient, images * rows * n),
        factor,
        through: through === 1,
      }
      for (let image = 0; image < images; image++) {
        let sum = 0
        for (let r = image * rows; r < (image + 1) * rows; r++) {
          row.at = r * n
          row.targetAt = r * width
          sum += lossOfRow(kind, row, parameter)
        }
        to[image] = sum / rows
      }
    },
    /** The mean of some numbers. */
    meanOf: (numbers: number, count: number, to: number): void => {
      view(to, 1)[0] = view(numbers, count).reduce((sum, one) => sum + one, 0) / count
    },
  } as const
}
