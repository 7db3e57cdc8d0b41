// Files that cannot be loaded as they are: repaired where the meaning is clear, else refused by the
// names of what is wrong, and never tried for ever.
import { describe, expect, it } from '@jest/globals'
import type * as tf from '@tensorflow/tfjs'
import { input, residual, block } from '@layersmith/core'
import { loadModel, toModel } from '@layersmith/tfjs'
import { artifactsOf } from './support/audited.js'
import { leavesNothing, take, wave } from './support/tensors.js'

interface Saved {
  class_name: string
  config: {
    layers: { name: string; inbound_nodes: unknown }[]
    input_layers: unknown[]
    output_layers: unknown[]
  }
}

/** What a small model saves, with its topology changed. */
const saved = async (
  change: (topology: Saved) => unknown,
  more: Partial<tf.io.ModelArtifacts> = {},
): Promise<tf.io.IOHandler> => {
  const built = toModel(
    input([4])
      .pipe(residual(block().dense(4).relu()))
      .dense(2),
    { seed: 1 },
  )
  const artifacts = await artifactsOf(built.model)
  built.dispose()
  const topology = JSON.parse(
    JSON.stringify(artifacts.modelTopology)
      .replaceAll('"className"', '"class_name"')
      .replaceAll('"inboundNodes"', '"inbound_nodes"')
      .replaceAll('"inputLayers"', '"input_layers"')
      .replaceAll('"outputLayers"', '"output_layers"'),
  ) as Saved
  change(topology)
  return { load: () => Promise.resolve({ ...artifacts, modelTopology: topology, ...more }) }
}
const usesOf = ({ config }: Saved, name: string) =>
  config.layers.find((layer) => layer.name === name)!

