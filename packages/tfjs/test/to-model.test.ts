import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import {
  type AnyBlock,
  BuildError,
  type Plan,
  block,
  branch,
  custom,
  input,
  plan,
  render,
  repeat,
  residual,
  tie,
} from '@layersmith/core'
import { toModel, toModelE } from '@layersmith/tfjs'
import { expectClose, leavesNothing, take, valuesOf, wave, weightsOf } from './support/tensors.js'

const stem = block().conv(4, 3, { padding: 'same' }).bn().relu()
const net = input([8, 8, 1]).pipe(stem).tap('edges').pipe(stem).globalPool().dense(2)
const problemsOf = (b: AnyBlock, options = {}): string[] => {
  const built = toModelE(b, options)
  return built._tag === 'Left' ? built.left.map(render) : []
}
const fit = (model: tf.LayersModel, x: tf.Tensor, y: tf.Tensor, epochs = 2) =>
  model.fit(x, y, { epochs, batchSize: 2, shuffle: false })

describe('a built model', () => {
  it('predicts, gives features, trains and frees everything', () =>
    leavesNothing(async () => {
      const built = toModel(net, { seed: 42 })
      const x = wave([5, 8, 8, 1]) as tf.Tensor4D
      const y = tf.zeros([5, 2])
      const [out, { edges }] = [built.predict(x), built.features(x)]
      expect(out.shape).toEqual([5, 2])
      expect(edges.shape).toEqual([5, 8, 8, 4])
      built.model.compile({ optimizer: 'adam', loss: 'meanSquaredError' })
      await fit(built.model, x, y)
      built.dispose()
      built.dispose()
      expect(() => built.predict(x)).toThrow('the model "model" is disposed')
      expect(() => built.features(x)).toThrow('disposed')
      tf.dispose([x, y, out, edges])
    }))

  it('names layers and weights by paths, the same in every build', () =>
    leavesNothing(() => {
      const big = input([8, 8, 1])
        .pipe(stem.as('stem'))
        .pipe(stem.as('stem'))
        .pipe(residual(stem))
        .pipe(repeat(2, stem))
        .pipe(branch(stem, stem).concat())
      const [a, b] = [toModel(big), toModel(big)]
      const layers = (m: tf.LayersModel) => m.layers.map((l) => l.name)
      const weights = (m: tf.LayersModel) => m.weights.map((w) => w.originalName)
      expect(layers(a.model)).toEqual(layers(b.model))
      expect(weights(a.model)).toEqual(weights(b.model))
      expect(a.model.name).toBe('model')
      expect(layers(a.model)[0]).toBe('input')
      expect(weights(a.model).filter((n) => n.endsWith('kernel'))).toEqual([
        'stem.conv1/kernel',
        'stem_2.conv1/kernel',
        'residual1.conv1/kernel',
        'repeat1.1.conv1/kernel',
        'repeat1.2.conv1/kernel',
        'branch1.1.conv1/kernel',
        'branch1.2.conv1/kernel',
      ])
      a.model.setWeights(b.model.getWeights())
      expect(valuesOf(a.model)).toEqual(valuesOf(b.model))
      a.dispose()
      b.dispose()
    }))

  it('gives equal weights for equal seeds, others for others, and different ones at two places', () =>
    leavesNothing(() => {
      const two = input([6, 6, 4]).pipe(stem).pipe(stem)
      const [a, b, c] = [
        toModel(two, { seed: 1 }),
        toModel(two, { seed: 1 }),
        toModel(two, { seed: 2 }),
      ]
      expect(weightsOf(a.model)).toEqual(weightsOf(b.model))
      expect(weightsOf(a.model)['conv1/kernel']).not.toEqual(weightsOf(c.model)['conv1/kernel'])
      expect(weightsOf(a.model)['conv1/kernel']).not.toEqual(weightsOf(a.model)['conv2/kernel'])
      for (const built of [a, b, c]) built.dispose()
    }))

  it('shares stateless layers at up to 64 places each, or none', () =>
    leavesNothing(() => {
      const relus = input([3]).pipe(repeat(200, block().relu())).dense(1)
      const [shared, single] = [toModel(relus), toModel(relus, { share: 'none' })]
      const count = (m: tf.LayersModel) =>
        m.layers.filter((l) => l.getClassName() === 'ReLU').map((l) => l.inboundNodes.length)
      expect(count(shared.model)).toEqual([64, 64, 64, 8])
      expect(count(single.model)).toEqual(Array.from({ length: 200 }, () => 1))
      expect(shared.plan.instances.length).toBe(5)
      const x = wave([2, 3]) as tf.Tensor2D
      single.model.setWeights(shared.model.getWeights())
      expect(take(shared.predict(x))).toEqual(take(single.predict(x)))
      for (const built of [shared, single]) built.dispose()
      x.dispose()
    }))

  it('keeps apart what holds state: equal bn and conv never become one', () =>
    leavesNothing(() => {
      const built = toModel(input([6, 6, 4]).pipe(stem).pipe(stem).pipe(stem))
      const classes = built.model.layers.map((l) => l.getClassName())
      expect(classes.filter((c) => c === 'BatchNormalization').length).toBe(3)
      expect(classes.filter((c) => c === 'Conv2D').length).toBe(3)
      expect(classes.filter((c) => c === 'ReLU').length).toBe(1)
      built.dispose()
    }))

  it('ties weights, trains them at both places and frees them', () =>
    leavesNothing(async () => {
      const encoder = tie(input([4]).dense(4, { activation: 'tanh' }))
      const built = toModel(
        input([4])
          .pipe(branch(encoder, block().activation('relu').pipe(encoder)).concat())
          .dense(1),
        { seed: 3 },
      )
      expect(built.model.countParams()).toBe(20 + 9)
      expect(built.plan.params.trainable).toBe(29)
      const [x, y] = [wave([4, 4]), wave([4, 1], 1)]
      const before = valuesOf(built.model)
      built.model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
      await fit(built.model, x, y)
      expect(valuesOf(built.model)).not.toEqual(before)
      built.dispose()
      tf.dispose([x, y])
    }))

  it('frees everything, whatever model.dispose() has freed', () =>
    leavesNothing(() => {
      const encoder = tie(input([4]).dense(4))
      const built = toModel(input([4]).pipe(encoder).pipe(encoder).relu().relu().bn())
      built.model.compile({ optimizer: 'adam', loss: 'meanSquaredError' })
      built.model.dispose()
      built.dispose()
      built.dispose()
    }))

  it('is freed by model.dispose() too, ties included', () =>
    leavesNothing(() => {
      const encoder = tie(input([4]).dense(4))
      const built = toModel(input([4]).pipe(encoder).pipe(encoder).relu().relu())
      expect(built.model.dispose().numDisposedVariables).toBe(2)
      built.dispose()
    }))

  it('frees nothing of another build', () =>
    leavesNothing(() => {
      const [a, b] = [toModel(net, { seed: 1 }), toModel(net, { seed: 1 })]
      const x = wave([2, 8, 8, 1]) as tf.Tensor4D
      const before = take(b.predict(x))
      a.dispose()
      expect(take(b.predict(x))).toEqual(before)
      b.dispose()
      x.dispose()
    }))

  it('takes an input shape for an open block, unknown sizes, and no layers at all', () =>
    leavesNothing(() => {
      const opened = toModel(stem as never, { inputShape: [4, 4, 2] })
      expect(opened.model.outputs[0]!.shape).toEqual([null, 4, 4, 4])
      const any = toModel(input([null, null, 3]).pipe(stem).globalPool())
      const image = tf.ones<tf.Rank.R4>([1, 5, 7, 3])
      expect(take(any.predict(image))[0]!.length).toBe(4)
      const nothing = toModel(input([4]))
      const x = wave([2, 4]) as tf.Tensor2D
      const y = nothing.predict(x)
      expect(y.dataSync()).toEqual(x.dataSync())
      expect(() => toModel(stem as never)).toThrow('needs an input, got an open block')
      tf.dispose([x, y, image])
      for (const built of [opened, any, nothing]) built.dispose()
    }))

  it('lets one merge take a tensor twice that another layer needs later', () =>
    leavesNothing(() => {
      const built = toModel(
        input([4])
          .dense(3)
          .pipe(residual(branch(block(), block()).add())),
        { seed: 1 },
      )
      const alone = toModel(
        input([4]).dense(3, { kernelInitializer: 'ones' }).pipe(branch(block(), block()).add()),
      )
      expect(alone.model.layers.map((l) => l.getClassName())).toEqual([
        'InputLayer',
        'Dense',
        'Add',
      ])
      const x = wave([2, 4]) as tf.Tensor2D
      const dense = tf.model({
        inputs: built.model.inputs,
        outputs: built.model.getLayer('dense1').output,
      })
      const [three, one] = take(built.predict(x), dense.predict(x) as tf.Tensor)
      expectClose(
        three!,
        one!.map((v) => 3 * v),
      )
      x.dispose()
      built.dispose()
      alone.dispose()
    }))
})

