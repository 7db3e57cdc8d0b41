import { describe, expect, it } from '@jest/globals'
import {
  type AnyBlock,
  type AnyNet,
  add,
  block,
  branch,
  check,
  graph,
  input,
  multiply,
  plan,
} from '@layersmith/core'
import { compile } from '@layersmith/compile'
import { toModel } from '@layersmith/tfjs'
import { squeezeExcite } from '@layersmith/zoo'
import * as tf from '@tensorflow/tfjs'
import fc from 'fast-check'
import { lower } from '../src/lower/lower.js'
import { copiedWeights } from '../src/lower/weights.js'
import { rewrites } from '../src/rewrites/all.js'
import { rewriteAll } from '../src/rewrites/rewrite.js'
import { difference, randomize } from './support/compare.js'
import { cook, recipes } from './support/nets.js'

const image = input([8, 8, 3])
const conv = block().conv(4, 3)

/** What runs of a net, as "name: positions", and why no less; the weights of BN are set before. */
const compiled = async (net: unknown, gamma?: readonly number[], mean = 0.5) => {
  const built = toModel(net as AnyNet)
  randomize(built, 1)
  for (const weight of built.model.weights)
    tf.tidy(() => {
      const name = weight.originalName
      if (gamma && name.endsWith('gamma')) weight.write(tf.tensor1d([...gamma]))
      if (gamma && /moving_mean|beta/.test(name))
        weight.write(tf.fill(weight.shape as number[], mean))
    })
  const run = await compile(built, {
    engine: 'tfjs',
    taps: plan(net as AnyNet).taps.map(({ name }) => name) as never,
  })
  const { ops, left } = run.report
  run.dispose()
  built.dispose()
  return { ops: ops.map(({ op, of }) => `${op}: ${of.join(' ')}`), why: left.map(({ why }) => why) }
}

describe('what goes into what', () => {
  it.each<readonly [string, unknown, readonly string[]]>([
    [
      'batch normalization and an activation into what is before them',
      image.conv(4, 3).bn().relu().depthwiseConv(3).bn().relu6().flatten().dense(2).bn(),
      [
        'convolution: conv1 bn1 relu1',
        'depthwise convolution: depthwiseConv1 bn2 relu61',
        'dense: flatten1 dense1 bn3',
      ],
    ],
    [
      'batch normalization into a separable convolution',
      image.separableConv(4, 3, { padding: 'same' }).bn(),
      ['depthwise convolution: separableConv1/depthwise', 'convolution: separableConv1 bn1'],
    ],
    [
      'a chain of scales into one, and that into a convolution',
      image.rescaling(2, { offset: 1 }).bn().layerScale().pipe(conv),
      ['convolution: rescaling1 bn1 layerScale1 conv1'],
    ],
    [
      'a scale behind a mean, a flattening and dropout into a dense layer',
      image.relu().bn().pool(2, { kind: 'average' }).dropout(0.5).flatten().dense(2),
      ['relu: relu1', 'average pooling: pool1', 'dense: flatten1 bn1 dense1'],
    ],
    [
      'padding into a convolution',
      image.pad(1).conv(4, 3).relu().pad(1).depthwiseConv(3),
      ['convolution: pad1 conv1 relu1', 'depthwise convolution: pad2 depthwiseConv1'],
    ],
    [
      'the gates of squeeze-and-excite into products',
      input([8, 8, 4]).pipe(squeezeExcite(4, 2)),
      [
        'global average pooling: branch1.2.globalPool1',
        'reshape: branch1.2.reshape1',
        'dense: branch1.2.conv1',
        'dense: branch1.2.conv2',
        'multiply: branch1.multiply1',
      ],
    ],
    [
      'the sixth of a hard swish into the convolution after it',
      graph([8, 8, 3], (x) =>
        multiply(
          x,
          x.pipe(
            block()
              .rescaling(1, { offset: 3 })
              .relu6()
              .rescaling(1 / 6),
          ),
        ).pipe(conv),
      ),
      [
        'scale: rescaling1',
        'relu6: relu61',
        'multiply: multiply1',
        'convolution: rescaling2 conv1',
      ],
    ],
    [
      'inference-time nothings into nothing',
      input([5]).dropout(0.1).gaussianNoise(0.1).activation('linear').stochasticDepth(0.1).dense(2),
      ['dense: dense1'],
    ],
  ])('%s', async (_, net, ops) => {
    expect((await compiled(net)).ops).toEqual(ops)
    expect(await difference(net as AnyNet, 3)).toBeLessThan(1e-5)
  })
})

describe('what stands against it', () => {
  it.each<readonly [string, unknown, string]>([
    ['a tap', image.pipe(conv).tap('c').bn(), 'the tap c also reads it'],
    [
      'a second reader',
      graph([8, 8, 3], (x) => {
        const y = x.pipe(conv)
        return add(y, y.pipe(block().bn()))
      }),
      'add1 also reads it',
    ],
    [
      'an output',
      graph([4], (x) => {
        const y = x.pipe(block().dense(2))
        return { y, z: y.pipe(block().relu()) }
      }),
      'the caller also reads it',
    ],
    [
      'an activation in between',
      image.conv(4, 3, { activation: 'relu' }).bn(),
      'the activation relu comes before',
    ],
    [
      'zeros around an image',
      image.bn().conv(4, 3, { padding: 'same' }),
      'it also reads zeros around its input',
    ],
    ['a merge', image.pipe(branch(conv, conv).add()).bn(), 'add takes no factors'],
  ])('%s', async (_, net, why) => {
    expect((await compiled(net)).why).toContain(why)
    expect(await difference(net as AnyNet, 3)).toBeLessThan(1e-5)
  })

  it('a negative factor before a largest number', async () => {
    const net = input([8, 8, 2]).bn().pool(2).globalPool().dense(2)
    expect((await compiled(net, [0, 2])).ops).toEqual([
      'max pooling: pool1',
      'global average pooling: globalPool1',
      'dense: bn1 dense1',
    ])
    const { ops, why } = await compiled(net, [-1, 2])
    expect(ops[0]).toBe('scale: bn1')
    expect(why).toContain('a negative factor would make the largest number the smallest')
  })

  it('a shift before zeros around an image, but not a factor', async () => {
    const net = input([8, 8, 2]).bn().pad(1).conv(3, 3, { padding: 'same' })
    expect((await compiled(net, [1, -2], 0)).ops.at(-1)).toBe('convolution: bn1 conv1')
    expect((await compiled(net, [1, -2], 1)).ops[0]).toBe('scale: bn1')
  })
})

describe('rewriting twice', () => {
  const again = async (net: AnyNet): Promise<void> => {
    const built = toModel(net, { seed: 1 })
    randomize(built, 1)
    const { plan: checked, model } = built
    const graph = lower(checked, await copiedWeights(model, checked), checked)
    const first = rewriteAll(graph, rewrites)
    const nodes = graph.nodes
    const second = rewriteAll(graph, rewrites)
    expect(second).toEqual({ done: [], left: first.left })
    expect(graph.nodes).toEqual(nodes)
    built.dispose()
  }
  it('changes nothing in generated nets', () =>
    fc.assert(
      fc.asyncProperty(recipes, async (recipe) => {
        const net: AnyBlock = cook(recipe)
        fc.pre(check(net)._tag === 'Right')
        await again(net as AnyNet)
      }),
      { numRuns: 20 },
    ))
})
