// Nets with several inputs and outputs: names, paths, plans, JSON, and what is refused.
import { describe, expect, it } from '@jest/globals'
import {
  type AnyDescription,
  type PlanOptions,
  block,
  branch,
  fromJSON,
  input,
  inputs,
  plan,
  render,
  repeat,
  residual,
  summary,
  tie,
  toJSON,
} from '@layersmith/core'
import { planned, problemsOf } from './support/errors.js'

/** Path and sentence of each problem, without its fix. */
const saysOf = (net: unknown, options?: PlanOptions) =>
  problemsOf(net, options).map((p) => render({ ...p, where: null, fix: '' }).replace(/; $/, ''))
const lying = inputs as (shapes: unknown) => any // callers without types
const encoder = tie(input([8, 8, 1]).conv(4, 3).bn().relu().globalPool(), { bn: 'per-use' })
const sides = inputs({ left: [8, 8, 1], right: [8, 8, 1] })
const paths = (net: AnyDescription) => planned(net).positions.map((p) => p.path)
const again = (net: AnyDescription): AnyDescription => {
  const read = fromJSON(JSON.parse(JSON.stringify(toJSON(net))))
  if (read._tag === 'Left') throw new Error(read.left.map((p) => p.code).join())
  expect(toJSON(read.right)).toEqual(toJSON(net))
  return read.right
}

describe('several inputs', () => {
  const pair = sides.each(encoder).merge('subtract').dense(1)

  it('name the positions in their arms, and tie what is tied', () => {
    const { inputs: ins, outputs, positions, instances } = planned(pair)
    expect(ins).toEqual([
      { name: 'left', shape: [8, 8, 1] },
      { name: 'right', shape: [8, 8, 1] },
    ])
    expect(outputs).toEqual([{ name: null, from: 'dense1', shape: [1] }])
    expect(positions.map((p) => p.path)).toEqual([
      'left.tie1.conv1',
      'left.tie1.bn1',
      'left.tie1.relu1',
      'left.tie1.globalPool1',
      'right.tie1.conv1',
      'right.tie1.bn1',
      'right.tie1.relu1',
      'right.tie1.globalPool1',
      'rescaling1',
      'add1',
      'dense1',
    ])
    expect(instances.filter((i) => i.positions.length > 1).map((i) => i.positions[1])).toEqual([
      'right.tie1.conv1',
      'right.tie1.relu1',
      'right.tie1.globalPool1',
    ])
    expect(instances.filter((i) => i.kind === 'bn').map((i) => i.id)).toEqual([
      'left.tie1.bn1',
      'right.tie1.bn1',
    ])
    expect(positions.find((p) => p.path === 'left.tie1.conv1')?.inputs).toEqual(['left'])
  })
  it('subtract in the given order', () => {
    const at = (net: AnyDescription) =>
      planned(net).positions.find((p) => p.kind === 'rescaling')?.inputs
    expect(at(sides.merge('subtract'))).toEqual(['right'])
    expect(at(sides.merge('subtract', ['right', 'left']))).toEqual(['left'])
    expect(planned(sides.merge('concat', ['right', 'left'])).positions[0]?.inputs).toEqual([
      'right',
      'left',
    ])
  })
  it('take a block for only some of them, and a second each()', () => {
    const net = inputs({ image: [8, 8, 3], size: [2] })
      .each({ image: block().conv(4, 3).globalPool() })
      .each(block().dense(3))
      .merge('concat')
    expect(net.shape).toEqual([6])
    expect(paths(net)).toEqual([
      'image.conv1',
      'image.globalPool1',
      'image.dense1',
      'size.dense1',
      'concat1',
    ])
  })
  it('keep the names of parts distinct from their own', () => {
    const net = sides
      .each(block().relu().as('left'))
      .merge('add')
      .pipe(block().relu().as('left'))
      .as('all')
    expect(paths(net)).toEqual([
      'all.left.left.relu1',
      'all.right.left.relu1',
      'all.add1',
      'all.left_2.relu1',
    ])
    expect(
      paths(
        inputs({ input: [3], conv1: [3] })
          .merge('add')
          .pipe(block().relu().as('input'))
          .relu(),
      ),
    ).toEqual(['add1', 'input_2.relu1', 'relu1'])
  })
  it('are frozen with what follows them', () => {
    expect(planned(pair.frozen()).params.trainable).toBe(0)
    expect(planned(pair.frozen().dense(2)).params.trainable).toBe(4)
  })
  it('can be merged in every way', () => {
    const v = inputs({ a: [4], b: [4] })
    for (const kind of ['add', 'average', 'maximum', 'minimum', 'multiply', 'subtract'] as const)
      expect(v.merge(kind).shape).toEqual([4])
    expect(v.merge('concat').shape).toEqual([8])
    expect(v.merge('dot').shape).toEqual([1])
    expect(
      inputs({ a: [4, 3], b: [5, 3] }).merge('dot', ['b', 'a'], { axes: 2, normalize: true }).shape,
    ).toEqual([5, 4])
    expect(planned(inputs({ a: [4, 3], b: [5, 3] }).merge('dot')).flops).toBe(2 * 4 * 5 * 3)
  })
  it('name taps after their arm', () => {
    expect(
      planned(sides.each(block().conv(2, 3).tap('c')).merge('add').tap('sum')).taps.map((t) => [
        t.name,
        t.from,
      ]),
    ).toEqual([
      ['c.left', 'left.conv1'],
      ['c.right', 'right.conv1'],
      ['sum', 'add1'],
    ])
  })
  it('go to JSON and back', () => {
    expect(planned(again(pair), { seed: 3 }).instances).toEqual(
      planned(pair, { seed: 3 }).instances,
    )
    const dot = inputs({ a: [4, 3], b: [4, 5] }).merge('dot', ['b', 'a'], { axes: 1 })
    expect(planned(again(dot)).positions).toEqual(planned(dot).positions)
  })
  it('work with sizes that are known later', () => {
    const open = inputs({ left: [null, 8, 1], right: [null, null, 1] }).merge('add')
    expect(open.shape).toEqual([null, 8, 1])
    expect(
      planned(open, { inputShape: { right: [6, 8, 1], left: [6, 8, 1] } }).outputs[0]?.shape,
    ).toEqual([6, 8, 1])
    expect(saysOf(open, { inputShape: { left: [6, 8, 1], right: [5, 8, 1] } })).toEqual([
      'add1: one branch gives 6x8x1, another gives 5x8x1',
    ])
    expect(saysOf(open, { inputShape: [6, 8, 1] })).toEqual([
      'input: this part is made for input left ?x8x1, right ?x?x1, but gets 6x8x1',
    ])
  })
})

