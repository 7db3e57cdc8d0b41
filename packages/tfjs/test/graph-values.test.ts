// Graphs of values against models written by hand with the functional interface of TensorFlow.js.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import {
  add,
  block,
  branch,
  concat,
  fromJSON,
  graph,
  input,
  multiply,
  subtract,
  tie,
  toJSON,
} from '@layersmith/core'
import { type Built, fromModel, loadModel, toLayer, toModel } from '@layersmith/tfjs'
import { freed, reloaded } from './support/audited.js'
import { linesOf, same } from './support/imports.js'
import { expectClose, leavesNothing, take, wave } from './support/tensors.js'

type Symbolic = tf.SymbolicTensor
const l = tf.layers
const stage = <F extends number>(f: F) => block().conv(f, 3, { padding: 'same' }).bn().relu()
const head = block().conv(1, 1, { activation: 'sigmoid' })

/** U-Net++ of depth 2 (Zhou et al. 2018), which does not nest. */
const unetpp = graph({ image: [16, 16, 3] }, ({ image }) => {
  const x00 = image.pipe(stage(4))
  const x10 = x00.pipe(block().pool(2)).pipe(stage(8))
  const x20 = x10.pipe(block().pool(2)).pipe(stage(16)).as('x20')
  const x01 = concat(x00, x10.pipe(block().upsample(2)))
    .pipe(stage(4))
    .tap('x01')
  const x11 = concat(x10, x20.pipe(block().upsample(2))).pipe(stage(8))
  const x02 = concat(x00, x01, x11.pipe(block().upsample(2)))
    .pipe(stage(4))
    .tap('x02')
  return { mask: x02.pipe(head), deep: x01.pipe(head) }
})
/** Two inputs, a gate by a stretched product, one value read five times. */
const gated = graph({ a: [8, 8, 3], b: [8, 8, 3] }, ({ a, b }) => {
  const conv = block().conv(6, 3, { padding: 'same' }).relu()
  const [x, y] = [a.pipe(conv), b.pipe(conv)]
  const squeeze = block().globalPool().dense(2).relu()
  const gate = x.pipe(squeeze.dense(6, { activation: 'sigmoid' }).reshape([1, 1, -1]))
  const z = add(multiply(x, gate), subtract(y, x), multiply(x, x)).tap('z')
  return z.pipe(block().relu().globalPool().dense(2))
})

/** A hand-written model, and its layers in the order in which they were applied. */
class Hand {
  readonly layers: tf.layers.Layer[] = []
  on(layer: tf.layers.Layer, ...x: Symbolic[]): Symbolic {
    this.layers.push(layer)
    return layer.apply(x.length === 1 ? x[0]! : x) as Symbolic // one output each
  }
  /** Takes the weights of a build of the same net, whose layers are in the same order. */
  like(built: { model: tf.LayersModel; plan: { instances: readonly { id: string }[] } }): void {
    const theirs = built.plan.instances.map(({ id }) => built.model.getLayer(id))
    const [from, to] = [theirs, this.layers].map((all) => all.filter((x) => x.weights.length > 0))
    expect(to!.map((x) => x.getClassName())).toEqual(from!.map((x) => x.getClassName()))
    to!.forEach((layer, i) => {
      layer.setWeights(from![i]!.getWeights())
    })
  }
}
const unetppByHand = (h: Hand): tf.LayersModel => {
  const image = tf.input({ shape: [16, 16, 3] })
  const st = (x: Symbolic, filters: number): Symbolic => {
    const y = h.on(l.conv2d({ filters, kernelSize: 3, padding: 'same' }), x)
    return h.on(l.reLU(), h.on(l.batchNormalization(), y))
  }
  const down = (x: Symbolic): Symbolic => h.on(l.maxPooling2d({ poolSize: 2 }), x)
  const up = (x: Symbolic): Symbolic => h.on(l.upSampling2d({}), x)
  const cat = (...x: Symbolic[]): Symbolic => h.on(l.concatenate(), ...x)
  const x00 = st(image, 4)
  const x10 = st(down(x00), 8)
  const x20 = st(down(x10), 16)
  const x01 = st(cat(x00, up(x10)), 4)
  const x11 = st(cat(x10, up(x20)), 8)
  const x02 = st(cat(x00, x01, up(x11)), 4)
  const end = (x: Symbolic): Symbolic =>
    h.on(l.conv2d({ filters: 1, kernelSize: 1, activation: 'sigmoid' }), x)
  return tf.model({ inputs: image, outputs: [end(x02), end(x01)] })
}
const gatedByHand = (h: Hand): tf.LayersModel => {
  const a = tf.input({ shape: [8, 8, 3], name: 'handA' })
  const b = tf.input({ shape: [8, 8, 3], name: 'handB' })
  const conv = (x: Symbolic): Symbolic =>
    h.on(l.reLU(), h.on(l.conv2d({ filters: 6, kernelSize: 3, padding: 'same' }), x))
  const [x, y] = [conv(a), conv(b)]
  const squeezed = h.on(
    l.reLU(),
    h.on(l.dense({ units: 2 }), h.on(l.globalAveragePooling2d({}), x)),
  )
  const gate = h.on(
    l.reshape({ targetShape: [1, 1, 6] }),
    h.on(l.dense({ units: 6, activation: 'sigmoid' }), squeezed),
  )
  const minus = h.on(l.add(), y, h.on(l.rescaling({ scale: -1 }), x))
  // TensorFlow.js frees a tensor that one layer takes twice
  const again = h.on(l.activation({ activation: 'linear' }), x)
  const product = h.on(l.multiply(), x, gate)
  const z = h.on(l.add(), product, minus, h.on(l.multiply(), x, again))
  const pooled = h.on(l.globalAveragePooling2d({}), h.on(l.reLU(), z))
  return tf.model({ inputs: [a, b], outputs: h.on(l.dense({ units: 2 }), pooled) })
}
const both = (n: number) => ({
  a: wave([n, 8, 8, 3]) as tf.Tensor4D,
  b: wave([n, 8, 8, 3], 1) as tf.Tensor4D,
})

