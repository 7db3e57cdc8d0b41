// Graphs of values: positions and names, problems, misuse, JSON, source.
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import * as core from '@layersmith/core'
import {
  type AnyDescription,
  type AnyValue,
  type LooseValue,
  Value,
  add,
  block,
  check,
  concat,
  dot,
  fromJSON,
  graph,
  input,
  maximum,
  multiply,
  plan,
  repeat,
  residual,
  subtract,
  summary,
  tie,
  toJSON,
  toSource,
} from '@layersmith/core'
import { planned, problemsOf, saysOf } from './support/errors.js'

const stage = <F extends number>(f: F) => block().conv(f, 3, { padding: 'same' }).bn().relu()
const head = block().conv(1, 1, { activation: 'sigmoid' })
const paths = (net: AnyDescription) => planned(net).positions.map((p) => p.path)
const wrong = graph as unknown as (...given: unknown[]) => AnyDescription // callers without types
type Loosely = Record<string, (...given: unknown[]) => unknown>

/** U-Net++ of depth 2 (Zhou et al. 2018), which does not nest. */
const unetpp = graph({ image: [16, 16, 3] }, ({ image }) => {
  const x00 = image.pipe(stage(4))
  const x10 = x00.pipe(block().pool(2)).pipe(stage(8))
  const x20 = x10.pipe(block().pool(2)).pipe(stage(16)).as('x20')
  const x01 = concat(x00, x10.pipe(block().upsample(2)))
    .pipe(stage(4))
    .tap('x01')
  const x11 = concat(x10, x20.pipe(block().upsample(2))).pipe(stage(8))
  const x02 = concat(x00, x01, x11.pipe(block().upsample(2)))
    .pipe(stage(4))
    .tap('x02')
  return { mask: x02.pipe(head), deep: x01.pipe(head) }
})
const cell = graph([8, 8, 4], (x) => add(x, x.pipe(stage(4)), x.pipe(block().conv(4, 1))))
const two = graph({ a: [8], b: [8] }, ({ a, b }) => ({
  difference: subtract(a, b),
  cosine: dot(a, b, { normalize: true }),
}))
const many = input([8, 8, 4])
  .pipe(cell.as('first'))
  .pipe(cell)
  .pipe(repeat(2, cell))
  .pipe(residual(cell))
  .pipe(tie(cell, { bn: 'per-use' }))
  .pipe(cell.frozen())
  .flatten()
  .dense(3)

