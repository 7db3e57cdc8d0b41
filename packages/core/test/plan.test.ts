// Plans as users see them: paths, sharing, ties, taps, freezing, seeds.
import { describe, expect, it } from '@jest/globals'
import {
  type AnyBlock,
  type AnyNet,
  block,
  branch,
  custom,
  fromJSON,
  input,
  inputs,
  plan,
  render,
  repeat,
  residual,
  tie,
  toJSON,
} from '@layersmith/core'
import { planned, saysOf } from './support/errors.js'

const paths = (net: AnyBlock) => planned(net).positions.map((p) => p.path)
const serves = (net: AnyBlock, share?: 'none') =>
  planned(net, share === undefined ? {} : { share }).instances.map((i) => i.positions)
const image = input([28, 28, 1])
const stem = block().conv(4, 3, { padding: 'same' }).bn().relu()

describe('paths', () => {
  it('number each word within its parent', () => {
    expect(paths(image.conv(4, 3).relu().conv(4, 3).relu())).toEqual([
      'conv1',
      'relu1',
      'conv2',
      'relu2',
    ])
  })
  it('in an unnamed part continue the numbers of its parent', () => {
    expect(paths(image.pipe(stem).pipe(stem).conv(1, 1))).toEqual([
      'conv1',
      'bn1',
      'relu1',
      'conv2',
      'bn2',
      'relu2',
      'conv3',
    ])
  })
  it('in a named part start with the name; its next use is name_2', () => {
    const named = stem.as('stem')
    expect(paths(image.pipe(named).relu().pipe(named))).toEqual([
      'stem.conv1',
      'stem.bn1',
      'stem.relu1',
      'relu1',
      'stem_2.conv1',
      'stem_2.bn1',
      'stem_2.relu1',
    ])
    expect(paths(image.pipe(named.as('outer')))).toEqual([
      'outer.stem.conv1',
      'outer.stem.bn1',
      'outer.stem.relu1',
    ])
    expect(paths(image.conv(2, 3).as('all').relu())).toEqual(['all.conv1', 'relu1'])
  })
  it('in composites name the arm, round or shortcut', () => {
    const net = image
      .pipe(residual(stem, block().conv(4, 1)))
      .pipe(branch(block(), stem.as('arm')).concat())
      .pipe(repeat(2, residual(block().relu())))
    expect(paths(net)).toEqual([
      'residual1.conv1',
      'residual1.bn1',
      'residual1.relu1',
      'residual1.shortcut.conv1',
      'residual1.add1',
      'branch1.2.arm.conv1',
      'branch1.2.arm.bn1',
      'branch1.2.arm.relu1',
      'branch1.concat1',
      'repeat1.1.residual1.relu1',
      'repeat1.1.residual1.add1',
      'repeat1.2.residual1.relu1',
      'repeat1.2.residual1.add1',
    ])
  })
  it.each<[string, AnyBlock, string[]]>([
    [
      'a part called shortcut',
      image.loose().pipe(residual(block().conv(1, 1).as('shortcut'), block().conv(1, 1))),
      ['residual1.shortcut_2.conv1', 'residual1.shortcut.conv1', 'residual1.add1'],
    ],
    [
      'a part called add1',
      image.pipe(residual(block().conv(1, 1).as('add1'))),
      ['residual1.add1.conv1', 'residual1.add2'],
    ],
    [
      'a part called conv1',
      image.pipe(block().relu().as('conv1')).conv(1, 1),
      ['conv1.relu1', 'conv2'],
    ],
    [
      'a part called input',
      image.pipe(block().relu().as('input')).relu(),
      ['input_2.relu1', 'relu1'],
    ],
    [
      'a part called like a second use',
      image.pipe(block().relu().as('a_2')).pipe(block().relu().as('a')).pipe(block().elu().as('a')),
      ['a_2.relu1', 'a.relu1', 'a_3.elu1'],
    ],
    [
      'a custom layer called conv',
      image.conv(1, 1).pipe(custom('conv', fake)).conv(1, 1),
      ['conv1', 'conv2', 'conv3'],
    ],
  ])('do not collide with %s', (_, net, expected) => {
    expect(paths(net)).toEqual(expected)
  })
  it('do not depend on what else was built before', () => {
    const first = plan(image.pipe(stem))
    plan(image.pipe(stem).pipe(stem.as('x')))
    expect(plan(image.pipe(stem))).toEqual(first)
  })
})
function fake() {
  return {
    getClassName: () => 'Fake',
    computeOutputShape: (s: (number | null)[]) => s,
    dispose: () => 0,
  }
}