describe('A graph of values', () => {
  it('gives what a U-Net++ by hand gives, with its taps and two outputs', () =>
    leavesNothing(() => {
      const built = toModel(unetpp, { seed: 3 })
      const hand = new Hand()
      const model = unetppByHand(hand)
      hand.like(built)
      const x = wave([2, 16, 16, 3]) as tf.Tensor4D
      const { mask, deep } = built.predict(x)
      const [m, d] = take(...(model.predict(x) as tf.Tensor[]))
      expectClose(take(mask)[0]!, m!)
      expectClose(take(deep)[0]!, d!)
      const taps = built.features(x)
      expect(Object.keys(taps)).toEqual(['x01', 'x02'])
      expect(built.model.countParams()).toBe(model.countParams())
      tf.dispose([x, Object.values(taps)])
      model.dispose()
      built.dispose()
    }))
  it('trains as a net of two inputs by hand does, to the last digits', () =>
    leavesNothing(async () => {
      const built = toModel(gated, { seed: 3 })
      const hand = new Hand()
      const model = gatedByHand(hand)
      hand.like(built)
      const { a, b } = both(8)
      const y = wave([8, 2])
      const losses: unknown[] = []
      for (const m of [built.model, model]) {
        m.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
        const { history } = await m.fit([a, b], y, {
          epochs: 3,
          shuffle: false,
          yieldEvery: 'never',
        })
        losses.push(history['loss'])
      }
      expectClose(losses[0] as number[], losses[1] as number[])
      const [p, q] = take(built.predict({ a, b }), model.predict([a, b]) as tf.Tensor)
      expectClose(p!, q!)
      expect(built.plan.taps[0]?.stride).toEqual([1, 1])
      tf.dispose([a, b, y])
      model.dispose()
      built.dispose()
    }))
  it('goes through JSON, files, TensorFlow.js and fromModel', () =>
    leavesNothing(async () => {
      const built = toModel(unetpp, { seed: 3 })
      const x = wave([2, 16, 16, 3]) as tf.Tensor4D
      const expected = take(...Object.values(built.predict(x)))
      const same = (other: tf.LayersModel): void => {
        const given = take(...(other.predict(x) as tf.Tensor[]))
        given.forEach((values, i) => {
          expectClose(values, expected[i]!, 0)
        })
        other.dispose()
      }
      const read = fromJSON(JSON.parse(JSON.stringify(toJSON(unetpp))))
      if (read._tag === 'Left') throw new Error(read.left.map((p) => p.code).join())
      same(toModel(read.right, { seed: 3 }).model)
      same(await reloaded(built.model, (handler) => tf.loadLayersModel(handler)))
      same(await reloaded(built.model, (handler) => loadModel(handler)))
      x.dispose()
      built.dispose()
    }))
  it('is a layer, and a part of other nets', () =>
    leavesNothing(() => {
      const cell = graph([null, null, 4], (x) => add(x, x.pipe(stage(4)), x.pipe(stage(4))))
      const net = input([8, 8, 4])
        .pipe(cell)
        .pipe(tie(input([8, 8, 4]).pipe(cell), { bn: 'per-use' }))
      const x = wave([2, 8, 8, 4]) as tf.Tensor4D
      const layer = toLayer(input([8, 8, 4]).pipe(cell), { seed: 1, name: 'cell' })
      const y = layer.apply(x) as tf.Tensor
      expect(y.shape).toEqual([2, 8, 8, 4])
      const built = toModel(net, { seed: 1 })
      const z = built.predict(x)
      expect(z.shape).toEqual([2, 8, 8, 4])
      tf.dispose([x, y, z])
      layer.dispose()
      built.dispose()
    }))
})