describe('A graph', () => {
  it('numbers positions in the order of the calls, in the scope that it stands in', () => {
    expect(paths(cell)).toEqual(['conv1', 'bn1', 'relu1', 'conv2', 'add1'])
    const within = ['conv1', 'bn1', 'relu1', 'conv2', 'add1']
    expect(paths(many)).toEqual([
      ...within.map((p) => `first.${p}`),
      ...within,
      ...within.map((p) => `repeat1.1.${p}`),
      ...within.map((p) => `repeat1.2.${p}`),
      ...within.map((p) => `residual1.${p}`),
      'residual1.add2',
      ...within.map((p) => `tie1.${p}`),
      'conv3',
      'bn2',
      'relu2',
      'conv4',
      'add2',
      'flatten1',
      'dense1',
    ])
  })
  it('reads a value twice as one tensor, and copies a block at each pipe', () => {
    const { positions, instances, outputs, taps } = planned(unetpp)
    expect(positions.filter((p) => p.inputs.includes('relu1')).map((p) => p.path)).toEqual([
      'pool1',
      'concat1',
      'concat3',
    ])
    expect(outputs).toEqual([
      { name: 'mask', from: 'conv6', shape: [16, 16, 1] },
      { name: 'deep', from: 'conv7', shape: [16, 16, 1] },
    ])
    expect(instances.filter((i) => i.kind === 'relu').map((i) => i.positions.length)).toEqual([6])
    expect(taps.map(({ name, from, stride }) => [name, from, stride])).toEqual([
      ['x01', 'relu3', [1, 1]],
      ['x02', 'relu5', [1, 1]],
    ])
    expect(positions.some((p) => p.path === 'x20.bn1')).toBe(true)
    expect(summary(unetpp)).toContain('mask = conv6')
  })
  it('may have several inputs, one with a name, none of its own layers, and one result twice', () => {
    expect(planned(two).inputs.map((i) => i.name)).toEqual(['a', 'b'])
    expect(two.shape).toEqual({ difference: [8], cosine: [1] })
    expect(planned(unetpp).inputs).toEqual([{ name: 'input', shape: [16, 16, 3] }])
    expect(graph([8], (x) => x).shape).toEqual([8])
    const twice = graph([8], (x) => {
      const y = x.pipe(block().dense(8))
      return { a: y, b: y, sum: add(y, y) }
    })
    expect(planned(twice).outputs.map((o) => o.from)).toEqual(['dense1', 'dense1', 'add1'])
  })
  it('knows the sizes of its values while it is made', () => {
    const net = graph([8, 8, 4], (x) => {
      expect(x.shape).toEqual([8, 8, 4])
      const dead = x.pipe(block().conv(2, 1))
      const y = x.pipe(stage(6))
      expect([dead.shape, y.shape]).toEqual([
        [8, 8, 2],
        [8, 8, 6],
      ])
      return concat(dead, y.pipe(block().dense(y.shape[2] * 2)))
    })
    expect(net.shape).toEqual([8, 8, 14])
  })
  it('is made in loops', () => {
    const net = graph([4, 8], (x) => {
      let y: LooseValue = x.loose()
      for (let i = 0; i < 300; i++) y = add(y, y.pipe(block().dense(8)))
      return y
    })
    expect(planned(net).positions).toHaveLength(600)
    expect(() => (tie as unknown as (b: unknown) => unknown)(net)).toThrow('is not known')
  })
  it('stretches sizes of 1, and joins along any axis', () => {
    const gate = block().globalPool().dense(4).reshape([1, 1, -1])
    expect(graph([null, null, 4], (x) => multiply(x, x.pipe(gate))).shape).toEqual([null, null, 4])
    expect(graph([6, 5, 4], (x) => maximum(x, x.pipe(gate))).shape).toEqual([6, 5, 4])
    const strip = block().pool([6, 1])
    expect(graph([6, 5, 4], (x) => concat(x, x.pipe(strip), { axis: 1 })).shape).toEqual([7, 5, 4])
    expect(graph([6, 5, 4], (x) => concat(x, x, { axis: -1 })).shape).toEqual([6, 5, 8])
  })
})