describe('sharing', () => {
  it("goes by class and complete config, whatever the options' form and order", () => {
    expect(
      serves(
        image
          .pool(2)
          .pool([2, 2], { padding: 'valid', stride: 2, kind: 'max' })
          .pool(2, { kind: 'average' })
          .loose(),
      ),
    ).toEqual([['pool1', 'pool2'], ['pool3']])
    expect(serves(image.relu().activation('relu').relu6().relu().elu({ alpha: 1 }).elu())).toEqual([
      ['relu1', 'relu2'],
      ['activation1'],
      ['relu61'],
      ['elu1', 'elu2'],
    ])
  })
  it('crosses parts, rounds and names', () => {
    expect(
      serves(
        image
          .relu()
          .pipe(repeat(2, block().relu().as('a')))
          .pipe(residual(block().relu())),
      ),
    ).toEqual([
      ['relu1', 'repeat1.1.a.relu1', 'repeat1.2.a.relu1', 'residual1.relu1'],
      ['residual1.add1'],
    ])
  })
  it('ends at 64 positions', () => {
    expect(serves(image.pipe(repeat(150, block().relu()))).map((p) => p.length)).toEqual([
      64, 64, 22,
    ])
  })
  it('can be turned off', () => {
    expect(serves(image.relu().relu(), 'none')).toEqual([['relu1'], ['relu2']])
  })
  it('never covers weights, statistics, merges, seeded dropout or custom layers', () => {
    const part = block()
      .bn()
      .layerNorm()
      .conv(1, 1)
      .dense(1)
      .depthwiseConv(1)
      .dropout(0.5, { seed: 1 })
      .pipe(residual(block()))
      .pipe(branch(block(), block()).average())
      .pipe(custom('mine', fake))
    for (const positions of serves(image.pipe(part).pipe(part).pipe(repeat(2, part))))
      expect(positions).toHaveLength(1)
  })
  it('covers dropout in builds without a seed', () => {
    const net = image.dropout(0.5).dropout(0.5).dropout(0.2)
    expect(serves(net)).toEqual([['dropout1', 'dropout2'], ['dropout3']])
    expect(planned(net, { seed: 1 }).instances.map((i) => [i.id, i.held])).toEqual([
      ['dropout1', 'randomness'],
      ['dropout2', 'randomness'],
      ['dropout3', 'randomness'],
    ])
  })
})

