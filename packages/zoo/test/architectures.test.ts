import { describe, expect, it } from '@jest/globals'
import { type AnyBlock, check, fromJSON, input, plan, render, toJSON } from '@layersmith/core'
import { mobileNet, mobileNetV3Large, mobileNetV3Small, nasNetMobile, vgg16 } from '@layersmith/zoo'
import { results } from './support/keras.js'
import { models, ourName } from './support/models.js'

const byOurName = (counts: typeof results.counts) =>
  new Map(Object.entries(counts).map(([name, count]) => [ourName(name), count]))
const [kerasOf, bareOf] = [byOurName(results.counts), byOurName(results.bare)]

it('has every model of keras.applications', () => {
  expect(models.map(({ name }) => name).sort()).toEqual([...kerasOf.keys()].sort())
})

describe.each(models)('$name', ({ name, make, outline }) => {
  it('has as many weights as in Keras, with its top and without', () => {
    const { params, outputs } = plan(make())
    expect(params).toEqual(kerasOf.get(name))
    expect(outputs[0]?.shape).toEqual([1000])
    expect(plan(make({ top: false })).params).toEqual(bareOf.get(name))
  })

  it('is data', () => {
    const net = make()
    const again = fromJSON(JSON.parse(JSON.stringify(toJSON(net))))
    if (again._tag === 'Left') throw new Error(again.left.map(render).join())
    expect(toJSON(again.right)).toEqual(toJSON(net))
  })

  const featuresOf = (net: AnyBlock) => {
    const { taps, outputs } = plan(net)
    return { taps: taps.map(({ from: _, ...tap }) => tap), shape: outputs[0]?.shape }
  }
  it.each([[[229, 331, 3]], [[null, null, 3]]] as const)(
    'has the taps of its outline for %j, and ends in the last',
    (inputShape) => {
      const got = featuresOf(make({ inputShape, top: false }))
      expect(got).toEqual(featuresOf(input(inputShape).pipe(outline())))
      expect(got.taps.at(-1)?.shape).toEqual(got.shape)
      for (const { name, stride } of got.taps)
        expect(stride).toEqual([2 ** Number(name.slice(1)), 2 ** Number(name.slice(1))])
    },
  )
})

it.each([
  ['MobileNetV3Small', mobileNetV3Small],
  ['MobileNetV3Large', mobileNetV3Large],
] as const)('%s has as many weights as in Keras if it is minimalistic', (name, make) => {
  expect(plan(make({ minimalistic: true })).params).toEqual(results.minimalistic[name]?.top)
  expect(plan(make({ minimalistic: true, top: false })).params).toEqual(
    results.minimalistic[name]?.bare,
  )
})

it.each<[object, string]>([
  [
    { include_top: false },
    'vgg16: option "include_top" is not known; use inputShape, classes, top, activation',
  ],
  [
    { inputshape: [64, 64, 3] },
    'vgg16: option "inputshape" is not known; did you mean inputShape?',
  ],
  [{ top: 0 }, 'vgg16: top must be true or false: got 0'],
  [{ inputShape: 224 }, 'vgg16: inputShape must be [height, width, channels]: got 224'],
  [{ width: 2 }, 'vgg16: option "width" is not known; use inputShape, classes, top, activation'],
  [[], 'vgg16: the options must be an object, such as { classes: 10 }'],
])('refuses options %j', (options, message) => {
  expect(() => vgg16(options)).toThrow(new TypeError(message))
})
it('refuses a width that is no width', () => {
  expect(() => mobileNet({ width: 0 })).toThrow('mobileNet: width must be a number above 0: got 0')
})
it.each<[string, () => AnyBlock]>([
  ['dense3: units must be a positive integer, got -1', () => vgg16({ classes: -1 })],
  [
    'depthwiseConv6: window 3x3 does not fit into input 2x2x256',
    () => mobileNet({ inputShape: [8, 8, 3] }),
  ],
  [
    'input: every size must be a positive integer or null, got [0,8,3]',
    () => nasNetMobile({ inputShape: [0, 8, 3] }),
  ],
])('leaves other mistakes to check: %s', (message, make) => {
  const checked = check(make())
  expect(checked._tag === 'Left' ? checked.left.map(render) : []).toEqual([
    expect.stringContaining(message),
  ])
})