describe('several outputs', () => {
  const two = input([8, 8, 1])
    .conv(4, 3)
    .bn()
    .tap('c')
    .outputs({
      digit: block().flatten().dense(10),
      odd: block().globalPool().dense(1),
      raw: block(),
    })

  it('name the positions in their heads', () => {
    expect(two.shape).toEqual({ digit: [10], odd: [1], raw: [6, 6, 4] })
    expect(planned(two).outputs).toEqual([
      { name: 'digit', from: 'digit.dense1', shape: [10] },
      { name: 'odd', from: 'odd.dense1', shape: [1] },
      { name: 'raw', from: 'bn1', shape: [6, 6, 4] },
    ])
    expect(paths(two)).toEqual([
      'conv1',
      'bn1',
      'digit.flatten1',
      'digit.dense1',
      'odd.globalPool1',
      'odd.dense1',
    ])
    expect(
      paths(
        input([3])
          .pipe(block().relu().as('a'))
          .outputs({ a: block().dense(1) }),
      ),
    ).toEqual(['a.relu1', 'a_2.dense1'])
  })
  it('share stateless layers and ties with each other', () => {
    const tied = tie(input([3]).dense(3))
    const net = input([3]).outputs({ a: block().relu().pipe(tied), b: block().relu().pipe(tied) })
    expect(planned(net).instances.map((i) => i.positions)).toEqual([
      ['a.relu1', 'b.relu1'],
      ['a.tie1.dense1', 'b.tie1.dense1'],
    ])
  })
  it('can follow several inputs', () => {
    const net = sides
      .each(encoder)
      .merge('add')
      .outputs({ sum: block(), class: block().dense(3) })
    expect(net.shape).toEqual({ sum: [4], class: [3] })
    expect(planned(again(net)).outputs).toEqual(planned(net).outputs)
  })
  it('go to JSON and back, and into a table', () => {
    expect(planned(again(two), { seed: 1 }).positions).toEqual(planned(two, { seed: 1 }).positions)
    expect(
      summary(two)
        .split('\n')
        .filter((line) => line.includes(' = ')),
    ).toEqual([
      'digit = digit.dense1              10',
      'odd = odd.dense1                  1',
      'raw = bn1                         6x6x4',
    ])
  })
  it('report mistakes in every head, with their paths', () => {
    expect(
      saysOf(
        input([4, 4, 1])
          .loose()
          .outputs({ a: block().conv(1, 9), b: block().pool(5) }),
      ),
    ).toEqual([
      'a.conv1: window 9x9 does not fit into input 4x4x1',
      'b.pool1: window 5x5 does not fit into input 4x4x1',
    ])
    expect(saysOf(input([4]).outputs({} as any))).toEqual([
      'outputs must be a record of at least one block, got {}',
    ])
    expect(saysOf(input([4]).outputs({ 'a b': block() }))).toEqual([
      'a b: a name must be letters, digits, _ and -, beginning with a letter, got "a b"',
    ])
    expect(
      () =>
        input([4, 4, 1])
          .loose()
          .outputs({ a: block().conv(1, 9) }).shape,
    ).toThrow('a.conv1: window 9x9')
  })
})

