// The sizes of the kinds that go beyond a CNN, and the calls that the compiler refuses.
import { describe, expect, test } from 'tstyche'
import { block, branch, input, repeat, residual, shared, tie } from '@layersmith/core'

const image = input([28, 28, 3])
const sequence = input([20, 8])

describe('options that change the shape', () => {
  test('a global pool keeps its axes', () => {
    const keepDims = Math.random() > 0.5
    expect(image.globalPool({ keepDims: true }).shape).type.toBe<[1, 1, 3]>()
    expect(image.globalPool({ kind: 'max', keepDims: false }).shape).type.toBe<[3]>()
    expect(sequence.globalPool1d({ keepDims: true }).shape).type.toBe<[1, 8]>()
    expect(image.globalPool({ keepDims }).shape).type.toBe<(number | null)[]>()
  })
  test('causal padding keeps the steps', () => {
    expect(sequence.conv1d(4, 3, { padding: 'causal' }).shape).type.toBe<[20, 4]>()
    expect(sequence.conv1d(4, 3, { padding: 'causal', stride: 3 }).shape).type.toBe<[7, 4]>()
    expect(image.conv).type.not.toBeCallableWith(4, 3, { padding: 'causal' })
  })
})

describe('kinds that keep the sizes', () => {
  test('of any rank', () => {
    expect(
      image
        .softmax()
        .thresholdedRelu()
        .gaussianNoise(0.1)
        .gaussianDropout(0.1)
        .alphaDropout(0.1)
        .rescaling(2)
        .prelu({ sharedAxes: [1, 2] }).shape,
    ).type.toBe<[28, 28, 3]>()
    expect(input([5]).softmax().prelu().shape).type.toBe<[5]>()
  })
  test('of sequences', () => {
    expect(sequence.masking().spatialDropout1d(0.1).shape).type.toBe<[20, 8]>()
    expect(input([null, 8]).masking().spatialDropout1d(0.1, { seed: 1 }).shape).type.toBe<
      [number | null, 8]
    >()
    expect(input([5]).masking).type.not.toBeCallableWith()
    expect(image.spatialDropout1d).type.not.toBeCallableWith(0.1)
  })
})

describe('kinds that change the sizes', () => {
  test('embedding and repeatVector', () => {
    expect(input([20]).embedding(100, 16).shape).type.toBe<[20, 16]>()
    expect(input([null]).embedding(100, 16).shape).type.toBe<[number | null, 16]>()
    expect(input([8]).repeatVector(5).shape).type.toBe<[5, 8]>()
    expect(sequence.repeatVector).type.not.toBeCallableWith(5)
    expect(input([8]).repeatVector).type.not.toBeCallableWith(0)
  })
  test('permute', () => {
    expect(image.permute([3, 1, 2]).shape).type.toBe<[3, 28, 28]>()
    expect(block().permute([2, 1]).shape).type.toBe<undefined>()
    expect(sequence.pipe(block().permute([2, 1])).shape).type.toBe<[8, 20]>()
    expect(image.permute).type.not.toBeCallableWith([2, 1])
    expect(image.permute).type.not.toBeCallableWith([1, 2, 2])
    expect(image.permute).type.not.toBeCallableWith([0, 1, 2])
  })
  test('crop', () => {
    expect(image.crop(2).shape).type.toBe<[24, 24, 3]>()
    expect(
      image.crop([
        [0, 4],
        [2, 1],
      ]).shape,
    ).type.toBe<[24, 25, 3]>()
    expect(input([null, 28, 3]).crop(2).shape).type.toBe<[number | null, 24, 3]>()
    expect(image.crop).type.toBeCallableWith([13, 0])
    expect(image.crop).type.not.toBeCallableWith(14)
    expect(image.crop).type.not.toBeCallableWith(20)
    expect(image.crop).type.not.toBeCallableWith(-1)
    expect(sequence.crop).type.not.toBeCallableWith(1)
  })
  test('centerCrop', () => {
    expect(image.centerCrop(24, 20).shape).type.toBe<[24, 20, 3]>()
    expect(image.centerCrop(28, 1).shape).type.toBe<[28, 1, 3]>()
    expect(input([null, null, 3]).centerCrop(224, 200).shape).type.toBe<[224, 200, 3]>()
    expect(image.pipe(block().centerCrop(24, 24)).shape).type.toBe<[24, 24, 3]>()
    expect(image.centerCrop).type.not.toBeCallableWith(29, 20)
    expect(image.centerCrop).type.not.toBeCallableWith(20, 29)
    expect(image.centerCrop).type.not.toBeCallableWith(0, 20)
    expect(sequence.centerCrop).type.not.toBeCallableWith(4, 4)
  })
  test('categoryEncoding', () => {
    expect(input([10]).categoryEncoding(5).shape).type.toBe<[5]>()
    expect(input([null]).categoryEncoding(5, { outputMode: 'count' }).shape).type.toBe<[5]>()
    expect(input([1]).categoryEncoding(5, { outputMode: 'oneHot' }).shape).type.toBe<[5]>()
    expect(input([10]).categoryEncoding).type.not.toBeCallableWith(5, { outputMode: 'oneHot' })
    expect(input([10]).categoryEncoding).type.not.toBeCallableWith(5, { outputMode: 'tfIdf' })
    expect(input([10]).categoryEncoding).type.not.toBeCallableWith(0)
    expect(sequence.categoryEncoding).type.not.toBeCallableWith(5)
  })
  test('reshape', () => {
    expect(image.reshape([784, 3]).shape).type.toBe<[784, 3]>()
    expect(image.reshape([-1, 12]).shape).type.toBe<[196, 12]>()
    expect(image.reshape([2, -1]).conv).type.not.toBeCallableWith(1, 1)
    expect(input([null, 4]).reshape([-1, 2]).shape).type.toBe<[number | null, 2]>()
    expect(input([null, 4]).reshape([6, 2]).shape).type.toBe<[6, 2]>()
    expect(image.reshape([-1] as number[]).shape).type.toBe<(number | null)[]>()
    expect(image.reshape).type.not.toBeCallableWith([784, 4])
    expect(image.reshape).type.not.toBeCallableWith([-1, 5])
    expect(image.reshape).type.not.toBeCallableWith([-1, -1, 3])
    expect(image.reshape).type.not.toBeCallableWith([0, -1])
    expect(image.reshape).type.not.toBeCallableWith([0, 5])
    expect(image.reshape).type.not.toBeCallableWith([3, -2])
    expect(image.reshape([-1]).shape).type.toBe<[2352]>()
    expect(block().reshape).type.toBeCallableWith([-1])
  })
  test('minimum', () => {
    expect(image.pipe(branch(block(), block().relu()).minimum()).shape).type.toBe<[28, 28, 3]>()
  })
})

