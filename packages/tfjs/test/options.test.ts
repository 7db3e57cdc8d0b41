import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { BuildError, block, input } from '@layersmith/core'
import { audit, loadModel, toLayer, toModel, toModelE } from '@layersmith/tfjs'
import { leavesNothing } from './support/tensors.js'

const any = (x: unknown) => x as never // what callers without types pass
const NAMES = 'name, inputShape, seed, share, trainable'

describe('options', () => {
  it.each([
    [null, 'null'],
    [42, '42'],
    ['x', '"x"'],
    [[], 'an array'],
  ])('of toModel must be an object: %p', (options, got) => {
    const built = toModelE(input([4]).dense(2), any(options))
    expect(built).toMatchObject({
      left: [{ code: 'invalidOption', got, fix: expect.stringContaining(NAMES) }],
    })
    expect(() => toModel(input([4]).dense(2), any(options))).toThrow(
      `the options must be an object, got ${got}`,
    )
  })

  it('of toModel are all reported, with the problems of the net', () =>
    leavesNothing(() => {
      const built = toModelE(
        input([4, 4, 1]).loose().conv(2, 9),
        any({ nam: 'x', sed: 1, name: 42, share: 'some' }),
      )
      const problems = built._tag === 'Left' ? built.left : []
      expect(problems.map((p) => [p.code, p.got])).toEqual(
        expect.arrayContaining([
          ['unknownOption', '"nam"'],
          ['unknownOption', '"sed"'],
          ['invalidOption', '42'],
          ['invalidOption', '"some"'],
        ]),
      )
      expect(problems.find((p) => p.code === 'unknownOption')?.expected).toBe(NAMES)
      expect(toModelE(input([4, 4, 1]).loose().conv(2, 9), any({ nam: 'x' }))).toMatchObject({
        left: [{ code: 'windowTooLarge' }, { code: 'unknownOption' }],
      })
      for (const name of [null, '', '-a'])
        expect(() => toModel(input([4]).dense(2), any({ name }))).toThrow('name must be letters')
    }))

  it.each<[unknown, string]>([
    [
      null,
      'the options must be an object, got null; write { name: value }, with these names: name, seed, share, trainable, inputShape',
    ],
    [
      { nam: 'x' },
      'option "nam" is not known; remove it, or use one of name, seed, share, trainable, inputShape',
    ],
    [
      { name: 'a b' },
      'name must be letters, digits, -, ., _ and /, beginning with a letter or digit, got "a b"',
    ],
    [{ name: null }, 'name must be letters'],
    [{ seed: 1.5 }, 'seed must be an integer, got 1.5'],
    [{ share: 'some' }, "share must be 'equal' or 'none'"],
    [{ trainable: 'no' }, 'trainable must be true or false, got "no"'],
    [{ inputShape: [0, -1] }, 'every size must be'],
  ])('of toLayer are checked at the call: %p', (options, message) => {
    expect(() => toLayer(block().dense(2), any(options))).toThrow(BuildError)
    expect(() => toLayer(block().dense(2), any(options))).toThrow(message)
  })

  it('of audit too', () => {
    expect(() => audit(tf.layers.dense({ units: 1 }), any({ tie: true }))).toThrow(
      'audit: option "tie" is not known; remove it, or use one of ties',
    )
    expect(() => audit(tf.layers.dense({ units: 1 }), any(null))).toThrow(
      'audit: the options must be an object, got null',
    )
  })

  it('of loadModel too, and its source', async () => {
    await expect(loadModel(any(undefined))).rejects.toThrow(
      new TypeError('loadModel: needs a folder, a URL or an IO handler, got nothing'),
    )
    for (const source of [null, 3, '', []])
      await expect(loadModel(any(source))).rejects.toThrow(
        'loadModel: needs a folder, a URL or an IO handler, got ',
      )
    await expect(loadModel('x', any(3))).rejects.toThrow(
      'loadModel: the options must be an object, got 3',
    )
  })
})

describe('a layer from a fixed block', () => {
  it('names itself when its input does not fit', () => {
    const apply = () => toLayer(input([4]).dense(2), { name: 'fe' }).apply(tf.input({ shape: [5] }))
    expect(apply).toThrow(
      'fe.input: this part is made for input 4, but gets 5; apply the layer to such an input, or start its part with block() to fit any',
    )
  })
})
