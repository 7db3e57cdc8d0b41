// Models that others trained and published, as nets: imported, printed, compiled, run, built and
// loaded, they compute the same.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
// the models are large: plain JavaScript would take a minute
import '@tensorflow/tfjs-backend-wasm'
import { fromModel, loadModel } from '@layersmith/tfjs'
import { complaintsAbout } from './support/compile.js'
import { realModels } from './support/real-models.js'
import { type RoundTrip, roundTrip } from './support/round-trip.js'
import { leavesNothing, wave } from './support/tensors.js'

beforeAll(() => tf.setBackend('wasm'))
afterAll(() => tf.setBackend('cpu'))

/** On images of one size, where the model takes any. */
const trip = (model: tf.LayersModel): RoundTrip => {
  const x = wave([1, ...model.inputs[0]!.shape.slice(1).map((n) => n ?? 24)])
  try {
    return roundTrip(model, x)
  } finally {
    x.dispose()
  }
}

const slim = [
  "import { block, branch, input, residual } from 'layersmith'",
  '',
  'const residual1 = residual(branch(',
  '  block(),',
  "  block().conv(4, 3, { padding: 'same', kernelInitializer: 'randomUniform' }).activation('relu'),",
  ').concat()',
  "  .conv(64, 1, { kernelInitializer: 'randomUniform' }))",
  '',
  'export const net = input([null, null, 3])',
  "  .conv(64, 3, { padding: 'same', kernelInitializer: 'randomUniform' })",
  '  .pipe(residual(block()',
  "    .conv(64, 3, { padding: 'same', kernelInitializer: 'randomUniform' })",
  '    .pipe(residual1)',
  '    .pipe(branch(block(), residual1).concat())',
  "    .conv(64, 1, { padding: 'same', kernelInitializer: 'randomUniform' })",
  "    .conv(64, 3, { padding: 'same', kernelInitializer: 'randomUniform' })))",
  "  .conv(64, 5, { padding: 'same', kernelInitializer: 'randomUniform' })",
  "  .activation('relu')",
  "  .conv(32, 3, { padding: 'same', kernelInitializer: 'randomUniform' })",
  "  .activation('relu')",
  "  .conv(12, 3, { padding: 'same', kernelInitializer: 'randomUniform' })",
  '  .upsample(2)',
  "  .conv(3, 3, { padding: 'same', kernelInitializer: 'randomUniform' })",
]

describe.each(realModels)('$name', ({ name, handler, layers, normalizations }) => {
  it(
    'computes the same as a net, from its printed source',
    () =>
      leavesNothing(async () => {
        const model = await loadModel(handler())
        const { worst, plan, source } = trip(model)
        expect(worst).toBeLessThanOrEqual(1e-5)
        // all layers except the input are there; one merge may have become several
        expect(plan.positions.filter(({ kind }) => kind !== 'concat').length).toBe(
          model.layers.filter((l) => !['InputLayer', 'Concatenate'].includes(l.getClassName()))
            .length,
        )
        expect(plan.positions.filter(({ kind }) => kind === 'bn').length).toBe(normalizations)
        expect(plan.positions.length).toBeGreaterThanOrEqual(layers - 1)
        expect(plan.params.trainable).toBe(
          model.trainableWeights.reduce((n, w) => n + w.read().size, 0),
        )
        expect(plan.params.nonTrainable).toBe(
          model.nonTrainableWeights.reduce((n, w) => n + w.read().size, 0),
        )
        if (name === 'esrgan-slim x2') expect(source.trimEnd().split('\n')).toEqual(slim)
        expect(complaintsAbout(source)).toEqual([])
        model.dispose()
      }),
    120_000,
  )

  it(
    'has every weight once',
    () =>
      leavesNothing(async () => {
        const model = await loadModel(handler())
        const { weights } = fromModel(model)
        expect(new Set(Object.values(weights))).toEqual(new Set(model.weights.map((w) => w.read())))
        expect(Object.keys(weights).length).toBe(model.weights.length)
        model.dispose()
      }),
    120_000,
  )
})