describe('Merges that stretch', () => {
  const gate = block().globalPool().dense(4, { activation: 'sigmoid' }).reshape([1, 1, -1])
  const excite = branch(block(), gate).multiply()
  it('gate channels by squeeze and excitation, for any size of image', () =>
    leavesNothing(() => {
      const built: Built<never> = toModel(input([null, null, 4]).pipe(excite), { seed: 1 }) as never
      const x = wave([2, 5, 7, 4])
      const y = (built as unknown as { predict(x: tf.Tensor): tf.Tensor }).predict(x)
      const scale = tf.tidy(() => {
        const [kernel, bias] = built.model.getWeights()
        const mean = x.mean([1, 2])
        return x.mul(mean.matMul(kernel!).add(bias!).sigmoid().reshape([2, 1, 1, 4]))
      })
      const [given, expected] = take(y, scale)
      expectClose(given!, expected!)
      x.dispose()
      built.dispose()
    }))
  it('come back from models, along other axes, too', () =>
    leavesNothing(() => {
      const net = input([6, 5, 4])
        .pipe(excite)
        .pipe(branch(block(), block().pool([6, 1])).concat({ axis: 1 }))
      const built = toModel(net, { seed: 1 })
      const back = fromModel(built.model)
      expect((back.net as unknown as { shape: unknown }).shape).toEqual([7, 5, 4])
      built.dispose()
    }))
})

describe('A model that does not nest', () => {
  const dense = (name: string, units = 4) => l.dense({ units, name })
  const on = (layer: tf.layers.Layer, ...x: Symbolic[]): Symbolic =>
    layer.apply(x.length === 1 ? x[0]! : x) as Symbolic // one output each
  const given = (name: string) => tf.input({ shape: [4], name })
  const crossing: Record<string, () => [Symbolic[], Symbolic[]]> = {
    'ways that cross': () => {
      const x = given('x')
      const [a, b] = [on(dense('a'), x), on(dense('b'), x)]
      return [[x], [on(l.concatenate(), on(l.add(), a, b), on(l.multiply(), a, b))]]
    },
    'an order that cannot be changed': () => {
      const x = given('x')
      const a = on(dense('a'), x)
      return [[x], [on(l.concatenate(), a, on(dense('g'), x), on(dense('h'), a))]]
    },
    'a mean that cannot be taken in parts': () => {
      const x = given('x')
      const a = on(dense('a'), x)
      return [[x], [on(l.average(), x, a, on(dense('k'), a))]]
    },
    'two inputs that meet twice': () => {
      const [x, y] = [given('x'), given('y')]
      const both = on(l.add(), x, y)
      const last = on(dense('z', 2), on(l.multiply(), both, x))
      return [[x, y], [on(l.activation({ activation: 'tanh' }), last)]]
    },
    'outputs on the way to others': () => {
      const x = given('x')
      const a = on(dense('a'), x)
      const k = on(dense('k'), a)
      return [[x], [k, on(dense('b'), x), a]]
    },
    'frozen layers and ties': () => {
      const x = given('x')
      const tied = dense('tied')
      const frozen = dense('frozen')
      frozen.trainable = false
      const [a, b] = [on(frozen, x), on(tied, x)]
      return [[x], [on(l.concatenate(), on(l.add(), a, b), on(l.multiply(), a, on(tied, b)))]]
    },
    'a model in it that does not nest': () => {
      const z = given('z')
      const [a, b] = [on(dense('a'), z), on(dense('b'), z)]
      const inner = tf.model({
        inputs: z,
        outputs: on(l.concatenate(), on(l.add(), a, b), on(l.multiply(), a, b)),
        name: 'inner',
      })
      const x = given('x')
      return [[x], [on(dense('after', 3), inner.apply(on(dense('before'), x)) as Symbolic)]]
    },
    'sums that stretch': () => {
      const x = tf.input({ shape: [3, 4], name: 'x' })
      const mean = on(l.reshape({ targetShape: [1, 4] }), on(l.globalAveragePooling1d({}), x))
      return [[x], [on(l.add(), x, on(dense('a'), mean))]]
    },
  }
  it.each(Object.entries(crossing))('becomes a graph: %s', (_, make) =>
    freed(() => {
      const [inputs, outputs] = make()
      const m = tf.model({ inputs, outputs })
      same(m)
    }),
  )
  it('prints as values, with parts where it nests', () =>
    freed(() => {
      const [inputs, outputs] = crossing['frozen layers and ties']!()
      const m = tf.model({ inputs, outputs })
      expect(linesOf(same(m))).toEqual([
        'const tie1 = tie(input([4]).dense(4))',
        '',
        'export const net = graph([4], (x) => {',
        '  const y1 = x.pipe(block().dense(4).frozen())',
        '  const y2 = x.pipe(tie1)',
        '  return concat(add(y1, y2), multiply(y1, y2.pipe(tie1)))',
        '})',
      ])
    }))
})