describe('windows in 1-D', () => {
  test('conv1d', () => {
    expect(input([100, 8]).conv1d(16, 5).shape).type.toBe<[96, 16]>()
    expect(input([100, 8]).conv1d(16, 5, { stride: 2 }).shape).type.toBe<[48, 16]>()
    expect(input([100, 8]).conv1d(16, 5, { stride: 3, padding: 'same' }).shape).type.toBe<
      [34, 16]
    >()
    expect(input([100, 8]).conv1d(16, 5, { dilation: 3 }).shape).type.toBe<[88, 16]>()
    expect(input([null, 8]).conv1d(16, 5).shape).type.toBe<[number | null, 16]>()
    expect(input([100, 8]).pipe(block().conv1d(16, 5).pool1d(2)).shape).type.toBe<[48, 16]>()
    expect(sequence.conv1d).type.not.toBeCallableWith(16, 21)
    expect(sequence.conv1d).type.not.toBeCallableWith(16, 3, { stride: 2, dilation: 2 })
    expect(sequence.conv1d).type.not.toBeCallableWith(16, 0)
    expect(sequence.conv1d).type.not.toBeCallableWith(16, [3, 3])
    expect(image.conv1d).type.not.toBeCallableWith(16, 3)
    expect(sequence.conv).type.not.toBeCallableWith(16, 3)
  })
  test('pool1d and globalPool1d', () => {
    expect(input([101, 8]).pool1d(4).shape).type.toBe<[25, 8]>()
    expect(input([101, 8]).pool1d(3, { stride: 2, kind: 'average' }).shape).type.toBe<[50, 8]>()
    expect(sequence.globalPool1d().shape).type.toBe<[8]>()
    expect(sequence.pool1d).type.not.toBeCallableWith(21)
    expect(image.globalPool1d).type.not.toBeCallableWith()
  })
})

