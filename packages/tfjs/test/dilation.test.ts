// Dilated convolutions by definition: where neither axis of the output changes its remainder by the
// rate, the window sees only every rate-th pixel, so the output is a plain convolution of a coarser
// image.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { type AnyNet, input } from '@layersmith/core'
import { audit, fileHandler, fromModel, loadModel, toModel } from '@layersmith/tfjs'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expectClose, leavesNothing, take, wave } from './support/tensors.js'

type Net = (rate: number, padding: 'valid' | 'same') => AnyNet
type Conv = (x: tf.Tensor4D, weights: readonly tf.Tensor[]) => tf.Tensor4D

const image = (size: number | null = 9) => input([size, size, 2]) as unknown as AnyNet
const options = (rate: number, padding: 'valid' | 'same') =>
  ({ dilation: rate, padding, biasInitializer: 'randomNormal' }) as const

/** Each kind, and its convolution without padding and dilation. */
const kinds: Record<string, { net: Net; conv: Conv }> = {
  conv: {
    net: (rate, padding) => image().conv(3, 2, options(rate, padding)),
    conv: (x, [w, b]) => tf.add(tf.conv2d(x, w as tf.Tensor4D, 1, 'valid'), b!),
  },
  depthwiseConv: {
    net: (rate, padding) =>
      image().depthwiseConv(2, { ...options(rate, padding), depthMultiplier: 2 }),
    conv: (x, [w, b]) => tf.add(tf.depthwiseConv2d(x, w as tf.Tensor4D, 1, 'valid'), b!),
  },
  separableConv: {
    net: (rate, padding) => image().separableConv(3, 2, options(rate, padding)),
    conv: (x, [d, p, b]) =>
      tf.add(tf.separableConv2d(x, d as tf.Tensor4D, p as unknown as tf.Tensor4D, 1, 'valid'), b!),
  },
}

/** The dilated convolution, put together from plain ones of every rate-th row and column. */
const byDefinition = (conv: Conv, rate: number, padding: 'valid' | 'same') => {
  return (x: tf.Tensor4D, weights: readonly tf.Tensor[]): tf.Tensor => {
    // a window of 2 spans rate + 1 pixels; 'same' puts the larger half of the margin at the end
    const before = padding === 'same' ? Math.floor(rate / 2) : 0
    const after = padding === 'same' ? rate - before : 0
    const padded = tf.pad(x, [
      [0, 0],
      [before, after],
      [before, after],
      [0, 0],
    ])
    const [, height, width] = padded.shape
    const rows = Array.from({ length: height - rate }, (_, top) =>
      tf.concat(
        Array.from({ length: width - rate }, (_, left) => {
          const corner = (y: number, x: number) => tf.slice(padded, [0, y, x, 0], [-1, 1, 1, -1])
          const window = tf.concat(
            [
              tf.concat([corner(top, left), corner(top, left + rate)], 2),
              tf.concat([corner(top + rate, left), corner(top + rate, left + rate)], 2),
            ],
            1,
          )
          return conv(window, weights)
        }),
        2,
      ),
    )
    return tf.concat(rows, 1)
  }
}

describe.each(Object.entries(kinds))('%s', (_, { net, conv }) => {
  it.each([
    [2, 'valid'],
    [2, 'same'],
    [3, 'valid'],
    [3, 'same'],
  ] as const)('by %d, padding %s, has the right values and gradients', (rate, padding) =>
    leavesNothing(() => {
      const built = toModel(net(rate, padding), { seed: 3 })
      const [layer] = built.model.layers.slice(1)
      const x = wave([2, 9, 9, 2])
      const weights = layer!.getWeights()
      const wanted = byDefinition(conv, rate, padding)
      const [values, expected] = tf.tidy(() => [
        built.model.predict(x) as tf.Tensor,
        wanted(x as tf.Tensor4D, weights),
      ])
      expect(built.plan.outputs[0]!.shape).toEqual(expected.shape.slice(1))
      expect(built.model.outputs[0]!.shape.slice(1)).toEqual(expected.shape.slice(1))
      const size = expected.shape
      expectClose(...(take(values, expected) as [number[], number[]]))

      const factor = wave(size, 5)
      const loss = (y: tf.Tensor) => tf.sum(tf.mul(y, factor)).asScalar()
      const names = layer!.weights.map((w) => w.read() as unknown as { readonly name: string })
      const got = tf.variableGrads(() => loss(layer!.apply(x, { training: true }) as tf.Tensor))
      const right = tf.grads((...ws: tf.Tensor[]) => loss(wanted(x as tf.Tensor4D, ws)))(weights)
      names.forEach(({ name }, i) =>
        expectClose(...(take(got.grads[name]!, right[i]!) as [number[], number[]])),
      )
      got.value.dispose()
      tf.dispose([x, factor])
      built.dispose()
    }),
  )
})

describe('a depthwise convolution with a dilation', () => {
  it('takes images of any size', () =>
    leavesNothing(() => {
      const built = toModel(image(null).depthwiseConv(3, { dilation: 2 }), { seed: 1 })
      const shapes = [7, 9].map((size) =>
        tf.tidy(() => (built.model.predict(tf.ones([1, size, size, 2])) as tf.Tensor).shape),
      )
      expect(shapes).toEqual([
        [1, 3, 3, 2],
        [1, 5, 5, 2],
      ])
      built.dispose()
    }))

  it('survives a save and a load, and is found by fromModel', () =>
    leavesNothing(async () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'layersmith-'))
      try {
        const net = image().depthwiseConv(3, { dilation: 2 }).flatten().dense(2)
        const built = toModel(net, { seed: 1 })
        await built.model.save(fileHandler(folder))
        const loaded = await loadModel(folder)
        expect(loaded.layers[1]!.getClassName()).toBe('DepthwiseConv2D')
        const x = wave([2, 9, 9, 2])
        const again = toModel(fromModel(loaded).net, { seed: 1 })
        const outputs = [built.model, loaded].map((m) => m.predict(x) as tf.Tensor)
        const [a, b] = take(...outputs)
        expectClose(a!, b!)
        expect(again.plan.positions[0]!.config).toMatchObject({ dilation: [2, 2] })
        expect(audit(loaded)).toEqual([])
        for (const one of [built, loaded, again]) one.dispose()
        x.dispose()
      } finally {
        rmSync(folder, { recursive: true })
      }
    }))

  it('is reported by audit where TensorFlow.js ignores it', () => {
    const layer = tf.layers.depthwiseConv2d({
      kernelSize: 3,
      dilationRate: 2,
      inputShape: [9, 9, 2],
    })
    const model = tf.sequential({ layers: [layer] })
    expect(audit(model).map(({ code, consequence }) => [code, consequence])).toEqual([
      ['ignoredOption', 'it ignores dilationRate: [2,2]: it computes as if it were 1'],
    ])
    model.dispose()
  })
})

it('other dilated convolutions are reported by audit, since they throw in training', () => {
  const layer = tf.layers.conv1d({ filters: 2, kernelSize: 2, dilationRate: 2, inputShape: [6, 2] })
  const model = tf.sequential({ layers: [layer] })
  expect(audit(model).map(({ code }) => code)).toEqual(['crashesInTraining'])
  model.dispose()
})
