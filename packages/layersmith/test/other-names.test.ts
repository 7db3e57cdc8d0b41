// Method names of other libraries, on blocks in programs that the compiler does not check.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { type AnyDescription, Block, block, input, kinds } from 'layersmith'

const untyped = (net: AnyDescription): Readonly<Record<string, unknown>> =>
  net as unknown as Record<string, unknown> // an untyped caller's view
const net = untyped(input([8, 8, 3]))
const answer = (name: string): string => {
  const method = net[name]
  if (typeof method !== 'function') return 'no method'
  try {
    method.call(net, 3)
  } catch (e) {
    if (e instanceof TypeError) return e.message
    throw e
  }
  return 'no error'
}

it.each([
  ['conv2d', '.conv(…)'],
  ['Conv2D', '.conv(…)'],
  ['conv2dTranspose', '.convTranspose(…)'],
  ['convTranspose2d', '.convTranspose(…)'],
  ['convTranspose3d', '.conv3dTranspose(…)'],
  ['depthwiseConv2d', '.depthwiseConv(…)'],
  ['separableConv2d', '.separableConv(…)'],
  ['batchNormalization', '.bn(…)'],
  ['batchNorm', '.bn(…)'],
  ['BatchNorm2d', '.bn(…)'],
  ['layerNormalization', '.layerNorm(…)'],
  ['maxPool', ".pool(…, {'kind':'max'})"],
  ['maxPool2d', ".pool(…, {'kind':'max'})"],
  ['maxPooling2d', ".pool(…, {'kind':'max'})"],
  ['averagePooling2d', ".pool(…, {'kind':'average'})"],
  ['avgPool2d', ".pool(…, {'kind':'average'})"],
  ['maxPooling1d', ".pool1d(…, {'kind':'max'})"],
  ['globalAveragePooling2d', ".globalPool(…, {'kind':'average'})"],
  ['globalMaxPooling1d', ".globalPool1d(…, {'kind':'max'})"],
  ['zeroPadding2d', '.pad(…)'],
  ['ZeroPad2d', '.pad(…)'],
  ['cropping2d', '.crop(…)'],
  ['upSampling2d', '.upsample(…)'],
  ['leakyReLU', '.leakyRelu(…)'],
  ['LSTM', '.lstm(…)'],
  ['simpleRNN', '.simpleRnn(…)'],
  ['linear', '.dense(…)'],
  ['sigmoid', ".activation('sigmoid')"],
  ['concatenate', 'branch(…).concat()'],
  ['add', 'branch(…).add()'],
  ['fit', 'toModel(net)'],
])('%s is answered with %s', (name, write) => {
  expect(answer(name)).toBe(`a block has no method ${name}: write ${write}`)
})

it("answers every factory of TensorFlow.js's layers that we have a kind for", () => {
  const ours = new Set(kinds().flatMap((kind) => kind.classes.map((c) => c.toLowerCase())))
  const factories = Object.keys(tf.layers).filter((name) => ours.has(name.toLowerCase()))
  expect(factories.length).toBeGreaterThan(50)
  for (const name of factories)
    if (!(name in Block.prototype)) expect(answer(name)).toMatch(/: write (\.|branch\()/)
})

describe('nothing else notices', () => {
  it('other names are undefined, as in any object', async () => {
    for (const name of ['then', 'toString2', 'nodeType', '$$typeof', 'length', 'asymmetricMatch'])
      expect(net[name]).toBeUndefined()
    expect('conv2d' in net).toBe(false)
    expect('conv' in net).toBe(true)
    expect(Object.keys(net)).not.toContain('conv2d')
    const open = block()
    expect(await Promise.resolve(open)).toBe(open)
    expect(Object.prototype.toString.call(open)).toBe('[object Object]')
    expect(Object.prototype.hasOwnProperty.call(open, 'conv2d')).toBe(false)
    expect(open instanceof Block).toBe(true)
    expect(open instanceof Object).toBe(true)
  })
})
