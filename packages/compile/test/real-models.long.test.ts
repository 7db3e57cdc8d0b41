// Models that others trained and published in npm packages, compiled for each engine.
import { startBackend } from '@layersmith/backends'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { compile } from '@layersmith/compile'
import { loadModel } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'
/* oxlint-disable no-restricted-imports -- tests have no names; these are models of all packages */
import { realModels } from '../../tfjs/test/support/real-models.js'
import { differenceOf } from './support/compare.js'

beforeAll(() => startBackend({ require: 'wasm', fastKernels: false }))
afterAll(() => tf.setBackend('cpu'))

/** Of the largest number. */
const MOST = { tfjs: 1e-5, exact: 1e-5, wasm: 1e-4 } as const

describe.each(realModels)('$name', ({ handler }) => {
  it.each(['tfjs', 'exact', 'wasm'] as const)(
    'as predict: %s',
    async (way) => {
      const before = tf.memory().numTensors
      const model = await loadModel(handler())
      const [input] = model.inputs
      const x = tf.randomUniform(
        [2, ...(input?.shape.slice(1) ?? []).map((size) => size ?? 24)],
        0,
        1,
        'float32',
        1,
      )
      const run = await compile(model, {
        engine: way === 'tfjs' ? 'tfjs' : 'wasm',
        exact: way === 'exact',
      })
      const [y, wanted] = [run(x), model.predict(x)]
      expect(differenceOf(y, wanted)).toBeLessThan(MOST[way])
      tf.dispose([x, y, wanted])
      run.dispose()
      model.dispose()
      expect(tf.memory().numTensors).toBe(before)
    },
    300_000,
  )
})