describe('ties', () => {
  const encoder = tie(input([8]).dense(8).relu().dense(8))
  it('have one instance per place inside, for all uses', () => {
    const net = input([8]).pipe(branch(encoder, block().relu().pipe(encoder)).concat())
    expect(serves(net)).toEqual([
      ['branch1.1.tie1.dense1', 'branch1.2.tie1.dense1'],
      ['branch1.1.tie1.relu1', 'branch1.2.relu1', 'branch1.2.tie1.relu1'],
      ['branch1.1.tie1.dense2', 'branch1.2.tie1.dense2'],
      ['branch1.concat1'],
    ])
    expect(planned(net).params).toEqual({ trainable: 2 * 72, nonTrainable: 0 })
  })
  it('are distinct even for the same part: tied twice, it has two sets of weights', () => {
    const body = input([8]).dense(8)
    const [a, b] = [tie(body), tie(body)]
    expect(serves(input([8]).pipe(a).pipe(b).pipe(a))).toEqual([
      ['tie1.dense1', 'tie3.dense1'],
      ['tie2.dense1'],
    ])
  })
  it("with bn: 'per-use', give each use its own BatchNormalization over one convolution", () => {
    const part = tie(
      input([8, 8, 3])
        .conv(3, 3, { padding: 'same' })
        .bn({ gammaInitializer: 'randomNormal' })
        .relu(),
      { bn: 'per-use' },
    )
    const p = plan(input([8, 8, 3]).pipe(part).pipe(part), { seed: 3 })
    expect(p.instances.map((i) => i.positions)).toEqual([
      ['tie1.conv1', 'tie2.conv1'],
      ['tie1.bn1'],
      ['tie1.relu1', 'tie2.relu1'],
      ['tie2.bn1'],
    ])
    const [, one, , two] = p.instances
    expect(one?.config['gammaInitializer']).not.toEqual(two?.config['gammaInitializer'])
    const json = toJSON(input([8, 8, 3]).pipe(part).pipe(part))
    const back = fromJSON(JSON.parse(JSON.stringify(json)))
    if (back._tag === 'Left') throw new Error(back.left.map(render).join())
    expect(plan(back.right, { seed: 3 })).toEqual(p)
  })
  it('refuse BatchNormalization without it, custom layers always, and other values', () => {
    const bn = input([8]).dense(8).bn()
    expect(() => tie(bn as never)).toThrow('cannot be tied')
    expect(() =>
      tie(
        input([8]).pipe(
          custom('c', () => {
            throw new Error('never called')
          }),
        ) as never,
        { bn: 'per-use' },
      ),
    ).toThrow('not known')
    expect(() => tie(bn, { bn: 'shared' } as never)).toThrow(
      "the options are { bn: 'per-use' } or none",
    )
    expect(() => tie(bn, { bm: 'per-use' } as never)).toThrow(
      "the options are { bn: 'per-use' } or none",
    )
    const lie = {
      layersmith: 1,
      input: [8],
      nodes: [{ kind: 'tie', id: 1, bn: 'shared', input: [8], body: [{ kind: 'bn', config: {} }] }],
    }
    expect(fromJSON(lie)._tag).toBe('Left')
  })
  it('hold through repeats, parts and other ties', () => {
    expect(serves(input([8]).pipe(repeat(3, encoder.as('e')))).map((p) => p.length)).toEqual([
      3, 3, 3,
    ])
    const outer = tie(input([8]).pipe(encoder).pipe(encoder))
    expect(serves(input([8]).pipe(outer).pipe(encoder).pipe(outer)).map((p) => p.length)).toEqual([
      5, 5, 5,
    ])
  })
  it('derive seeds from their first use', () => {
    const { instances, positions } = planned(input([8]).pipe(encoder).pipe(encoder), { seed: 4 })
    expect(positions.map((p) => p.instance)).toEqual([
      'tie1.dense1',
      'tie1.relu1',
      'tie1.dense2',
      'tie1.dense1',
      'tie1.relu1',
      'tie1.dense2',
    ])
    expect(instances).toHaveLength(3)
  })
  it('give each use of seeded dropout its own masks', () => {
    const noisy = tie(input([8]).dropout(0.5, { seed: 3 }).dense(8))
    expect(serves(input([8]).pipe(noisy).pipe(noisy))).toEqual([
      ['tie1.dropout1'],
      ['tie1.dense1', 'tie2.dense1'],
      ['tie2.dropout1'],
    ])
  })
  it('cannot have two sizes', () => {
    const any = tie(input([null]).dense(4))
    expect(saysOf(input([8]).pipe(any).pipe(any))).toEqual([
      'tie2.dense1: tied weights must have one size everywhere, got 36 numbers at tie1.dense1 and 20 here; tie a part whose input sizes are all known',
    ])
    expect(serves(input([4]).pipe(any).pipe(any))).toEqual([['tie1.dense1', 'tie2.dense1']])
    const maps = tie(input([null, null, 3]).conv(3, 3).relu())
    expect(serves(input([9, 9, 3]).pipe(maps).pipe(maps))[0]).toEqual(['tie1.conv1', 'tie2.conv1'])
  })
  it('cannot be frozen in one use and train in another', () => {
    expect(saysOf(input([8]).pipe(encoder).pipe(encoder.frozen()))).toEqual([
      'tie2.dense1: tied weights must be frozen everywhere or nowhere, got trainable at tie1.dense1 and not here; freeze the part before you tie it',
    ])
    expect(planned(input([8]).pipe(encoder.frozen()).pipe(encoder.frozen())).params).toEqual({
      trainable: 0,
      nonTrainable: 144,
    })
  })
})

describe('freezing', () => {
  it('covers everything so far and inside, and nothing that follows', () => {
    const net = image.conv(2, 3).pipe(stem).frozen().dense(3)
    expect(planned(net).positions.map((p) => [p.path, p.frozen])).toEqual([
      ['conv1', true],
      ['conv2', true],
      ['bn1', true],
      ['relu1', true],
      ['dense1', false],
    ])
    expect(
      planned(image.pipe(repeat(2, residual(stem.frozen(), block().conv(4, 1)))))
        .positions.filter((p) => !p.frozen)
        .map((p) => p.kind),
    ).toEqual(['conv', 'add', 'conv', 'add'])
  })
  it('can be chosen by path, and never thaws', () => {
    const net = image.conv(2, 3).frozen().conv(2, 3).conv(2, 3)
    expect(
      planned(net, { trainable: (path) => path !== 'conv2' }).instances.map((i) => i.frozen),
    ).toEqual([true, true, false])
  })
  it('needs a predicate that answers: a forgotten return is a problem', () => {
    for (const [answer, told] of [
      [() => undefined, 'undefined'],
      [() => Promise.resolve(true), 'an instance of Promise'],
      [() => 1, '1'],
    ] as const) {
      expect(saysOf(input([4]).dense(3).dense(2), { trainable: answer as never })).toEqual([
        `dense1: trainable must return true or false, got ${told}; return one of them for every path`,
      ])
    }
  })
  it('the settings of initializers, constraints and regularizers are known', () => {
    for (const [option, spec] of [
      ['kernelConstraint', { className: 'MaxNorm', config: { maxVal: 3 } }],
      ['kernelInitializer', { className: 'VarianceScaling', config: { sacle: 3 } }],
      ['kernelRegularizer', { className: 'L1L2', config: { l3: 1 } }],
    ] as const) {
      expect(saysOf((input([4]) as any).dense(3, { [option]: spec }))[0]).toMatch(
        new RegExp(`^dense1: ${option} must be `),
      )
    }
    expect(
      planned(
        input([4]).dense(3, {
          kernelConstraint: { className: 'MaxNorm', config: { maxValue: 3 } },
        }),
      ).positions[0]?.config,
    ).toMatchObject({ kernelConstraint: { className: 'MaxNorm', config: { maxValue: 3 } } })
  })
})