describe('windows in 3-D', () => {
  const volume = input([16, 32, 33, 2])
  test('conv3d and pool3d', () => {
    expect(volume.conv3d(8, 3).shape).type.toBe<[14, 30, 31, 8]>()
    expect(volume.conv3d(8, [1, 2, 3], { stride: [1, 2, 2] }).shape).type.toBe<[16, 16, 16, 8]>()
    expect(volume.conv3d(8, 3, { dilation: 2 }).shape).type.toBe<[12, 28, 29, 8]>()
    expect(volume.conv3d(8, 3, { padding: 'same', stride: 2 }).shape).type.toBe<[8, 16, 17, 8]>()
    expect(volume.pool3d(2).shape).type.toBe<[8, 16, 16, 2]>()
    expect(volume.pool3d([1, 4, 3]).shape).type.toBe<[16, 8, 11, 2]>()
    expect(volume.conv3d).type.not.toBeCallableWith(8, 17)
    expect(volume.conv3d).type.not.toBeCallableWith(8, [3, 3])
    expect(volume.conv3d).type.not.toBeCallableWith(8, [3, 3, 0])
    expect(volume.conv3d).type.not.toBeCallableWith(8, 3, { stride: 2, dilation: [1, 1, 2] })
    expect(image.conv3d).type.not.toBeCallableWith(8, 3)
    expect(image.pool3d).type.not.toBeCallableWith(2)
  })
  test('conv3dTranspose', () => {
    expect(input([4, 5, 6, 2]).conv3dTranspose(8, 2, { stride: 2 }).shape).type.toBe<
      [8, 10, 12, 8]
    >()
    expect(
      input([4, 5, 6, 2]).conv3dTranspose(8, [1, 2, 5], { stride: [1, 2, 3] }).shape,
    ).type.toBe<[4, 10, 20, 8]>()
  })
})

describe('other convolutions of images', () => {
  test('convTranspose', () => {
    expect(input([7, 7, 32]).convTranspose(16, 3).shape).type.toBe<[9, 9, 16]>()
    expect(input([7, 7, 32]).convTranspose(16, 3, { stride: 2 }).shape).type.toBe<[15, 15, 16]>()
    expect(input([7, 7, 32]).convTranspose(16, 2, { stride: 3 }).shape).type.toBe<[21, 21, 16]>()
    expect(
      input([7, 7, 32]).convTranspose(16, [3, 5], { stride: [2, 1], padding: 'same' }).shape,
    ).type.toBe<[14, 7, 16]>()
    expect(input([null, 7, 32]).convTranspose(16, 3).shape).type.toBe<[number | null, 9, 16]>()
    expect(sequence.convTranspose).type.not.toBeCallableWith(16, 3)
  })
  test('convTranspose with an output padding or a dilation', () => {
    const small = input([7, 6, 32])
    const maybe = undefined as number | undefined
    const same = { padding: 'same', stride: 2 } as const
    expect(small.convTranspose(8, 3, { ...same, outputPadding: 1 }).shape).type.toBe<[14, 12, 8]>()
    expect(small.convTranspose(8, 3, { ...same, outputPadding: 0 }).shape).type.toBe<[13, 11, 8]>()
    expect(small.convTranspose(8, 4, { ...same, outputPadding: [0, 1] }).shape).type.toBe<
      [12, 11, 8]
    >()
    expect(small.convTranspose(8, 3, { stride: 4, outputPadding: [0, 3] }).shape).type.toBe<
      [27, 26, 8]
    >()
    expect(small.convTranspose(8, 3, { dilation: [2, 1] }).shape).type.toBe<[11, 8, 8]>()
    expect(small.convTranspose(8, 3, { dilation: 2, padding: 'same' }).shape).type.toBe<[7, 6, 8]>()
    expect(small.convTranspose(8, 3, { stride: 2, outputPadding: maybe }).shape).type.toBe<
      [number | null, number | null, 8]
    >()
    expect(
      input([null, 6, 2]).convTranspose(8, 3, { stride: 3, outputPadding: 2 }).shape,
    ).type.toBe<[number | null, 20, 8]>()
    expect(small.convTranspose).type.not.toBeCallableWith(8, 3, { outputPadding: 1 })
    expect(small.convTranspose).type.not.toBeCallableWith(8, 3, { stride: 2, outputPadding: 2 })
    expect(small.convTranspose).type.not.toBeCallableWith(8, 3, { stride: 2, outputPadding: -1 })
    expect(small.convTranspose).type.not.toBeCallableWith(8, 3, { stride: 2, dilation: 2 })
    expect(input([1, 1, 2]).convTranspose).type.not.toBeCallableWith(8, 2, {
      ...same,
      outputPadding: 0,
    })
    const volume = input([4, 5, 6, 2])
    expect(volume.conv3dTranspose(8, 2, { stride: 2, outputPadding: 1 }).shape).type.toBe<
      [9, 11, 13, 8]
    >()
    expect(volume.conv3dTranspose(8, 3, { dilation: [1, 2, 3] }).shape).type.toBe<[6, 9, 12, 8]>()
    expect(volume.conv3dTranspose).type.not.toBeCallableWith(8, 2, {
      stride: [1, 2, 2],
      outputPadding: 1,
    })
  })
  test('dropout with a noise shape', () => {
    expect(image.dropout(0.2, { noiseShape: [null, 1, 1, null] }).shape).type.toBe<[28, 28, 3]>()
    expect(image.dropout).type.not.toBeCallableWith(0.2, { noiseShape: [32, 1, 1, 1] })
    expect(image.dropout).type.not.toBeCallableWith(0.2, { noiseShape: [] })
    expect(image.dropout).type.not.toBeCallableWith(0.2, { noiseShape: 1 })
  })
  test('separableConv', () => {
    expect(image.separableConv(16, 3).shape).type.toBe<[26, 26, 16]>()
    expect(image.separableConv(16, 3, { stride: 2, padding: 'same' }).shape).type.toBe<
      [14, 14, 16]
    >()
    expect(image.separableConv).type.not.toBeCallableWith(16, 29)
  })
})

