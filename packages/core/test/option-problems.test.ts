// What a user reads about options of Keras's layers, at run time: the mistakes of
// test-types/fixtures/mistakes-options.ts, of which the compiler sees some, and those that depend
// on values.
import { describe, expect, it } from '@jest/globals'
import { block, branch, input } from '@layersmith/core'
import { saysOf } from './support/errors.js'

const anything = (x: unknown) => x as any
const [image, sequence] = [input([28, 28, 4]), input([20, 8])].map(anything)
const small = anything(input([7, 6, 4]))
const cut = branch(block(), block().crop([1, 0]))

describe('a mistake in', () => {
  it.each<[string, unknown, string]>([
    [
      'groups, as text',
      image.conv(8, 3, { groups: '2' }),
      'conv1: groups must be a positive integer, got "2"; change groups',
    ],
    [
      'groups of a depthwise convolution',
      image.depthwiseConv(3, { groups: 2 }),
      'depthwiseConv1: option "groups" is not known; remove it, or use one of kernel, stride, dilation, padding, activation, useBias, biasInitializer, biasRegularizer, biasConstraint, depthMultiplier, depthwiseInitializer, depthwiseRegularizer, depthwiseConstraint',
    ],
    [
      'causal padding of images',
      image.conv(8, 3, { padding: 'causal' }),
      "conv1: padding must be 'valid' or 'same', got \"causal\"; change padding",
    ],
    [
      'causal padding, its word',
      sequence.conv1d(8, 3, { padding: 'casual' }),
      "conv1d1: padding must be 'valid' or 'same' or 'causal', got \"casual\"; did you mean 'causal'?",
    ],
    [
      'causal padding, its window',
      sequence.conv1d(8, 3, { padding: 'causal', stride: 2, dilation: 2 }),
      'conv1d1: stride or dilation must be 1, got stride 2 with dilation 2; use one of them and a pool for the other; TensorFlow has no kernel for both',
    ],
    [
      'causal padding of a pool',
      sequence.pool1d(2, { padding: 'causal' }),
      "pool1d1: padding must be 'valid' or 'same', got \"causal\"; change padding",
    ],
    [
      'output padding, its size',
      small.loose().convTranspose(8, 3, { stride: 2, outputPadding: [1, 2] }),
      'convTranspose1: outputPadding must be smaller than stride 2x2, got 1x2; use less, or a larger stride',
    ],
    [
      'output padding, a fraction',
      small.convTranspose(8, 3, { stride: 2, outputPadding: [0, 0.5] }),
      'convTranspose1: outputPadding must be a non-negative integer, or two of them, got [0,0.5]; change outputPadding',
    ],
    [
      'output padding, its name',
      small.convTranspose(8, 3, { stride: 2, output_padding: 1 }),
      'convTranspose1: option "output_padding" is not known; did you mean outputPadding?',
    ],
    [
      'a dilation of zero',
      small.convTranspose(8, 3, { dilation: 0 }),
      'convTranspose1: dilation must be a positive integer, or two of them, got 0; change dilation',
    ],
    [
      'keepDims, its name',
      image.globalPool({ keepdims: true }),
      'globalPool1: option "keepdims" is not known; did you mean keepDims?',
    ],
    [
      'keepDims, a number',
      image.globalPool({ keepDims: 1 }),
      'globalPool1: keepDims must be true or false, got 1; change keepDims',
    ],
    [
      'a ReLU, a limit below zero',
      image.relu({ maxValue: -1 }),
      'relu1: maxValue must be a non-negative number, got -1; change maxValue',
    ],
    [
      'a ReLU, its slope',
      image.relu({ negativeSlope: -0.1 }),
      'relu1: negativeSlope must be a non-negative number, got -0.1; change negativeSlope',
    ],
    [
      'a ReLU, its name',
      image.relu({ alpha: 0.1 }),
      'relu1: option "alpha" is not known; remove it, or use one of maxValue, negativeSlope, threshold',
    ],
    [
      'a scale, as text',
      image.rescaling('1/255'),
      'rescaling1: scale must be a number, or a list with one for each channel, got "1/255"; change scale',
    ],
    [
      'an offset, its length',
      image.rescaling(2, { offset: [1, 2] }),
      'rescaling1: offset must be a number, or one for each channel of 28x28x4, got 2; give as many numbers as there are channels',
    ],
    [
      'an axis without a name',
      image.softmax(-1),
      'softmax1: the options must be an object, got -1; write { name: value }; the names are axis',
    ],
    [
      'an axis, its name',
      image.softmax({ axes: -1 }),
      'softmax1: option "axes" is not known; did you mean axis?',
    ],
    [
      'an axis, a list',
      image.layerNorm({ axis: [1, 2] }),
      'layerNorm1: axis must be an axis counted from 1, or -1 for the last, got [1,2]; change axis',
    ],
    [
      'an axis of a group normalization',
      image.groupNorm(2, { axis: 2 }),
      'groupNorm1: axis must be the last one of 28x28x4, along which alone it computes, got 2; leave it out; for another axis, put permute before and after',
    ],
    [
      'an axis of a unit normalization',
      image.unitNorm({ axis: 1 }),
      'unitNorm1: axis must be the last one of 28x28x4, along which alone it computes, got 1; leave it out; for another axis, put permute before and after',
    ],
    [
      'an axis of a normalization',
      image.normalization({ axis: 1 }),
      'normalization1: axis must be the last one of 28x28x4, along which alone it computes, got 1; leave it out; for another axis, put permute before and after',
    ],
    [
      'a noise shape, a number',
      image.dropout(0.2, { noiseShape: 1 }),
      'dropout1: noiseShape must be a list: null or 1 for the batch, then null, 1 or the size for each axis, got 1; change noiseShape',
    ],
    [
      'a noise shape, empty',
      image.dropout(0.2, { noiseShape: [] }),
      'dropout1: noiseShape must be a list: null or 1 for the batch, then null, 1 or the size for each axis, got []; change noiseShape',
    ],
    [
      'a noise shape, its name',
      image.dropout(0.2, { noise_shape: [null, 1, 1, 1] }),
      'dropout1: option "noise_shape" is not known; did you mean noiseShape?',
    ],
    [
      'a noise shape of whole examples',
      image.stochasticDepth(0.1, { noiseShape: [null, 1, 1, 1] }),
      'stochasticDepth1: option "noiseShape" is not known; remove it, or use one of rate, seed',
    ],
    [
      'a rate',
      image.stochasticDepth(1),
      'stochasticDepth1: rate must be at least 0 and below 1, got 1; change rate',
    ],
    [
      'resetAfter, as text',
      sequence.gru(4, { resetAfter: 'after' }),
      'gru1: resetAfter must be true or false, got "after"; change resetAfter',
    ],
    [
      'resetAfter of an LSTM',
      sequence.lstm(4, { resetAfter: true }),
      'lstm1: option "resetAfter" is not known; remove it, or use one of units, returnSequences, goBackwards, activation, useBias, kernelInitializer, recurrentInitializer, biasInitializer, kernelConstraint, recurrentConstraint, biasConstraint, recurrentActivation',
    ],
    [
      'resetAfter in both directions',
      sequence.bidirectional(block().gru(4, anything({ resetAfter: 1 }))),
      'bidirectional1: resetAfter must be true or false, got 1; change resetAfter',
    ],
    [
      'groups, missing',
      image.groupNorm(),
      'groupNorm1: groups must be a positive integer, or -1, got nothing; give groups',
    ],
    [
      'groups that do not divide',
      image.groupNorm(3),
      'groupNorm1: groups must divide the channels of 28x28x4, got 3; choose a divisor, or -1 for a group for each channel',
    ],
    [
      'a mean without a variance',
      image.normalization({ mean: 0 }),
      'normalization1: mean and variance must be given together, got only mean; give both, or leave both out and call adapt',
    ],
    [
      'a mean of other channels',
      image.normalization({ mean: [1, 2], variance: [1, 2] }),
      'normalization1: mean and variance must have one number, or one for each channel of 28x28x4, got 2; give as many numbers as there are channels',
    ],
    [
      'a variance below zero',
      image.normalization({ mean: 0, variance: -1 }),
      'normalization1: variance must be a number that is not negative, or one for each channel, got -1; change variance',
    ],
    [
      'an initial scale without a name',
      image.layerScale(0.1),
      'layerScale1: the options must be an object, got 0.1; write { name: value }; the names are initial',
    ],
    [
      'an argument too many',
      image.unitNorm(2),
      'unitNorm1: the options must be an object, got 2; write { name: value }; the names are axis',
    ],
    [
      'a concatenation, its other sizes',
      image.loose().pipe(cut.concat({ axis: 2 })),
      "branch1.concat1: one branch gives 28x28x4, another gives 26x28x4; all but the joined size must agree; give all of them the same height and width, for example with padding 'same' and equal strides",
    ],
    [
      'a concatenation, its axis',
      image.loose().pipe(anything(cut).concat({ axis: 9 })),
      'branch1.concat1: needs an axis 9, got 28x28x4; axes count from 1, without the batch; -1 is the last',
    ],
    [
      'a sum, its axis',
      image.pipe(anything(branch(block(), block())).add({ axis: 1 })),
      'branch1.add1: option "axis" is not known; remove it: there are no options',
    ],
  ])('%s', (_, net, sentence) => {
    expect(saysOf(net)).toEqual([sentence])
  })
})
