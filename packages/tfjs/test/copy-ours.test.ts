// Two copies of layersmith in one program, such as its ESM and its CommonJS build.
import { expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { block, input } from '@layersmith/core'
import { toLayer, toModel } from '@layersmith/tfjs'
import type * as blockLayer from '../src/layer/block-layer.js'
import type * as mends from '../src/mends/mend.js'
import { leavesNothing } from './support/tensors.js'

/** A module with variables of its own. */
const copyOf = async <M>(file: string): Promise<M> => (await import(`${file}?copy`)) as M
const { isMended, mend } = await copyOf<typeof mends>('../src/mends/mend.js')
const { LayersmithBlock, isBlockLayer } = await copyOf<typeof blockLayer>(
  '../src/layer/block-layer.js',
)

const net = input([4]).dense(4).bn({ scale: false }).dropout(0.5, { seed: 1 })

it('see what the other has mended, and do not mend it again', () =>
  leavesNothing(() => {
    const built = toModel(net, { seed: 1 })
    const { model } = built
    const layers = [model, ...model.layers.filter((l) => /^(bn|dropout)/.test(l.name))]
    expect(layers.length).toBe(3)
    const calls = () => layers.map((layer): unknown => Reflect.get(layer, 'call'))
    const before = calls()
    for (const layer of layers) expect(isMended(layer)).toBe(true)
    mend(model)
    expect(calls()).toEqual(before)
    expect(isMended(tf.layers.dropout({ rate: 0.5 }))).toBe(false)
    built.dispose()
  }))

it('know the layers of the other', () => {
  const layer = toLayer(block().dense(4), { name: 'fe' })
  expect(layer).not.toBeInstanceOf(LayersmithBlock)
  expect(isBlockLayer(layer)).toBe(true)
})