describe('Problems of a graph', () => {
  const onlyFirst = (net: unknown): string => saysOf(net)[0] ?? ''

  it('are values that reach no output, with the place of the call', () => {
    const [pooled, sum, ...rest] = problemsOf(
      graph([8, 8, 4], (x) => {
        const y = x.pipe(stage(4))
        y.pipe(block().pool(2)).tap('lost')
        add(y, x)
        return y
      }),
    )
    expect(rest).toEqual([])
    expect([pooled?.code, pooled?.path, sum?.path]).toEqual(['unusedValue', 'pool1', 'add1'])
    expect(sum!.where!.file).toContain('graph-values')
    expect(sum!.where!.line).toBe(pooled!.where!.line + 1)
  })
  it('are inputs that nothing reads', () => {
    expect(onlyFirst(graph({ a: [8], b: [8] }, ({ a }) => a))).toBe(
      'b: every value of a graph must reach an output, got an input that nothing reads; return it, merge it into what is returned, or leave it out',
    )
  })
  it.each<[string, () => AnyDescription, string]>([
    [
      'shapes that do not fit',
      () => graph([8, 8, 4], (x) => multiply(x.loose(), x.pipe(block().conv(4, 3)))),
      "multiply1: one branch gives 8x8x4, another gives 6x6x4; give all of them the same sizes, for example with padding 'same' and equal filters; only a size of 1 fits any other",
    ],
    [
      'axes that are not there',
      () => graph([8, 4], (x) => concat(x.loose(), x.loose(), { axis: 3 })),
      'concat1: needs an axis 3, got 8x4; axes count from 1, without the batch; -1 is the last',
    ],
    [
      'unknown options',
      () => wrong([8, 4], (x: AnyValue) => (concat as unknown as Loosely['a'])(x, x, { axs: 1 })),
      'concat1: option "axs" is not known; did you mean axis?',
    ],
    [
      'names',
      () => graph([8], (x) => x.pipe(block().dense(2)).as('1st')),
      '1st: a name must be letters, digits, _ and -, beginning with a letter, got "1st"; choose another name in .as()',
    ],
    [
      'names of outputs',
      () => wrong([8], (x: AnyValue) => ({ 'a b': x })),
      'a b: a name must be letters, digits, _ and -, beginning with a letter, got "a b"; choose another name for this output',
    ],
    [
      'taps of one name',
      () => graph([8], (x) => add(x.loose().tap('t'), x.loose().tap('t'))),
      'input: the tap name t is used twice; the taps are t; give every tap in a net its own name; a block with taps can be used only once, unless it is tied',
    ],
    [
      'sizes of inputs',
      () => wrong([8, -1], (x: AnyValue) => x),
      'input: every size must be a positive integer or null, got [8,-1]; write input([height, width, channels])',
    ],
    [
      'a merge of too many',
      () => wrong([8], (x: AnyValue) => (core.subtract as unknown as Loosely['a'])(x, x, x)),
      'subtract1: subtract takes two values, got 3; merge the others first',
    ],
  ])('are %s', (_, make, sentence) => {
    expect(saysOf(make())).toEqual([sentence])
  })
  it('are those of another input', () => {
    expect(onlyFirst(input([9, 9, 4]).loose().pipe(cell))).toContain(
      'this part is made for input 8x8x4, but gets 9x9x4',
    )
  })
})

describe('Misuse of values', () => {
  const relu = block().relu()
  let leaked: AnyValue | undefined
  graph([8], (x) => {
    leaked = x
    return x.pipe(relu)
  })
  const after = 'graph whose callback has returned'
  it.each<[string, () => unknown, string]>([
    ['after the callback', () => (leaked as unknown as Loosely).pipe!(relu), after],
    ['after the callback, merged', () => graph([8], (x) => add(x, leaked as typeof x)), after],
    [
      'inside another graph',
      () => graph([8], (x) => x.pipe(graph([8], (z) => add(z, x)))),
      'another graph',
    ],
    [
      'returned by another graph',
      () => graph([8], (x) => x.pipe(graph([8], () => x))),
      'another graph',
    ],
    ['nothing returned', () => wrong([8], () => undefined), 'got nothing'],
    ['a promise', () => wrong([8], (x: unknown) => Promise.resolve(x)), 'cannot be async'],
    ['a block returned', () => wrong([8], () => relu), 'a block is layers, not a tensor'],
    [
      'a block in a record',
      () => wrong([8], (x: unknown) => ({ a: x, b: relu })),
      'graph, output "b"',
    ],
    ['an empty record', () => wrong([8], () => ({})), 'a record of values by name'],
    ['a list', () => wrong([8], (x: unknown) => [x]), 'a record of values by name'],
    [
      'a block merged',
      () => wrong([8], (x: unknown) => (add as unknown as Loosely['a'])(x, relu)),
      'add: this is not a value',
    ],
    [
      'a value as a block',
      () => wrong([8], (x: AnyValue) => residual(x as never)),
      'put blocks after it with x.pipe(block)',
    ],
    [
      'a value to check',
      () => wrong([8], (x: AnyValue) => check(x as never)),
      'a value of a graph, which is a tensor',
    ],
    ['no values', () => wrong([8], () => add()), 'add: needs at least one value, got none'],
    ['no callback', () => wrong([8]), 'needs a function of values'],
    ['two names', () => graph([8], (x) => x.pipe(relu).as('a').as('b')), 'already'],
    ['a name for an input', () => graph([8], (x) => x.as('a')), 'an input has no layers to name'],
    [
      'arguments too many',
      () => wrong([8], (x: AnyValue) => (x as unknown as Loosely).tap!('a', 1)),
      'takes 1 argument at most',
    ],
    ['a class of their own', () => Reflect.construct(Value, []), 'graph() makes values'],
  ])('is refused: %s', (_, misuse, text) => {
    expect(misuse).toThrow(TypeError)
    expect(misuse).toThrow(text)
  })
  it('leaves an error of the callback as it is', () => {
    const mine = new Error('mine')
    expect(() =>
      wrong([8], () => {
        throw mine
      }),
    ).toThrow(mine)
  })
})