describe('impossible graphs', () => {
  it.each<[string, AnyDescription, string[]]>([
    [
      'an unknown name',
      (sides as any).each({ lefd: block().relu() }).merge('add'),
      ['there is no input "lefd"; the inputs are left, right'],
    ],
    [
      'an order that lacks a name',
      (sides as any).merge('add', ['left']),
      ['the order must be each of left, right once, got ["left"]'],
    ],
    [
      'an order with a name twice',
      (sides as any).merge('add', ['left', 'left']),
      ['the order must be each of left, right once, got ["left","left"]'],
    ],
    [
      'an order that is not a list',
      (sides as any).merge('add', 'left'),
      ['the order must be each of left, right once, got "left"'],
    ],
    [
      'an empty order',
      (sides as any).merge('add', []),
      ['the order must be each of left, right once, got []'],
    ],
    [
      'an unknown merge',
      (sides as any).merge('sum'),
      [
        'merge must be one of add, average, concat, dot, maximum, minimum, multiply, subtract, got "sum"',
      ],
    ],
    [
      'options of another merge',
      (sides as any).merge('add', undefined, { axes: 1 }),
      ['add1: option "axes" is not known'],
    ],
    [
      'invalid axes',
      (sides as any).merge('dot', undefined, { axes: 0 }),
      ['dot1: axes must be an axis counted from 1, or -1 for the last, or two of them, got 0'],
    ],
    [
      'a dot product of images',
      (sides as any).merge('dot'),
      ['dot1: needs one or two axes, got 8x8x1'],
    ],
    [
      'sizes that differ',
      lying({ a: [3], b: [4] }).merge('add'),
      ['add1: one branch gives 3, another gives 4'],
    ],
    [
      'sizes that differ along an axis',
      lying({ a: [3, 2], b: [4, 5] }).merge('dot'),
      ['dot1: one branch gives 3x2, another gives 4x5'],
    ],
    [
      'an axis that does not exist',
      lying({ a: [3], b: [3] }).merge('dot', undefined, { axes: 2 }),
      ['dot1: one branch gives 3, another gives 3'],
    ],
    [
      'three inputs to subtract',
      lying({ a: [3], b: [3], c: [3] }).merge('subtract'),
      ['subtract1: subtract takes two values, got 3'],
    ],
    [
      'three branches to subtract',
      input([3])
        .loose()
        .pipe((branch(block(), block(), block()) as any).subtract()),
      ['branch1.subtract1: subtract takes two values, got 3'],
    ],
    ['one input', lying({ a: [3] }).merge('add'), ['input: inputs must be at least two, got 1']],
    ['no input', lying({}).merge('add'), ['input: inputs must be at least two, got 0']],
    [
      'invalid sizes',
      lying({ a: [3], b: [0] }).merge('add'),
      ['input: every size must be a positive integer or null, got [0] for b'],
    ],
    [
      'an invalid name',
      lying({ a: [3], 'b c': [3] }).merge('add'),
      ['input: a name must be letters, digits, _ and -, beginning with a letter, got "b c"'],
    ],
    [
      'not a record',
      lying(7).merge('add'),
      ['input: every size must be a positive integer or null, got 7'],
    ],
    [
      'such a net as a part',
      input([3])
        .loose()
        .pipe(
          inputs({ a: [3], b: [3] })
            .merge('add')
            .loose(),
        ),
      ['part: a part must have one input, got a net of several'],
    ],
    [
      'such a net in a residual',
      input([3])
        .loose()
        .pipe(
          residual(
            inputs({ a: [3], b: [3] })
              .merge('add')
              .loose(),
          ),
        ),
      ['residual1.part: a part must have one input, got a net of several'],
    ],
  ])('%s', (_, net, says) => {
    expect(saysOf(net)).toEqual(says)
  })
  it('nothing can follow outputs, and they cannot be a part', () => {
    const ended = input([3]).outputs({ a: block() }) as any // the types refuse it
    for (const use of [
      () => ended.relu(),
      () => ended.pipe(block()),
      () => ended.as('x'),
      () => ended.tap('t'),
      () => ended.outputs({ b: block() }),
      () => block().pipe(ended),
      () => residual(ended),
      () => repeat(2, ended),
      () => branch(ended, block()),
      () => tie(ended),
    ]) {
      expect(use).toThrow(/a net with outputs is complete: nothing can follow it/)
    }
    expect(() => (input([3]) as any).outputs(block())).toThrow('outputs: needs a record of blocks')
    expect(() => (input([3]) as any).outputs({ a: 3 })).toThrow('this is not a block: got 3')
  })
  it('inputs are not a block before their merge, and cannot be tied after it', () => {
    expect(() => (block() as any).pipe(sides)).toThrow(
      "merge the inputs first, with .merge('concat')",
    )
    expect(() => (sides as any).each(3)).toThrow('this is not a block: got 3')
    expect(() => (sides as any).each({})).toThrow('this is not a block: got {}')
    expect(() => tie(inputs({ a: [3], b: [3] }).merge('add') as never)).toThrow(
      'tie: a part must have one input, got a net of several',
    )
  })
  it('JSON that joins nothing, or joins too late', () => {
    const says = (json: object) => {
      const read = fromJSON({ layersmith: 1, ...json })
      return read._tag === 'Left' ? read.left.map((p) => [p.code, p.path]) : saysOf(read.right)
    }
    const join = { kind: 'join', merge: 'add', arms: [] }
    expect(says({ input: [3], nodes: [join] })).toEqual(['needs several named inputs, got one'])
    expect(says({ input: { a: [3], b: [3] }, nodes: [{ kind: 'relu', config: {} }] })).toEqual([
      'a part must have one input, got a net of several',
    ])
    expect(says({ input: { a: [3], b: [3] }, nodes: [] })).toEqual([
      'a part must have one input, got a net of several',
    ])
    expect(says({ input: { a: [3] }, nodes: [join] })).toEqual([['invalidOption', 'input']])
    expect(
      says({
        input: { a: [3], b: [3] },
        nodes: [
          { ...join, arms: [{ name: 'a', nodes: [] }, { name: 'a', nodes: [] }, 7, { name: 'b' }] },
        ],
      }),
    ).toEqual([
      ['malformedJson', 'nodes[0].arms[1].name'],
      ['malformedJson', 'nodes[0].arms[2]'],
      ['malformedJson', 'nodes[0].arms[3].nodes'],
    ])
    expect(says({ input: [3], nodes: [], outputs: {} })).toEqual([['malformedJson', 'outputs']])
    expect(says({ input: { a: [3], b: [3] }, nodes: [{ ...join, config: { axes: 1 } }] })).toEqual([
      ['unknownOption', 'nodes[0].config'],
    ])
  })
  it('have the same size limits as any net', () => {
    const many = repeat(1000, repeat(60, block().relu()))
    expect(saysOf(input([3]).outputs({ a: block().pipe(many), b: block().pipe(many) }))).toEqual([
      'a net can have at most 100000 positions, got 120000',
    ])
    expect(() =>
      toJSON(input([3]).outputs({ a: block().pipe(many), b: block().pipe(many) })),
    ).toThrow('100000 positions')
    expect(
      plan(input([3]).outputs({ a: block().pipe(repeat(1000, block().relu())) })).positions.length,
    ).toBe(1000)
  })
})