test('recurrent kinds', () => {
  expect(sequence.lstm(16).shape).type.toBe<[16]>()
  expect(sequence.gru(16, { returnSequences: true }).shape).type.toBe<[20, 16]>()
  expect(sequence.simpleRnn(16, { returnSequences: false }).shape).type.toBe<[16]>()
  expect(sequence.lstm(16, { returnSequences: true as boolean }).shape).type.toBe<
    (number | null)[]
  >()
  expect(input([null, 8]).lstm(16, { returnSequences: true, activation: 'relu' }).shape).type.toBe<
    [number | null, 16]
  >()
  expect(sequence.pipe(block().gru(4, { returnSequences: true }).lstm(2)).shape).type.toBe<[2]>()
  expect(image.lstm).type.not.toBeCallableWith(16)
  expect(sequence.lstm).type.not.toBeCallableWith(0)
  expect(shared).type.not.toBeCallableWith(block().gru(4))
})

test('convLstm2d', () => {
  const video = input([10, 32, 33, 3])
  expect(video.convLstm2d(8, 3).shape).type.toBe<[30, 31, 8]>()
  expect(video.convLstm2d(8, [1, 3], { returnSequences: true, stride: [2, 1] }).shape).type.toBe<
    [10, 16, 31, 8]
  >()
  expect(video.convLstm2d(8, 3, { padding: 'same', returnSequences: false }).shape).type.toBe<
    [32, 33, 8]
  >()
  expect(video.convLstm2d(8, 3, { dilation: 2 }).shape).type.toBe<[28, 29, 8]>()
  expect(video.convLstm2d(8, 3, { returnSequences: true as boolean }).shape).type.toBe<
    (number | null)[]
  >()
  expect(
    input([null, 32, 32, 3]).convLstm2d(8, 3, {
      returnSequences: true,
      recurrentActivation: 'sigmoid',
    }).shape,
  ).type.toBe<[number | null, 30, 30, 8]>()
  expect(video.pipe(block().convLstm2d(8, 3)).shape).type.toBe<[30, 31, 8]>()
  expect(video.convLstm2d).type.not.toBeCallableWith(8, 40)
  expect(video.convLstm2d).type.not.toBeCallableWith(8, 3, { stride: 2, dilation: 2 })
  expect(image.convLstm2d).type.not.toBeCallableWith(8, 3)
  expect(shared).type.not.toBeCallableWith(block().convLstm2d(8, 3))
})