describe('features', () => {
  it('gives each tap its own tensor, also at the input and twice at one place', () =>
    leavesNothing(() => {
      const built = toModel(
        input([4]).tap('in').dense(3).tap('a').relu().tap('b').tap('c').dense(1).relu(),
        { seed: 5 },
      )
      const x = wave([40, 4]) as tf.Tensor2D
      const f = built.features(x, { batchSize: 16 })
      expect(Object.keys(f)).toEqual(['in', 'a', 'b', 'c'])
      x.dispose()
      f.b.dispose()
      expect(f.c.shape).toEqual([40, 3])
      expect(f.in.shape).toEqual([40, 4])
      expect(f.c.dataSync()).toEqual(f.a.dataSync().map((v) => Math.max(v, 0)))
      tf.dispose([f.in, f.a, f.c])
      built.dispose()
    }))

  it('is {} without taps, and leaves the model alone', () =>
    leavesNothing(() => {
      const bare = toModel(input([4]).dense(1))
      const x = wave([2, 4]) as tf.Tensor2D
      expect(bare.features(x)).toEqual({})
      const tapped = toModel(input([4]).dense(2).tap('a').dense(1))
      tapped.features(x).a.dispose()
      tapped.features(x).a.dispose()
      tapped.predict(x).dispose()
      bare.dispose()
      tapped.dispose()
      x.dispose()
    }))

  it('names the taps of each round', () =>
    leavesNothing(() => {
      const built = toModel(input([4]).pipe(repeat(2, block().dense(4).tap('r'))))
      const x = wave([1, 4]) as tf.Tensor2D
      const f = built.features(x)
      expect(Object.keys(f)).toEqual(['r.1', 'r.2'])
      tf.dispose([x, ...Object.values<tf.Tensor>(f)])
      built.dispose()
    }))
})

