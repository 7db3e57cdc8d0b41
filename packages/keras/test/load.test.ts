// Weights that Keras saved alone, into a net of the same layers that was written here.
import { expect, it } from '@jest/globals'
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import * as tf from '@tensorflow/tfjs'
import { graph, input, maximum } from '@layersmith/core'
import { toModel } from '@layersmith/tfjs'
import { loadKerasWeights } from '@layersmith/keras'
import { differenceTo, models, pathOf } from './support/models.js'

/** The model `several` of models.py. */
const net = graph({ a: [3], b: [3] }, ({ a, b }) => {
  const z = maximum(
    a.pipe(input([3]).dense(3, { activation: 'gelu' })),
    b.pipe(input([3]).dense(3)),
  )
  return { u: z.pipe(input([3]).dense(2)), v: z.pipe(input([3]).softmax()) }
})
const shards = JSON.parse(readFileSync(pathOf('shards.weights.json'), 'utf8')) as {
  readonly weight_map: Readonly<Record<string, string | readonly string[]>>
}
const files = [...new Set(Object.values(shards.weight_map).flat())].map(pathOf)

it.each([
  ['a file', pathOf('several.weights.h5')],
  ['shards', pathOf('shards.weights.json')],
  ['a list of shards', files],
])('%s', async (_, source) => {
  expect(files.length).toBeGreaterThan(1)
  const built = toModel(net, { seed: 1 })
  const before = tf.memory().numTensors
  const report = await loadKerasWeights(built, source)
  expect(report.loaded).toHaveLength(6)
  expect(differenceTo(models['several']!, built.model)).toBeLessThan(1e-5)
  expect(tf.memory().numTensors).toBe(before)
  built.dispose()
})

it('refuses weights of other layers, and loads none of them', async () => {
  const built = toModel(input([3]).dense(3).dense(4), { seed: 1 })
  const values = () => built.model.getWeights().map((w) => Array.from(w.dataSync()))
  const before = values()
  await expect(loadKerasWeights(built, pathOf('several.weights.h5'))).rejects.toThrow(
    'loadKerasWeights: the layer dense2 (Dense): dense2/kernel has the shape [3,4], ' +
      'and the file [3,3] at layers/dense_1/vars/0',
  )
  expect(values()).toEqual(before)
  built.dispose()
  const small = toModel(input([3]).dense(3).dense(3), { seed: 1 })
  await expect(loadKerasWeights(small, pathOf('several.weights.h5'))).rejects.toThrow(
    'loadKerasWeights: the file has weights at layers/dense_2/vars/0, where this net has no layer',
  )
  await expect(loadKerasWeights(small, files.slice(1))).rejects.toThrow('and the file 0 at')
  small.dispose()
})

it('refuses a list of shards that leads elsewhere', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'layersmith-keras-'))
  copyFileSync(pathOf('several.weights.h5'), path.join(folder, 'a.weights.h5'))
  const list = path.join(folder, 'net.weights.json')
  const built = toModel(net)
  writeFileSync(list, JSON.stringify({ weight_map: { '/layers/dense/vars': '../a.weights.h5' } }))
  await expect(loadKerasWeights(built, list)).rejects.toThrow('names a file that is not beside it')
  writeFileSync(list, '{}')
  await expect(loadKerasWeights(built, list)).rejects.toThrow('has no weight_map')
  built.dispose()
})