describe('layers that wrap a layer', () => {
  const video = input([10, 32, 32, 3])
  test('timeDistributed', () => {
    expect(sequence.timeDistributed(block().dense(5)).shape).type.toBe<[20, 5]>()
    expect(
      video.timeDistributed(block().conv(8, 3)).timeDistributed(block().globalPool()).lstm(16)
        .shape,
    ).type.toBe<[16]>()
    expect(video.timeDistributed(block().flatten()).shape).type.toBe<[10, 3072]>()
    expect(video.timeDistributed(block().relu()).timeDistributed(block().bn()).shape).type.toBe<
      [10, 32, 32, 3]
    >()
    expect(input([null, 32, 32, 3]).timeDistributed(block().pool(2)).shape).type.toBe<
      [number | null, 16, 16, 3]
    >()
    expect(input([4, 6, 8]).timeDistributed(block().lstm(5)).shape).type.toBe<[4, 5]>()
    expect(
      input([4, 6, 8]).timeDistributed(block().timeDistributed(block().dense(5))).shape,
    ).type.toBe<[4, 6, 5]>()
    expect(input([4, 6, 8]).timeDistributed(block().bidirectional(block().gru(5))).shape).type.toBe<
      [4, 10]
    >()
    expect(sequence.pipe(block().timeDistributed(block().dense(5))).shape).type.toBe<[20, 5]>()
    expect(sequence.timeDistributed(block().dense(5).loose()).shape).type.toBe<(number | null)[]>()
  })
  test('timeDistributed takes one layer that fits', () => {
    expect(input([5]).timeDistributed).type.not.toBeCallableWith(block().dense(5))
    expect(sequence.timeDistributed).type.not.toBeCallableWith(block().conv(8, 3))
    expect(video.timeDistributed).type.not.toBeCallableWith(block().conv(8, 33))
    expect(video.timeDistributed).type.not.toBeCallableWith(block().conv(8, 3).dense(3))
    expect(video.timeDistributed).type.not.toBeCallableWith(residual(block().conv(3, 1)))
    expect(video.timeDistributed).type.not.toBeCallableWith(repeat(2, block().conv(3, 1)))
    expect(video.timeDistributed).type.not.toBeCallableWith(input([32, 32, 3]).conv(3, 1))
    expect(video.timeDistributed).type.not.toBeCallableWith(block().tap('x'))
    expect(video.timeDistributed).type.not.toBeCallableWith(block().conv(3, 1).tap('x'))
    expect(video.timeDistributed).type.not.toBeCallableWith(3)
  })
  test('timeDistributed holds what its layer holds', () => {
    expect(shared).type.toBeCallableWith(block().timeDistributed(block().relu()))
    expect(shared).type.not.toBeCallableWith(block().timeDistributed(block().dense(3)))
    expect(tie).type.toBeCallableWith(sequence.timeDistributed(block().dense(3)))
    expect(tie).type.not.toBeCallableWith(sequence.timeDistributed(block().bn()))
    expect(shared).type.not.toBeCallableWith(
      block().timeDistributed(block().dropout(0.1, { seed: 1 })),
    )
  })
  test('bidirectional', () => {
    expect(sequence.bidirectional(block().lstm(16)).shape).type.toBe<[32]>()
    expect(sequence.bidirectional(block().gru(16, { returnSequences: true })).shape).type.toBe<
      [20, 32]
    >()
    expect(sequence.bidirectional(block().simpleRnn(16), { mergeMode: 'sum' }).shape).type.toBe<
      [16]
    >()
    expect(
      sequence.bidirectional(block().simpleRnn(16), { mergeMode: 'ave' as 'ave' | 'concat' }).shape,
    ).type.toBe<[number | null]>()
    expect(video.bidirectional(block().convLstm2d(8, 3), { mergeMode: 'mul' }).shape).type.toBe<
      [30, 30, 8]
    >()
    expect(sequence.pipe(block().bidirectional(block().lstm(16))).shape).type.toBe<[32]>()
    expect(sequence.bidirectional).type.not.toBeCallableWith(block().dense(16))
    expect(sequence.bidirectional).type.not.toBeCallableWith(block().relu())
    expect(sequence.bidirectional).type.not.toBeCallableWith(
      block().lstm(16, { returnSequences: true }).lstm(3),
    )
    expect(image.bidirectional).type.not.toBeCallableWith(block().lstm(16))
    expect(sequence.bidirectional).type.not.toBeCallableWith(block().lstm(16), { mergeMode: 'add' })
    expect(shared).type.not.toBeCallableWith(block().bidirectional(block().lstm(16)))
  })
})

describe('what they hold', () => {
  test('stateless ones can be shared', () => {
    expect(shared).type.toBeCallableWith(
      block().softmax().crop(1).permute([2, 1, 3]).gaussianNoise(1).masking().rescaling(2),
    )
    expect(shared).type.not.toBeCallableWith(block().embedding(5, 2))
    expect(shared).type.not.toBeCallableWith(block().prelu())
    expect(shared).type.not.toBeCallableWith(block().spatialDropout1d(0.1, { seed: 1 }))
  })
})

test('generic over the block', () => {
  const halve = <N extends number>(n: N) =>
    block()
      .repeatVector(n as never)
      .permute([2, 1])
  expect(halve(3).shape).type.toBe<undefined>()
})
