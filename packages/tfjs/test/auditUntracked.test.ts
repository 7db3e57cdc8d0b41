// Layer classes that hold layers: models made by hand that misbehave, and what audit says of them.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { block, custom } from '@layersmith/core'
import { toLayer } from '@layersmith/tfjs'
import { dense, freed, inspect, only, reloaded, through, train, values } from './support/audited.js'
import { wave } from './support/tensors.js'

describe('untrackedLayers', () => {
  class Extractor extends tf.layers.Layer {
    static className = 'Extractor'
    readonly conv = tf.layers.conv2d({ filters: 2, kernelSize: 2, name: 'conv', kernelInitializer: 'randomNormal' })
    readonly rest = [tf.layers.batchNormalization({ name: 'norm' }), tf.layers.reLU({ name: 'act' })]
    override call(x: tf.Tensor | tf.Tensor[]): tf.Tensor {
      return tf.tidy(() => this.rest.reduce((v, layer) => layer.apply(v) as tf.Tensor, this.conv.apply(x) as tf.Tensor))
    }
    override computeOutputShape(shape: any): any {
      return [shape[0], shape[1] - 1, shape[2] - 1, 2]
    }
  }
  tf.serialization.registerClass(Extractor)

  it('a class as people write it: nothing of it is trained or saved', () => freed(async () => {
    const fe = new Extractor({ name: 'fe' })
    const model = through([3, 3, 1], fe, tf.layers.flatten({ name: 'flat' }), dense('head', 1))
    const wanted = {
      code: 'untrackedLayers', severity: 'error', layer: 'fe', className: 'Extractor', places: ['fe.conv: conv (Conv2D)', 'fe.rest[0]: norm (BatchNormalization)'],
      consequence: 'it holds layers and does not report their weights: they are not trained and not saved, and a loaded model has new random ones',
    }
    // before the first call, when its layers have no weights yet, and after; by itself too
    expect(only(new Extractor({ name: 'fe' }))).toMatchObject(wanted)
    expect(only(model)).toMatchObject(wanted)
    const [x, y] = [wave([8, 3, 3, 1]), wave([8, 1], 1)]
    const first = values(model, x)
    expect(only(model)).toMatchObject(wanted)

    const kernel = Array.from(fe.conv.getWeights()[0]!.dataSync())
    await train(model, x, y)
    expect(Array.from(fe.conv.getWeights()[0]!.dataSync())).toEqual(kernel)
    expect(model.weights.map((w) => w.originalName)).toEqual(['head/kernel', 'head/bias'])
    const loaded = await reloaded(model)
    expect(values(loaded, x)).not.toEqual(first)
    tf.dispose([x, y])
  }))

  it('layers in lists, maps, records, and models in properties', () => freed(() => {
    class Holder extends tf.layers.Layer {
      static className = 'Holder'
      readonly held: unknown
      constructor(held: unknown) {
        super({ name: 'holder' })
        this.held = held
      }
    }
    const held = [new Map([['a', { b: [dense('deep')] }]]), new Set([dense('in_set')]), tf.sequential({ name: 'seq', layers: [tf.layers.dense({ units: 1, inputShape: [2], name: 'in_model' })] })]
    expect(held.map((h) => only(through([2], new Holder(h))).places)).toEqual([['holder.held.a.b[0]: deep (Dense)'], ['holder.held[0]: in_set (Dense)'], ['holder.held: seq (Sequential)']])
    // in a custom layer of a block too
    const layer = toLayer(block().pipe(custom('holder', () => new Holder([dense('own')]), { outputShape: (s) => s })).dense(2), { name: 'fe' })
    expect(inspect(through([2], layer)).map((f) => [f.code, f.layer])).toEqual([['untrackedLayers', 'fe.holder1']])
    // what a class holds is looked at for other faults as well
    const inner = new Holder([tf.layers.dropout({ rate: 0.5, seed: 1, name: 'drop' })])
    expect(inspect(through([2], inner))).toMatchObject([{ code: 'repeatedMask', layer: 'drop', places: ['holder after x > drop'] }])
  }))
})
