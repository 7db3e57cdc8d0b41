// Models of TensorFlow.js, from their own layers.
import { describe, expect, it } from '@jest/globals'
import { type AnyNet, block, input } from '@layersmith/core'
import { draw } from '@layersmith/draw'
import { setTrainable, toLayer, toModel } from '@layersmith/tfjs'
import * as tf from '@tensorflow/tfjs'
import { netNames, nets } from './support/nets.js'
import { type ReadPicture, readSvg } from './support/svg.js'

const read = async (model: Parameters<typeof draw>[0]): Promise<ReadPicture> =>
  readSvg(await draw(model, { format: 'svg' }))
const layerAt = ({ layers }: ReadPicture, path: string) =>
  layers.find((layer) => layer.path === path)!
const apply = (layer: tf.layers.Layer, x: tf.SymbolicTensor | tf.SymbolicTensor[]) =>
  layer.apply(x) as tf.SymbolicTensor

describe.each(netNames.filter((name) => name !== 'efficientNetB0'))('the model of %s', (name) => {
  it('has the layers, arrows and numbers of its net', async () => {
    const built = toModel(nets[name] as AnyNet, { seed: 1 })
    const [net, model] = [await read(built), await read(built.model)]
    const numbers = ({ layers }: ReadPicture) => layers.map(({ lines }) => lines[2] ?? '').sort()
    expect(model.layers.length).toBe(net.layers.length)
    expect(model.arrows.length).toBe(net.arrows.length)
    expect(model.ties.length).toBe(net.ties.length)
    expect(numbers(model)).toEqual(numbers(net))
    const summary = ({ document }: ReadPicture) =>
      document.querySelector('.ls-summary')!.textContent
    expect(summary(model)).toBe(summary(net))
    built.dispose()
  })
})

describe('a model by hand', () => {
  it('has a box for a block that toLayer made a layer of', async () => {
    const x = tf.input({ shape: [8, 8, 1], name: 'x' })
    const features = toLayer(block().conv(2, 3).relu().flatten(), { name: 'features', seed: 1 })
    features.trainable = false
    const model = tf.model({
      inputs: x,
      outputs: apply(tf.layers.dense({ units: 2, name: 'head' }), apply(features, x)),
    })
    const picture = await read(model)
    expect(picture.boxes.map(({ path }) => path)).toEqual(['features'])
    const inside = picture.layers.filter(({ path }) => path.startsWith('features.'))
    expect(inside.map(({ lines }) => lines[1])).toEqual(['6x6x2', '6x6x2', '72'])
    expect(inside[0]!.sentence).toContain('frozen')
    expect(layerAt(picture, 'head').lines[2]).toBe('146 params, 288 FLOPs')
    expect(picture.document.querySelector('.ls-summary')!.textContent).toContain('166')
    model.dispose()
  })

  it('shows a BatchNormalization at two places, which no net can express', async () => {
    const bn = tf.layers.batchNormalization({ name: 'bn' })
    const x = tf.input({ shape: [4], name: 'x' })
    const model = tf.model({ inputs: x, outputs: apply(bn, apply(bn, x)) })
    const picture = await read(model)
    expect(picture.arrows).toEqual([
      ['x', 'bn'],
      ['bn', 'bn#2'],
    ])
    expect(layerAt(picture, 'bn').lines).toEqual([
      'bn',
      '4',
      '16 params, 8 FLOPs',
      'tied: 2 places',
    ])
    expect(layerAt(picture, 'bn#2').sentence).toContain('the same weights as at bn')
    model.dispose()
  })

  it('has a box for each model in it, at each of its places', async () => {
    const a = tf.input({ shape: [4], name: 'a' })
    const encoder = tf.model({
      inputs: a,
      outputs: apply(tf.layers.dense({ units: 2, name: 'hidden' }), a),
      name: 'encoder',
    })
    encoder.trainable = false
    const [left, right] = [
      tf.input({ shape: [4], name: 'left' }),
      tf.input({ shape: [4], name: 'right' }),
    ]
    const sum = apply(tf.layers.add({ name: 'sum' }), [apply(encoder, left), apply(encoder, right)])
    const picture = await read(tf.model({ inputs: [left, right], outputs: sum }))
    expect(picture.boxes.map(({ path }) => path)).toEqual(['encoder', 'encoder#2'])
    expect(picture.arrows).toEqual([
      ['left', 'encoder.hidden'],
      ['right', 'encoder#2.hidden'],
      ['encoder.hidden', 'sum'],
      ['encoder#2.hidden', 'sum'],
    ])
    expect(picture.ties).toEqual([['encoder.hidden', 'encoder#2.hidden']])
    expect(layerAt(picture, 'encoder.hidden').classes).toContain('ls-frozen')
    encoder.dispose()
  })

  it('names several outputs, and layers whose FLOPs nobody knows', async () => {
    class Odd extends tf.layers.Layer {
      static className = 'Odd'
      override call(x: tf.Tensor[]): tf.Tensor {
        return x[0]!
      }
      override computeOutputShape(shape: tf.Shape): tf.Shape {
        return shape
      }
    }
    const x = tf.input({ shape: [4], name: 'x' })
    const y = apply(new Odd({ name: 'odd' }), x)
    const z = apply(tf.layers.reLU({ name: 'relu' }), y)
    const picture = await read(tf.model({ inputs: x, outputs: [y, z] }))
    expect(layerAt(picture, 'odd').lines).toEqual(['odd', '4', '? FLOPs', 'output odd'])
    expect(layerAt(picture, 'relu').lines.at(-1)).toBe('output relu')
    expect(layerAt(picture, 'odd').sentence).toContain('Odd')
  })

  it('without layers is refused', async () => {
    await expect(draw(tf.sequential({ name: 'empty' }), { format: 'dot' })).rejects.toThrow(
      'draw: the model "empty" has no layers yet',
    )
  })

  it('of models that call each other very often is refused', async () => {
    let model: tf.LayersModel = tf.sequential({
      layers: [tf.layers.reLU({ inputShape: [2] })],
    })
    for (let level = 0; level < 15; level++) {
      const x = tf.input({ shape: [2] })
      model = tf.model({ inputs: x, outputs: apply(model, apply(model, x)) })
    }
    await expect(draw(model, { format: 'dot' })).rejects.toThrow('has more than 20000 layers')
  })
})

it('shows what of a build is frozen now, and not what was when it was planned', async () => {
  const built = toModel(input([4]).pipe(block().dense(3).as('stem').frozen()).dense(2))
  const frozen = ({ layers }: ReadPicture) =>
    layers.filter(({ sentence }) => sentence.includes('frozen')).map(({ path }) => path)
  expect(frozen(await read(built))).toEqual(['stem.dense1'])
  setTrainable(built, (path) => path.startsWith('stem'))
  const picture = await read(built)
  expect(frozen(picture)).toEqual(['dense1'])
  expect(picture.document.querySelector('.ls-summary')!.textContent).toBe(
    (await read(built.model)).document.querySelector('.ls-summary')!.textContent,
  )
  expect(frozen(await read(built.plan))).toEqual(['stem.dense1'])
  built.dispose()
})
