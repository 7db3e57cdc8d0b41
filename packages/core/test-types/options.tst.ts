// Options of Keras's layers: what keeps the shape, and what the compiler refuses.
// fixtures/mistakes-options.txt has its words.
import { describe, expect, test } from 'tstyche'
import { block, branch, concat, graph, input, inputs, shared, tie } from '@layersmith/core'

const image = input([28, 28, 4])
const sequence = input([20, 8])

describe('options of convolutions', () => {
  test('groups', () => {
    expect(image.conv(8, 3, { groups: 4 }).shape).type.toBe<[26, 26, 8]>()
    expect(sequence.conv1d(8, 3, { groups: 2, padding: 'causal' }).shape).type.toBe<[20, 8]>()
    expect(input([5, 5, 5, 2]).conv3d(4, 3, { groups: 2 }).shape).type.toBe<[3, 3, 3, 4]>()
    expect(image.conv).type.not.toBeCallableWith(8, 3, { groups: '2' })
    expect(image.depthwiseConv).type.not.toBeCallableWith(3, { groups: 2 })
    expect(image.separableConv).type.not.toBeCallableWith(8, 3, { groups: 2 })
  })
  test('causal padding', () => {
    expect(sequence.conv1d(4, 3, { padding: 'causal', dilation: 4 }).shape).type.toBe<[20, 4]>()
    expect(input([null, 8]).conv1d(4, 3, { padding: 'causal' }).shape).type.toBe<
      [number | null, 4]
    >()
    expect(image.conv).type.not.toBeCallableWith(4, 3, { padding: 'causal' })
    expect(sequence.pool1d).type.not.toBeCallableWith(2, { padding: 'causal' })
  })
})

describe('options that keep the shape', () => {
  test('of activations', () => {
    expect(
      image.relu({ maxValue: 6 }).relu({ negativeSlope: 0.1, threshold: 0.5 }).relu6().shape,
    ).type.toBe<[28, 28, 4]>()
    expect(image.relu).type.not.toBeCallableWith({ maxValue: '6' })
    expect(image.relu).type.not.toBeCallableWith({ slope: 0.1 })
    expect(image.relu6).type.not.toBeCallableWith({ maxValue: 6 })
  })
  test('of scales', () => {
    const scale = [1, 2, 3, 4] as const
    expect(image.rescaling(scale, { offset: [0, 0, 0, 1] }).shape).type.toBe<[28, 28, 4]>()
    expect(image.rescaling(2, { offset: -1 }).shape).type.toBe<[28, 28, 4]>()
    expect(image.rescaling).type.not.toBeCallableWith('2')
    expect(image.rescaling).type.not.toBeCallableWith(['1', '2'])
  })
  test('of axes', () => {
    expect(
      image
        .softmax({ axis: 3 })
        .bn({ axis: 1 })
        .layerNorm({ axis: -1 })
        .groupNorm(2, { axis: 3 })
        .unitNorm({ axis: -1 })
        .normalization({ axis: 3, mean: 0, variance: 1 }).shape,
    ).type.toBe<[28, 28, 4]>()
    expect(image.softmax).type.not.toBeCallableWith({ axis: 'channels' })
    expect(image.softmax).type.not.toBeCallableWith(-1)
    expect(image.layerNorm).type.not.toBeCallableWith({ axis: [1, 2] })
  })
  test('of dropouts', () => {
    expect(image.dropout(0.2, { noiseShape: [null, 1, 1, null] }).shape).type.toBe<[28, 28, 4]>()
    expect(image.stochasticDepth).type.not.toBeCallableWith(0.2, { noiseShape: [null, 1, 1, 1] })
    expect(sequence.spatialDropout1d).type.not.toBeCallableWith(0.2, { noiseShape: [null, 1, 8] })
    expect(shared).type.toBeCallableWith(block().dropout(0.2, { noiseShape: [null, 1] }))
    expect(shared).type.not.toBeCallableWith(block().dropout(0.2, { noiseShape: [1], seed: 1 }))
  })
})

describe('recurrent options', () => {
  test('resetAfter', () => {
    expect(sequence.gru(4, { resetAfter: true }).shape).type.toBe<[4]>()
    expect(
      sequence.bidirectional(block().gru(4, { resetAfter: true, returnSequences: true })).shape,
    ).type.toBe<[20, 8]>()
    expect(sequence.gru).type.not.toBeCallableWith(4, { resetAfter: 'yes' })
    expect(sequence.lstm).type.not.toBeCallableWith(4, { resetAfter: true })
  })
})

describe('kinds that TensorFlow.js lacks', () => {
  const all = block().groupNorm(2).normalization().layerScale().stochasticDepth(0.1).unitNorm()
  test('keep the shape', () => {
    expect(image.pipe(all).shape).type.toBe<[28, 28, 4]>()
    expect(input([6]).groupNorm(-1).layerScale({ initial: 1 }).shape).type.toBe<[6]>()
    expect(sequence.timeDistributed(block().unitNorm()).shape).type.toBe<[20, 8]>()
  })
  test('say what they hold', () => {
    expect(shared).type.toBeCallableWith(block().unitNorm().stochasticDepth(0.1))
    expect(shared).type.not.toBeCallableWith(block().stochasticDepth(0.1, { seed: 1 }))
    expect(shared).type.not.toBeCallableWith(block().groupNorm(2))
    expect(shared).type.not.toBeCallableWith(block().layerScale())
    expect(tie).type.toBeCallableWith(sequence.groupNorm(2).normalization().layerScale())
  })
  test('take only what makes sense', () => {
    expect(image.groupNorm).type.not.toBeCallableWith()
    expect(image.groupNorm).type.not.toBeCallableWith('2')
    expect(image.groupNorm).type.not.toBeCallableWith(2, { momentum: 0.9 })
    expect(image.normalization).type.not.toBeCallableWith({ mean: '0' })
    expect(image.layerScale).type.not.toBeCallableWith(0.1)
    expect(image.stochasticDepth).type.not.toBeCallableWith(1)
    expect(image.stochasticDepth).type.not.toBeCallableWith(-0.1)
    expect(image.unitNorm).type.not.toBeCallableWith(3)
  })
})

test('concat along an axis', () => {
  const two = branch(block(), block().crop([1, 0]))
  expect(image.pipe(two.concat({ axis: 1 })).shape).type.toBe<[54, 28, 4]>()
  expect(inputs({ a: [4, 3], b: [5, 3] }).merge('concat', undefined, { axis: 1 }).shape).type.toBe<
    [9, 3]
  >()
  expect(graph([4, 3], (x) => concat(x, x, { axis: -1 })).shape).type.toBe<[4, 6]>()
  expect(image.pipe).type.not.toBeCallableWith(two.concat({ axis: 2 }))
  expect(image.pipe).type.not.toBeCallableWith(two.concat())
})