describe('problems', () => {
  it('reports all of a net at once, thrown or as a value', () => {
    const five: number = 5
    const bad = input([4, 4, 1]).loose().conv(8, 9).as('a').pipe(block().dropout(five).as('b'))
    expect(() => toModel(bad)).toThrow(BuildError)
    expect(problemsOf(bad).length).toBe(2)
    expect(problemsOf(input([4]).dense(2), { seed: 0.5 })[0]).toContain('seed must be an integer')
    expect(problemsOf(input([4]).dense(2), { name: 'a b' })[0]).toContain('name must be')
  })

  it('frees everything when TensorFlow.js refuses midway, and names the place', () =>
    leavesNothing(() => {
      const bad = input([4, 4, 1])
        .conv(2, 1)
        .bn()
        .pipe(block().conv(1, 1, { kernelInitializer: 'identity' }).as('tail'))
      expect(problemsOf(bad)).toEqual([
        expect.stringContaining(
          'tail.conv1: TensorFlow.js must make a layer that accepts input 4x4x2, got the error "Identity matrix initializer can only be used for 2D square matrices',
        ),
      ])
    }))
})

class Half extends tf.layers.Layer {
  static className = 'Half'
  kept: tf.Tensor | null = null
  readonly mode: 'good' | 'throws' | 'two'
  constructor(mode: 'good' | 'throws' | 'two' = 'good') {
    super({})
    this.mode = mode
  }
  override build(shape: tf.Shape) {
    this.addWeight('w', [shape.at(-1)!], 'float32', tf.initializers.ones())
    if (this.mode === 'throws') {
      this.kept = tf.zeros([7])
      throw new Error('no luck')
    }
  }
  override call(x: tf.Tensor | tf.Tensor[]) {
    return tf.tidy(() => tf.mul([x].flat()[0]!, 0.5))
  }
  override computeOutputShape(s: tf.Shape): tf.Shape {
    return this.mode === 'two' ? ([s, s] as never) : s
  }
}