/** A net from the printed source of another. */
const printed = (net: AnyDescription): AnyDescription => {
  const [, ...lines] = toSource(net).split('\n')
  const body = lines.join('\n').replace('export const net =', 'return')
  const names = Object.keys(core)
  // oxlint-disable-next-line typescript/no-implied-eval -- the test runs what is printed
  const make = new Function(...names, body) as (...given: unknown[]) => AnyDescription
  return make(...names.map((name) => Reflect.get(core, name) as unknown))
}
const again = (net: AnyDescription): AnyDescription => {
  const read = fromJSON(JSON.parse(JSON.stringify(toJSON(net))))
  if (read._tag === 'Left') throw new Error(read.left.map((p) => `${p.path} ${p.code}`).join())
  expect(toJSON(read.right)).toEqual(toJSON(net))
  return read.right
}
const alike = (net: AnyDescription, other: AnyDescription): void => {
  expect(plan(other).positions).toEqual(plan(net).positions)
  expect(plan(other).outputs).toEqual(plan(net).outputs)
  expect(plan(other).taps).toEqual(plan(net).taps)
}

/** A graph from data: each step reads earlier values, as the numbers say. */
const drawn = (steps: readonly (readonly [kind: number, a: number, b: number])[]): AnyDescription =>
  graph([4], (x) => {
    const values: LooseValue[] = [x.loose()]
    const read = new Set<number>()
    const at = (n: number): LooseValue => {
      read.add(n % values.length)
      return values[n % values.length]!
    }
    steps.forEach(([kind, a, b], i) => {
      const made = [
        () => at(a).pipe(block().dense(4)),
        () => add(at(a), at(b)),
        () => concat(at(a), at(b)).pipe(block().dense(4).relu()),
        () => at(a).pipe(block().relu()).as('named'),
        () => at(a).tap(`t${i}`),
      ][kind]!
      values.push(made())
    })
    const ends = values.filter((_, i) => !read.has(i))
    return ends.length === 1 ? ends[0]! : add(...ends)
  })

describe('Graphs as data and as source', () => {
  it.each<[string, AnyDescription]>([
    ['U-Net++', unetpp],
    ['cells', many],
    ['two inputs and outputs', two],
    ['an output with a name', graph([8], (x) => ({ only: x.pipe(block().dense(2)) }))],
    [
      'graphs in graphs',
      graph({ a: [8, 8, 4], b: [8, 8, 4] }, ({ a, b }) => ({
        one: concat(a, b, { axis: 1 })
          .pipe(block().conv(4, 1, { stride: [2, 1] }))
          .pipe(cell)
          .tap('t'),
        b,
      })),
    ],
    ['other heads', cell.outputs({ a: block().globalPool(), b: block() })],
  ])('stay the same: %s', (_, net) => {
    alike(net, again(net))
    alike(net, printed(net))
    expect(toSource(printed(net))).toBe(toSource(net))
  })
  it('stay the same, whatever reads what', () => {
    const step = fc.tuple(fc.nat(4), fc.nat(30), fc.nat(30))
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const net = drawn(steps)
        alike(net, again(net))
        alike(net, printed(net))
      }),
      { numRuns: 200 },
    )
  })
  it('prints a callback with a constant for each value that is read twice', () => {
    expect(toSource(cell)).toBe(`import { add, block, graph } from 'layersmith'

export const net = graph([8, 8, 4], (x) => add(
  x,
  x.pipe(block().conv(4, 3, { padding: 'same' }).bn().relu()),
  x.pipe(block().conv(4, 1)),
))
`)
    expect(toSource(unetpp).split('\n').slice(8, 16)).toEqual([
      'export const net = graph([16, 16, 3], (x) => {',
      '  const y1 = x.pipe(part1)',
      '  const y2 = y1.pipe(block().pool(2)).pipe(part2)',
      '  const x20 = y2',
      '    .pipe(block().pool(2))',
      "    .pipe(block().conv(16, 3, { padding: 'same' }).bn().relu())",
      "    .as('x20')",
      "  const x01 = concat(y1, y2.pipe(block().upsample(2))).pipe(part1).tap('x01')",
    ])
  })
})

