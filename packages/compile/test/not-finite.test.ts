// What infinity and NaN in an image do to a convolution by tiles, as the README says.
import { describe, expect, it } from '@jest/globals'
import { compile } from '@layersmith/compile'
import { input } from '@layersmith/core'
import { toModel } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'

const SIZE = 16
const CHANNELS = 32

/**
 * What predict and the program make of two images, the first of which has a number that is none.
 */
const both = async (bad: number, at: number, exact: boolean) => {
  const net = input([SIZE, SIZE, CHANNELS]).conv(CHANNELS, 3, { padding: 'same' })
  const built = toModel(net, { seed: 1 })
  const run = await compile(built, { engine: 'wasm', exact })
  const numbers = new Float32Array(2 * SIZE * SIZE * CHANNELS).map((_, i) => Math.sin(i))
  numbers[(at * SIZE + at) * CHANNELS + 5] = bad
  const x = tf.tensor4d(numbers, [2, SIZE, SIZE, CHANNELS])
  const [theirs, ours] = [built.predict(x), run(x)]
  const result = {
    kernel: run.report.ops[0]?.kernel,
    theirs: theirs.dataSync(),
    ours: ours.dataSync(),
  }
  tf.dispose([x, theirs, ours])
  run.dispose()
  built.dispose()
  return result
}

describe.each([
  { exact: false, tile: 4 },
  { exact: true, tile: 2 },
])('tiles of $tile', ({ exact, tile }) => {
  it.each([NaN, Infinity, -Infinity])(
    'that read %d lose their numbers, and no others',
    async (bad) => {
      const at = 9
      const { kernel, theirs, ours } = await both(bad, at, exact)
      expect(kernel).toBe(`winograd ${tile}x${tile}`)
      // a tile of pixels reads a pixel around it
      const reads = (i: number) => {
        const first = Math.floor(i / tile) * tile
        return first - 1 <= at && at <= first + tile
      }
      let reached = 0
      ours.forEach((n, i) => {
        const pixel = Math.floor(i / CHANNELS)
        const [image, r, c] = [
          Math.floor(pixel / SIZE ** 2),
          Math.floor(pixel / SIZE) % SIZE,
          pixel % SIZE,
        ]
        if (image === 0 && reads(r) && reads(c)) {
          if (!Number.isFinite(n)) reached++
          // where predict's own is not finite
          if (!Number.isFinite(theirs[i])) expect(Number.isFinite(n)).toBe(false)
        } else expect(Math.abs(n - (theirs[i] ?? NaN))).toBeLessThan(1e-4)
      })
      expect(reached).toBeGreaterThanOrEqual(9 * CHANNELS)
    },
  )
})