describe('custom layers', () => {
  it('get their own name and place, work, and are freed', () =>
    leavesNothing(() => {
      let made = 0
      const half = custom(
        'half',
        () => {
          made++
          return new Half()
        },
        { outputShape: (s) => s },
      )
      const built = toModel(input([4]).pipe(half).pipe(half).pipe(half.as('tail')))
      expect(made).toBe(3)
      expect(built.model.layers.map((l) => l.name)).toEqual([
        'input',
        'half1',
        'half2',
        'tail.half1',
      ])
      expect(built.model.weights.map((w) => w.originalName)).toEqual([
        'half1/w',
        'half2/w',
        'tail.half1/w',
      ])
      const x = wave([2, 4]) as tf.Tensor2D
      expectClose(
        take(built.predict(x))[0]!,
        Array.from(x.dataSync()).map((v) => v / 8),
      )
      x.dispose()
      built.dispose()
    }))

  it('can be whole models, whose layers are mended and freed', () =>
    leavesNothing(() => {
      const inner = () =>
        tf.sequential({
          layers: [
            tf.layers.dense({ units: 3, inputShape: [4] }),
            tf.layers.batchNormalization({ scale: false }),
          ],
        })
      const built = toModel(
        input([4])
          .pipe(custom('inner', inner, { outputShape: () => [3] }))
          .dense(1),
      )
      expect(built.model.weights.length).toBe(7)
      built.dispose()
      // a model may belong to somebody else, so core does not ask it for its shape, and frees what
      // the factory made
      expect(problemsOf(input([4]).pipe(custom('inner', inner)))[0]).toContain(
        'got one that is in use, or a model; pass outputShape',
      )
    }))

  it('are refused with both paths when one instance has two places', () =>
    leavesNothing(() => {
      const one = new Half()
      const twice = custom('half', () => one, { outputShape: (s) => s })
      expect(problemsOf(input([4]).dense(2).pipe(twice).pipe(twice.as('again')))).toEqual([
        expect.stringContaining(
          'again.half1: a custom factory must make a new layer at every call, got the instance of half1 again',
        ),
      ])
      expect(problemsOf(input([4]).pipe(twice))).toEqual([
        expect.stringContaining('already in use, or disposed'),
      ])
    }))

  it('are refused when they are not layers, throw, or return something wrong', () =>
    leavesNothing(() => {
      const refused = (make: () => unknown, outputShape = (s: any) => s) =>
        problemsOf(
          input([4])
            .dense(3)
            .pipe(custom('x', make as never, { outputShape })),
        )[0]
      expect(refused(() => null)).toContain('x1: a custom factory must make a layer, got null')
      expect(refused(() => ({}))).toContain('got a object')
      expect(
        refused(() => {
          throw new Error('broken')
        }),
      ).toContain('got the error "broken"')
      expect(refused(() => new Half('throws'))).toContain(
        'x1: a custom factory must make a layer that accepts input 3, got the error "no luck"',
      )
      expect(refused(() => new Half('two'))).toContain('a layer with one output, got several')
      expect(
        refused(
          () => new Half(),
          () => [5],
        ),
      ).toContain('output 5, got 3; fix its outputShape')
    }))

  it('are refused when the names of their weights clash with those of another place', () =>
    leavesNothing(() => {
      const inner = () =>
        tf.sequential({ layers: [tf.layers.dense({ units: 4, inputShape: [4], name: 'mine' })] })
      const twice = custom('inner', inner, { outputShape: () => [4] })
      expect(problemsOf(input([4]).pipe(twice).pipe(twice))[0]).toContain(
        'inner2: a custom factory must make weights with unique names, got "mine/kernel" as in inner1',
      )
    }))
})

describe('the plan', () => {
  it('is the plan that the model was made from', () =>
    leavesNothing(() => {
      const built = toModel(net, { seed: 1 })
      const expected: Plan = plan(net, { seed: 1 })
      expect(built.plan.positions).toEqual(expected.positions)
      expect(
        built.model.layers
          .slice(1)
          .map((l) => l.name)
          .sort(),
      ).toEqual(expected.instances.map((i) => i.id).sort())
      expect(built.model.countParams()).toBe(
        expected.params.trainable + expected.params.nonTrainable,
      )
      built.dispose()
    }))
})
