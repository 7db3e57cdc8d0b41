// What callers without types are told about common mistakes: what came, and what was meant.
import { describe, expect, it } from '@jest/globals'
import { block, branch, custom, fromJSON, input, inputs, render } from '@layersmith/core'
import { errorOf, saysOf } from './support/errors.js'

const anyInput = input as (...given: any[]) => unknown
const image = input([8, 8, 3]).loose() as any // an untyped caller's view
const sizes = 'input: every size must be a positive integer or null, got'

describe('A wrong input is shown as it came', () => {
  it.each([
    ['nothing', [], 'undefined'],
    ['an array of another class', [new Int32Array([8, 8, 3])], 'an instance of Int32Array'],
    ['a size that is missing', [[undefined, 3]], '[undefined,3]'],
    ['NaN', [[Number.NaN]], '[NaN]'],
  ])('%s', (_, given, got) => {
    expect(saysOf(anyInput(...given))).toEqual([
      `${sizes} ${got}; write input([height, width, channels])`,
    ])
  })
  it('among several', () => {
    expect(saysOf((inputs as any)(new Int32Array(2)).merge('add'))[0]).toContain(
      `${sizes} an instance of Int32Array`,
    )
  })
})

describe('What is not a block is named', () => {
  const pair = branch(block(), block())
  it.each<[unknown, string]>([
    [pair, 'a branch that is not merged; merge the branch first'],
    [inputs({ a: [3], b: [3] }), 'inputs that are not merged; merge the inputs first'],
    [[block(), block()], 'a list; pass the blocks themselves, one by one'],
    [undefined, 'nothing; make blocks with block()'],
  ])('%#', (given, told) => {
    const message = String(errorOf(() => image.pipe(given)))
    expect(message).toContain(`this is not a block: got ${told}`)
  })
})

describe('"Did you mean" knows', () => {
  it.each([
    ['an activation', () => image.activation('Relu'), "did you mean 'relu'?"],
    ['padding', () => image.conv(3, 3, { padding: 'Same' }), "did you mean 'same'?"],
    [
      'an initializer',
      () => image.conv(3, 3, { kernelInitializer: 'henormal' }),
      "did you mean 'heNormal'?",
    ],
    [
      'a regularizer',
      () => image.conv(3, 3, { kernelRegularizer: 'l1_l2' }),
      "did you mean 'l1l2'?",
    ],
    [
      'a constraint',
      () => image.conv(3, 3, { kernelConstraint: 'MaxNorm' }),
      "did you mean 'maxNorm'?",
    ],
    [
      'options where arguments belong',
      () => image.conv({ filters: 6, kernelSize: 3 }),
      'pass filters and kernel before the other options, without names',
    ],
  ])('%s', (_, net, fix) => {
    expect(saysOf(net())[0]?.endsWith(`; ${fix}`)).toBe(true)
  })
  it('kinds and merges in JSON', () => {
    const fixes = (node: object) => {
      const made = fromJSON({ layersmith: 1, nodes: [node] })
      return made._tag === 'Left' ? made.left.map(({ fix }) => fix) : []
    }
    expect(fixes({ kind: 'Dense', config: { units: 1 } })).toEqual(["did you mean 'dense'?"])
    expect(fixes({ kind: 'branch', merge: 'sum', arms: [[], []] })).toEqual(['choose one of them'])
    expect(fixes({ kind: 'branch', merge: 'Add', arms: [[], []] })).toEqual(["did you mean 'add'?"])
  })
})

it('Options that are none are refused in words', () => {
  for (const given of [null, 5])
    expect(String(errorOf(() => custom('a', () => null as never, given as never)))).toContain(
      `custom: the options must be an object, got ${given}; write { outputShape`,
    )
  const told = (options: unknown) => {
    const made = fromJSON({ layersmith: 1, nodes: [] }, options as never)
    return made._tag === 'Left' ? made.left.map(render) : []
  }
  const fix = 'write { customs: { name: () => yourLayer() } }, or leave them out'
  expect(told(null)).toEqual([`the options must be an object, got null; ${fix}`])
  expect(told({ customs: 5 })).toEqual([`customs must be a record of factories, got 5; ${fix}`])
})
