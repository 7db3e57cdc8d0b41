import { UnsortedSegmentSum } from '@tensorflow/tfjs-core'
import { defineKernel, type Inputs } from '../run/define-kernel.js'

interface Attrs {
  readonly numSegments: number
}

/**
 * result[s] is the sum of the rows of x whose id is s. Rows with an id outside 0 … numSegments − 1
 * are left out, as in the cpu backend.
 *
 * x [rows, …], segmentIds [rows] (int32) → [numSegments, …].
 */
export const unsortedSegmentSum = defineKernel<Inputs<'x' | 'segmentIds'>, Attrs>({
  name: UnsortedSegmentSum,
  reason: 'missing',
  because: 'gather has no gradient on wasm, so no embedding trains',
  compute: (run, { x, segmentIds }, { numSegments }) => {
    const [rows = 0, ...inner] = x.shape
    if (segmentIds.shape.length !== 1 || segmentIds.shape[0] !== rows) {
      throw new Error(
        `the segment ids have shape [${segmentIds.shape.join(', ')}], ` +
          `but they need one for each of the ${rows} rows`,
      )
    }
    const size = inner.reduce((product, length) => product * length, 1)
    const result = run.zeros([numSegments, ...inner])
    const values = run.values(x)
    const sums = run.values(result)
    const ids = run.backend.typedArrayFromHeap(segmentIds)
    for (let row = 0; row < rows; row++) {
      const segment = ids[row] ?? -1
      if (segment < 0 || segment >= numSegments) continue
      for (let i = 0; i < size; i++) {
        const at = segment * size + i
        sums[at] = (sums[at] ?? 0) + (values[row * size + i] ?? 0)
      }
    }
    return result
  },
})