describe('loadModel', () => {
  it('completes uses that lack a bracket', () =>
    leavesNothing(async () => {
      const [right, repaired] = [
        await loadModel(await saved(() => undefined)),
        await loadModel(
          await saved(({ config }) => {
            for (const layer of config.layers)
              if (Array.isArray(layer.inbound_nodes))
                layer.inbound_nodes = layer.inbound_nodes.flat()
            for (const ends of ['input_layers', 'output_layers'] as const)
              config[ends] = config[ends].flat()
          }),
        ),
      ]
      const x = wave([3, 4])
      const [a, b] = take(...[right, repaired].map((m) => m.predict(x) as tf.Tensor))
      expect(a).toEqual(b)
      right.dispose()
      repaired.dispose()
      x.dispose()
    }))

  it.each<[string, (topology: Saved) => unknown, string]>([
    [
      'a layer that does not exist',
      (t) => (usesOf(t, 'dense1').inbound_nodes = [[['gone', 0, 0, {}]]]),
      'loadModel: the graph of model cannot be completed: dense1 needs gone. These layers do not',
    ],
    [
      'a circle',
      (t) => (usesOf(t, 'residual1.dense1').inbound_nodes = [[['dense1', 0, 0, {}]]]),
      'cannot be completed: residual1.relu1 needs residual1.dense1; residual1.add1 needs',
    ],
    [
      'a use that nobody makes',
      (t) => (usesOf(t, 'dense1').inbound_nodes = [[['residual1.add1', 7, 0, {}]]]),
      'dense1 needs residual1.add1',
    ],
    [
      'several uses or inputs without brackets, of a layer that may be used twice',
      (t) =>
        (usesOf(t, 'dense1').inbound_nodes = [
          ['residual1.add1', 0, 0, {}],
          ['residual1.relu1', 0, 0, {}],
        ]),
      'has a layer (dense1) whose inbound_nodes cannot be read: needs a list of uses, each a list of',
    ],
    [
      'two layers of one name',
      ({ config: { layers } }) => layers.push({ ...layers[1]! }),
      'loadModel: two layers of model have the same name',
    ],
    [
      'an output of a layer that does not exist',
      ({ config }) => Object.assign(config, { output_layers: [['gone', 0, 0]] }),
      'loadModel: the output_layers of model cannot be read: needs a list of uses of its layers like',
    ],
    [
      'no inputs',
      ({ config }) => Reflect.deleteProperty(config, 'input_layers'),
      'loadModel: the input_layers of model cannot be read',
    ],
    [
      'a class that nobody registered',
      (t) => (t.class_name = 'Gone'),
      'the layer model (Gone) is of a class that TensorFlow.js does not have',
    ],
    [
      'a layer as a model',
      (t) => Object.assign(t, { class_name: 'ReLU', config: {} }),
      'of a ReLU',
    ],
    ['no model', (t) => Reflect.deleteProperty(t, 'config'), 'it has no class_name and config'],
    [
      'data nested too deeply',
      (t) => Object.assign(t, JSON.parse(`{"a":${'['.repeat(2000)}${']'.repeat(2000)}}`)),
      'the model nests in more than 500 lists and objects',
    ],
    [
      'a use without inputs',
      (t) => (usesOf(t, 'dense1').inbound_nodes = [[]]),
      'has a layer (dense1) whose inbound_nodes cannot be read',
    ],
    [
      'uses that are no list',
      (t) => (usesOf(t, 'dense1').inbound_nodes = 3),
      'has a layer (dense1) whose inbound_nodes cannot be read',
    ],
  ])('refuses %s, and ends', (_, change, message) =>
    leavesNothing(async () => {
      await expect(loadModel(await saved(change))).rejects.toThrow(message)
    }),
  )

  it('loads layers in any order, in one round', async () => {
    const count = 1500
    const layers = Array.from({ length: count }, (_, i) => ({
      class_name: 'ReLU',
      name: `relu${i}`,
      config: { name: `relu${i}` },
      inbound_nodes: [[[i === 0 ? 'x' : `relu${i - 1}`, 0, 0, {}]]],
    })).reverse()
    const x = {
      class_name: 'InputLayer',
      name: 'x',
      config: { name: 'x', batch_input_shape: [null, 4] },
      inbound_nodes: [],
    }
    const config = {
      name: 'm',
      layers: [...layers, x],
      input_layers: [['x', 0, 0]],
      output_layers: [[`relu${count - 1}`, 0, 0]],
    }
    const start = performance.now()
    const modelTopology = { class_name: 'Model', config }
    const model = await loadModel({ load: () => Promise.resolve({ modelTopology }) })
    expect(model.layers.map(({ name }) => name)).toEqual([
      'x',
      ...layers.map(({ name }) => name).reverse(),
    ])
    // 4 s with a round for each
    expect(performance.now() - start).toBeLessThan(3000)
  })

  it('refuses a model without weights, and leaves none behind', () =>
    leavesNothing(async () => {
      const handler = await saved(() => undefined, {
        weightData: undefined,
        weightSpecs: undefined,
      })
      await expect(loadModel(handler)).rejects.toThrow(
        'the model has 4 weights (residual1.dense1/kernel …), but its model.json names no file',
      )
    }))

  it('names the function for a graph model, however large', async () => {
    const node = Array.from({ length: 9000 }, (_, i) => ({ name: `n${i}`, op: 'Placeholder' }))
    const load = () => Promise.resolve({ format: 'graph-model', modelTopology: { node } })
    await expect(loadModel({ load })).rejects.toThrow(
      'loadModel: this is a graph model, which has no layers; use tf.loadGraphModel',
    )
  })

  it('gives no error that nobody can read to its end', async () => {
    const error = await loadModel(
      await saved(({ config }) => {
        for (let i = 0; i < 3000; i++)
          config.layers.push({ name: `layer${i}`, inbound_nodes: [[[`other${i}`, 0, 0, {}]]] })
      }),
    ).catch((e: unknown) => e as Error)
    expect((error as Error).message.length).toBeLessThanOrEqual(2000)
  })
})