describe('taps', () => {
  const c = block().conv(4, 3, { padding: 'same' }).tap('c')
  const names = (net: AnyBlock) =>
    planned(net).taps.map((t) => `${t.name} ${t.from} ${t.shape.join('x')}`)
  it('tell where they are and what flows there', () => {
    expect(names(image.tap('in').pipe(c).pool(2).tap('p'))).toEqual([
      'in input 28x28x1',
      'c conv1 28x28x4',
      'p pool1 14x14x4',
    ])
  })
  it('keep their names in parts, add the round in a repeat, and both rounds in nested repeats', () => {
    expect(names(image.pipe(residual(c, block().conv(4, 1).tap('s'))))).toEqual([
      'c residual1.conv1 28x28x4',
      's residual1.shortcut.conv1 28x28x4',
    ])
    expect(names(image.pipe(branch(c, block().relu().tap('r')).concat()))).toEqual([
      'c branch1.1.conv1 28x28x4',
      'r branch1.2.relu1 28x28x1',
    ])
    expect(names(image.pipe(repeat(2, c)))).toEqual([
      'c.1 repeat1.1.conv1 28x28x4',
      'c.2 repeat1.2.conv1 28x28x4',
    ])
    expect(names(image.pipe(repeat(2, block().pipe(repeat(2, c)).pool(2))))).toEqual([
      'c.1.1 repeat1.1.repeat1.1.conv1 28x28x4',
      'c.1.2 repeat1.1.repeat1.2.conv1 28x28x4',
      'c.2.1 repeat1.2.repeat1.1.conv1 14x14x4',
      'c.2.2 repeat1.2.repeat1.2.conv1 14x14x4',
    ])
    expect(names(image.pipe(tie(image.pipe(c))))).toEqual(['c tie1.conv1 28x28x4'])
  })
  it('used twice are reported, even if .shape was read in between', () => {
    const first = image.pipe(c)
    expect(first.shape).toEqual([28, 28, 4])
    const twice = (first as any).pipe(c) as AnyBlock
    expect(saysOf(twice)[0]).toContain('the tap name c is used twice')
    expect(() => twice.shape).toThrow('conv2: the tap name c is used twice; the taps are c;')
    expect(saysOf(image.loose().pipe(branch(c, c).add() as never))[0]).toContain(
      'branch1.2.conv1: the tap name c is used twice',
    )
  })
})

