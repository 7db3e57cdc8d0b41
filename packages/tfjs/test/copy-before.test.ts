// A second copy of TensorFlow.js that is loaded before ours: the shared engine makes tensors of
// that copy's class.
import { describe, expect, it } from '@jest/globals'
import { loadOther, quietly } from './support/other.js'

const other = await loadOther()
const { block, input } = await import('@layersmith/core')
const { loadModel, toLayer, toModel } = await quietly(() => import('@layersmith/tfjs'))

describe('a second copy of TensorFlow.js, loaded before ours', () => {
  const message =
    /there must be one copy of @tensorflow\/tfjs in the program, got another one besides the 4\.\d+\.\d+ that layersmith uses; see `npm ls @tensorflow\/tfjs @tensorflow\/tfjs-core`/
  it('is named by every entry point', async () => {
    const x = other.ones([1, 4])
    const before = other.memory().numTensors
    expect(() => toModel(input([4]).dense(2))).toThrow(message)
    expect(() => toLayer(block().dense(2)).apply(x)).toThrow(message)
    await expect(loadModel('anywhere')).rejects.toThrow(message)
    expect(other.memory().numTensors).toBe(before)
  })
})