describe('JSON of strangers', () => {
  const step = { from: [0], nodes: [] }
  const node = { kind: 'graph', input: [8], steps: [step], results: [1] }
  const problems = (change: object, rest: object = {}): readonly string[] => {
    const nodes = [{ ...node, ...change }]
    const read = fromJSON({ layersmith: 1, input: [8], nodes, ...rest })
    if (read._tag === 'Left') return read.left.map((p) => `${p.path}: ${p.got}`)
    return problemsOf(read.right).map((p) => `${p.code}: ${p.got}`)
  }
  const of = (...steps: unknown[]) => ({ steps })
  it.each<[string, readonly string[], object, object?]>([
    ['no steps', ['nodes[0].steps: undefined'], { steps: undefined, results: [0] }],
    ['a step', ['nodes[0].steps[0]: 3'], of(3)],
    ['a later value', ['nodes[0].steps[0].from: 1'], of({ ...step, from: [1] })],
    ['a fraction', ['nodes[0].steps[0].from: 0.5'], of({ ...step, from: [0.5] })],
    ['no value', ['nodes[0].steps[0].from: []'], of({ ...step, from: [] })],
    ['two values without a merge', ['nodes[0].steps[0].from: 2'], of({ ...step, from: [0, 0] })],
    ['a merge', ['nodes[0].steps[0].merge: "ad"'], of({ from: [0], merge: 'ad' })],
    ['a field', ['nodes[0].steps[0]: "x"'], of({ ...step, x: 1 })],
    ['no results', ['nodes[0].results: []'], { results: [] }],
    ['a result that is not there', ['nodes[0].results: 2'], { results: [2] }],
    ['a wrong input', ['nodes[0].input: [0]'], { input: [0] }],
    ['another input than the net', ['wrongInput: 8'], { input: [9] }],
    [
      'several inputs for one',
      ['noInput: one'],
      { input: { a: [8], b: [8] }, ...of({ from: [0, 1], merge: 'add' }), results: [2] },
    ],
    ['several outputs for one', ['severalOutputs: a graph of 2'], { results: [0, 1] }],
    [
      'several outputs before a layer',
      ['severalOutputs: a graph of 2'],
      {},
      {
        nodes: [
          { ...node, results: [0, 1] },
          { kind: 'relu', config: {} },
        ],
      },
    ],
    [
      'heads behind several outputs',
      ['severalOutputs: a graph of 2'],
      { results: [0, 1] },
      {
        outputs: [
          { name: 'a', nodes: [{ kind: 'relu', config: {} }] },
          { name: 'b', nodes: [] },
        ],
      },
    ],
  ])('is refused: %s', (_, expected, change, rest = {}) => {
    expect(problems(change, rest)).toEqual(expected)
  })
  it('is read in bounded time', () => {
    const from = Array.from({ length: 9000 }, () => 0)
    const steps = Array.from({ length: 9000 }, () => ({ from, merge: 'add' }))
    const start = performance.now()
    expect(problems({ steps, results: [9000] })[0]).toContain('more')
    expect(performance.now() - start).toBeLessThan(30_000)
  })
})