describe('taps in ties', () => {
  const enc = tie(input([8]).dense(8).tap('c').relu().tap('d'))
  const names = (net: AnyBlock) => planned(net).taps.map((t) => `${t.name} ${t.from}`)
  const eight = input([8])
  it('have one name per use', () => {
    expect(names(eight.pipe(enc).pipe(enc).pipe(enc))).toEqual([
      'c tie1.dense1',
      'd tie1.relu1',
      'c_2 tie2.dense1',
      'd_2 tie2.relu1',
      'c_3 tie3.dense1',
      'd_3 tie3.relu1',
    ])
    expect(names(eight.pipe(branch(enc, block().relu().pipe(enc).as('x')).add()))).toEqual([
      'c branch1.1.tie1.dense1',
      'd branch1.1.tie1.relu1',
      'c_2 branch1.2.x.tie1.dense1',
      'd_2 branch1.2.x.tie1.relu1',
    ])
    expect(names(eight.pipe(residual(enc, enc)))).toEqual([
      'c residual1.tie1.dense1',
      'd residual1.tie1.relu1',
      'c_2 residual1.shortcut.tie1.dense1',
      'd_2 residual1.shortcut.tie1.relu1',
    ])
  })
  it('put rounds and inputs after the number of the use', () => {
    expect(
      names(eight.pipe(repeat(2, block().pipe(enc).pipe(enc)))).map((n) => n.split(' ')[0]),
    ).toEqual(['c.1', 'd.1', 'c_2.1', 'd_2.1', 'c.2', 'd.2', 'c_2.2', 'd_2.2'])
    const rounds = tie(eight.pipe(repeat(2, block().dense(8).tap('r'))))
    expect(
      names(eight.pipe(repeat(2, block().pipe(rounds).pipe(rounds)))).map((n) => n.split(' ')[0]),
    ).toEqual(['r.1.1', 'r.1.2', 'r_2.1.1', 'r_2.1.2', 'r.2.1', 'r.2.2', 'r_2.2.1', 'r_2.2.2'])
    const pair = inputs({ left: [8], right: [8] })
      .each(enc)
      .each(enc)
      .merge('add')
    expect(names(pair)).toEqual([
      'c.left left.tie1.dense1',
      'd.left left.tie1.relu1',
      'c_2.left left.tie2.dense1',
      'd_2.left left.tie2.relu1',
      'c.right right.tie1.dense1',
      'd.right right.tie1.relu1',
      'c_2.right right.tie2.dense1',
      'd_2.right right.tie2.relu1',
    ])
  })
  it('skip names that are taken', () => {
    expect(names(eight.tap('c_2').pipe(enc).pipe(enc)).map((n) => n.split(' ')[0])).toEqual([
      'c_2',
      'c',
      'd',
      'c_3',
      'd_2',
    ])
    const outer = tie(eight.pipe(enc).pipe(enc))
    expect(names(eight.pipe(outer).pipe(enc).pipe(outer)).map((n) => n.split(' ')[0])).toEqual([
      'c',
      'd',
      'c_2',
      'd_2',
      'c_3',
      'd_3',
      'c_4',
      'd_4',
      'c_5',
      'd_5',
    ])
  })
  it('need different names in two different ties, as within one', () => {
    const other = tie(eight.dense(8).tap('c'))
    expect(saysOf(eight.loose().pipe(enc.loose()).pipe(other.loose()))).toEqual([
      expect.stringMatching(
        /^tie2.dense1: the tap name c is used twice; the taps are c, d; give every tap/,
      ),
    ])
    expect(saysOf(eight.loose().tap('c').pipe(enc.loose()))).toEqual([
      expect.stringMatching(/^tie1.dense1: the tap name c is used twice/),
    ])
    expect(saysOf(eight.loose().pipe(enc.loose()).tap('c'))).toEqual([
      expect.stringMatching(/^tie1.relu1: the tap name c is used twice/),
    ])
    const c = block().dense(8).tap('c')
    expect(
      saysOf(
        eight
          .loose()
          .pipe(tie((eight as any).pipe(c).pipe(c)) as AnyBlock)
          .relu(),
      ),
    ).toEqual([expect.stringMatching(/^tie1.dense2: the tap name c is used twice/)])
    expect(
      saysOf(
        Array.from({ length: 12 }, (_, i) => `t${i}`)
          .reduce<AnyNet>((n, name) => n.tap(name), eight.loose())
          .tap('t3'),
      )[0],
    ).toContain('the taps are t0, t1, t2, t3, t4, t5, t6, t7, t8, t9 and 2 more;')
  })
})

describe('seeds', () => {
  const net = image
    .conv(2, 3)
    .conv(2, 3, {
      kernelInitializer: { className: 'HeNormal', config: { seed: 5 } },
      biasInitializer: 'ones',
    })
    .dropout(0.5)
    .dropout(0.5, { seed: 6 })
  const seeds = (seed?: number) =>
    planned(net, seed === undefined ? {} : { seed }).instances.map((i) =>
      JSON.stringify(i.config).match(/"seed":\d+/g),
    )
  it('derive from the seed of the build and the path; given ones stay', () => {
    const [first, second, third, fourth] = seeds(1)
    expect(first).toHaveLength(1)
    expect(second).toEqual(['"seed":5'])
    expect(third).toHaveLength(1)
    expect(fourth).toEqual(['"seed":6'])
    expect(seeds(1)).toEqual(seeds(1))
    expect(seeds(2)[0]).not.toEqual(first)
  })
  it('are absent from a build without one', () => {
    expect(seeds()).toEqual([null, ['"seed":5'], null, ['"seed":6']])
  })
})
