// Every known way around the types, from `as any` to patched prototypes: none of them ends in a
// shared or tied BatchNormalization. Some are compile errors, which this file forces through;
// test-types/fixtures/mistakes-escape.txt has the compiler's messages.
import { describe, expect, it } from '@jest/globals'
import {
  type AnyBlock,
  Block,
  type Open,
  type Sig,
  type Trait,
  block,
  branch,
  check,
  custom,
  fromJSON,
  input,
  plan,
  repeat,
  residual,
  shared,
  tie,
  toJSON,
} from '@layersmith/core'

const bn = block().bn()
const relu = block().relu()
const conv = block().conv(8, 3)
const image = input([8, 8, 8])
const fake = () => ({
  getClassName: () => 'BatchNormalization',
  computeOutputShape: (s: (number | null)[]) => s,
  dispose: () => 0,
})

// calls that the compiler refuses go through these
const forceShared = shared as any
const forceTie = tie as any

const holds =
  /^shared: only stateless parts can be shared, but this one holds BatchNormalization; use tie\(\) for weights$/
const unknown = /^shared: what this part holds is not known/
const noBlock = /this is not a block/
const tied = /^tie: a part that holds BatchNormalization cannot be tied/
const tieUnknown = /^tie: what this part holds is not known/

type Route = readonly [name: string, route: () => unknown, message: RegExp]

const throwing: readonly Route[] = [
  ['01 as any', () => shared(bn as any), holds],
  ['02 as unknown as', () => shared(bn as unknown as Block<Open<[]>, never>), holds],
  ['02b as a block that holds nothing', () => shared(bn as Block<Open<[]>, never>), holds],
  [
    '03 an object that looks alike',
    () =>
      forceShared({
        relu() {
          return this
        },
        pipe() {
          return this
        },
      }),
    noBlock,
  ],
  [
    '03b a class that looks alike',
    () => {
      class Alike {
        relu(): this {
          return this
        }
      }
      return forceShared(new Alike())
    },
    noBlock,
  ],
  [
    '04 widened to AnyBlock',
    () => {
      const b: AnyBlock = bn
      return forceShared(b)
    },
    holds,
  ],
  [
    '04b widened to Block<Sig, any>',
    () => {
      const b: Block<Sig, any> = bn
      return forceShared(b)
    },
    holds,
  ],
  [
    '04c annotated narrower',
    () => {
      const b = bn as any as Block<Sig, never>
      return shared(b)
    },
    holds,
  ],
  [
    '04d explicit type arguments',
    () =>
      (shared as any as <S extends Sig, H extends Trait>(b: unknown) => Block<S, H>)<
        Open<[]>,
        never
      >(bn),
    holds,
  ],
  ['04e explicit any', () => (shared<any, any> as any)(bn), holds],
  [
    '05 generic over signature and traits',
    () => {
      const f = <S extends Sig, H extends Trait>(b: Block<S, H>) => forceShared(b)
      return f(bn)
    },
    holds,
  ],
  [
    '05b generic over AnyBlock',
    () => {
      const f = <B extends AnyBlock>(b: B) => forceShared(b)
      return f(bn)
    },
    holds,
  ],
  [
    '05c generic bounded by a stateless block',
    () => {
      const f = <B extends Block<Sig, never>>(b: B) => shared(b)
      return f(bn as any)
    },
    holds,
  ],
  [
    '05d through an identity function',
    () => {
      const id = <T>(x: T): T => x
      return forceShared(id(bn))
    },
    holds,
  ],
  [
    '06 out of a mixed array',
    () => {
      const a = [relu, bn]
      return forceShared(a[1])
    },
    holds,
  ],
  [
    '06b array covariance',
    () => {
      const a: Block<Sig, never>[] = [relu]
      const wide: AnyBlock[] = a
      wide.push(bn)
      return shared(a[1]!)
    },
    holds,
  ],
  [
    '06c property covariance',
    () => {
      const o: { b: Block<Sig, never> } = { b: relu }
      const wide: { b: AnyBlock } = o
      wide.b = bn
      return shared(o.b)
    },
    holds,
  ],
  [
    '06d method bivariance',
    () => {
      class F {
        f(b: Block<Sig, never>): unknown {
          return shared(b)
        }
      }
      const g: { f(b: AnyBlock): unknown } = new F()
      return g.f(bn)
    },
    holds,
  ],
  ['07 spread', () => forceShared({ ...(bn as object) }), noBlock],
  ['07c Object.assign into an empty object', () => forceShared(Object.assign({}, bn)), noBlock],
  ['07d Object.create', () => shared(Object.create(bn)), noBlock],
  ['07e Proxy', () => forceShared(new Proxy(bn, {})), noBlock],
  ['07f Object.setPrototypeOf', () => shared(Object.setPrototypeOf({}, Block.prototype)), noBlock],
  ['08b a method called on another block', () => forceShared((relu.relu as any).call(bn)), holds],
  [
    '08c a bound method',
    () => {
      const f = (relu.relu as any).bind(bn) as () => typeof relu
      return shared(f())
    },
    holds,
  ],
  [
    '07b Object.assign onto a block',
    () => shared(Object.assign(relu, bn) as typeof relu),
    /read only/,
  ],
  [
    '10 a subclass',
    () => {
      const E = class extends (Block as any) {}
      return shared(new E() as any)
    },
    /Block cannot be constructed or extended/,
  ],
  [
    '10b its constructor',
    () =>
      shared(
        new (bn.constructor as any)(Symbol('block'), { input: null, chain: null, loose: false }),
      ),
    /make blocks with block\(\) and input\(\)/,
  ],
  [
    '10c its static make',
    () => shared((Block as any).make(Symbol('block'), { input: null, chain: null, loose: false })),
    /is not a function/,
  ],
  [
    '10d a patched prototype',
    () => {
      Block.prototype.relu6 = (bn as any).bn
      return shared(block().relu6())
    },
    /read only|not writable|Cannot assign/,
  ],
  ['13 JSON text', () => shared(JSON.parse(JSON.stringify(bn))), noBlock],
  // structuredClone refuses a block: see print.test.ts
  ['13b a copy of its members', () => forceShared(Object.assign({}, bn)), noBlock],
  [
    '14 a comment that silences the compiler',
    () => {
      // @ts-expect-error the point of this route
      return shared(bn)
    },
    holds,
  ],
  ['15 tie', () => forceTie(image.pipe(bn)), tied],
  ['15b tie of a residual', () => forceTie(image.pipe(residual(bn))), tied],
  ['15c tie of a repeat', () => forceTie(image.pipe(repeat(2, block().relu().pipe(bn)))), tied],
  ['15d tie of a branch', () => forceTie(image.pipe(branch(relu, bn).concat())), tied],
  ['15e tie of a custom layer', () => forceTie(image.pipe(custom('mine', fake))), tieUnknown],
  ['15f tie of any', () => forceTie(image.pipe(bn)), tied],
  [
    '15g tie of a block with any traits',
    () => {
      const b: Block<Open<[]>, any> = bn
      return forceTie(image.pipe(b))
    },
    tied,
  ],
  ['15h shared around a tie', () => forceShared(tie(image.pipe(conv))), /holds weights/],
]

/** Routes that end with a part: whatever they try, it holds no state. */
const harmless: readonly (readonly [string, () => AnyBlock])[] = [
  [
    "08 a stateful block's method called on a stateless one",
    () => shared(bn.relu.call(relu) as typeof relu),
  ],
]

const more: readonly Route[] = [
  ['loose', () => forceShared(relu.loose()), unknown],
  [
    'loose, put into another block',
    () => forceShared(block().pipe(residual(relu.loose()))),
    unknown,
  ],
  ['loose, piped into an empty block', () => forceShared(block().pipe(bn.loose())), unknown],
  ['tie of a loose block', () => forceTie(image.pipe(conv.loose())), tieUnknown],
  ['a custom layer', () => forceShared(custom('mine', fake)), unknown],
  ['frozen', () => forceShared(bn.frozen()), holds],
  ['a name', () => forceShared(bn.as('fine')), holds],
  ['a round of one', () => forceShared(repeat(1, bn)), holds],
  ['a repeat of no rounds', () => forceShared((repeat as any)(0, bn)), holds],
  ['a shortcut', () => forceShared(residual(relu, bn)), holds],
  ['a fixed block', () => forceShared(image.bn()), holds],
  ['Reflect.construct', () => Reflect.construct(Block as any, [null, {}]), /make blocks with/],
  [
    'a method without its block',
    () => {
      const { relu: f } = bn as any
      return f()
    },
    noBlock,
  ],
  ['a method on a look-alike', () => (bn.relu as any).call({}), noBlock],
  ['pipe of a look-alike', () => image.pipe({ ...(bn as object) } as any), noBlock],
  ['pipe of nothing', () => (image.pipe as any).call(image), noBlock],
  ['branch of look-alikes', () => branch({} as any, null as any), noBlock],
  ['repeat of a look-alike', () => repeat(2, undefined as any), noBlock],
  ['residual of a look-alike', () => residual(relu, 7 as any), noBlock],
  ['tie of a look-alike', () => forceTie({ input: [8] }), noBlock],
  ['plan of a look-alike', () => plan({} as any), noBlock],
  ['check of a look-alike', () => check(null as any), noBlock],
  ['toJSON of a look-alike', () => toJSON([] as any), noBlock],
  [
    'a new method on the prototype',
    () => {
      ;(Block.prototype as any).mine = () => bn
      return block()
    },
    /not extensible|read only|Cannot add/,
  ],
  [
    'a getter on the prototype',
    () => Object.defineProperty(Block.prototype, 'relu', { get: () => (bn as any).bn }),
    /Cannot redefine|not configurable/,
  ],
  ['another prototype', () => Object.setPrototypeOf(bn, relu), /not extensible|is not/],
  [
    'another prototype of the prototype',
    () => Object.setPrototypeOf(Block.prototype, {}),
    /not extensible|is not/,
  ],
  [
    'a static method put on it',
    () => {
      ;(Block as any).is = () => true
      return block()
    },
    /not extensible|Cannot add/,
  ],
  [
    'a property on a block',
    () => {
      ;(bn as any).held = []
      return block()
    },
    /not extensible|Cannot add/,
  ],
]

describe('escape routes', () => {
  it('are all 42 that are known', () => {
    expect(throwing.length + harmless.length).toBe(42)
    expect(new Set([...throwing, ...harmless].map(([name]) => name.split(' ')[0])).size).toBe(42)
  })
  it.each(throwing)('%s: throws', (_, route, message) => {
    expect(route).toThrow(TypeError)
    expect(route).toThrow(message)
  })
  it.each(harmless)('%s: the part holds no state', (_, route) => {
    const part = route()
    const made = plan(image.pipe(part).pipe(part))
    expect(made.instances.map((i) => i.held)).toEqual(made.instances.map(() => 'nothing'))
  })
  it.each(more)('%s: throws', (_, route, message) => {
    expect(route).toThrow(TypeError)
    expect(route).toThrow(message)
  })
})

describe('what must still work', () => {
  it('shared takes a stateless part and returns it', () => {
    expect(shared(relu)).toBe(relu)
    const all = block().activation('tanh').elu().flatten().leakyRelu().dropout(0.5)
    expect(shared(all)).toBe(all)
    const parts = block()
      .pad(1)
      .pool(2)
      .upsample(2)
      .pipe(residual(block().relu6()))
      .pipe(repeat(2, relu))
    expect(shared(parts)).toBe(parts)
  })
  it('tie takes a part with weights', () => {
    const twice = tie(image.pipe(block().conv(8, 3, { padding: 'same' })))
    expect(plan(image.pipe(twice).pipe(twice)).instances.map((i) => i.positions)).toEqual([
      ['tie1.conv1', 'tie2.conv1'],
    ])
  })
})

describe('JSON that lies', () => {
  const bnNode = { kind: 'bn', config: {} }
  const lie = (nodes: unknown) => fromJSON({ layersmith: 1, input: [8, 8, 8], nodes })

  it.each([
    ['a tie around it', [{ kind: 'tie', id: 1, input: [8, 8, 8], body: [bnNode] }]],
    [
      'a tie around a residual',
      [
        {
          kind: 'tie',
          id: 1,
          input: [8, 8, 8],
          body: [{ kind: 'residual', body: [bnNode], shortcut: [] }],
        },
      ],
    ],
    [
      'a tie around a repeat',
      [
        {
          kind: 'tie',
          id: 1,
          input: [8, 8, 8],
          body: [{ kind: 'repeat', times: 2, body: [bnNode] }],
        },
      ],
    ],
    [
      'a tie around a branch',
      [
        {
          kind: 'tie',
          id: 1,
          input: [8, 8, 8],
          body: [{ kind: 'branch', merge: 'add', arms: [[], [bnNode]] }],
        },
      ],
    ],
    [
      'a tie around a tie',
      [
        {
          kind: 'tie',
          id: 1,
          input: [8, 8, 8],
          body: [{ kind: 'tie', id: 2, input: [8, 8, 8], body: [bnNode] }],
        },
      ],
    ],
    [
      'a tie around a frozen group',
      [
        {
          kind: 'tie',
          id: 1,
          input: [8, 8, 8],
          body: [{ kind: 'group', frozen: true, body: [bnNode] }],
        },
      ],
    ],
  ])('%s is refused', (_, nodes) => {
    const read = lie(nodes)
    expect(read).toMatchObject({ _tag: 'Left', left: [{ code: 'tieHoldsStatistics' }] })
  })
  it('a block from JSON is never shared or tied, whatever it holds', () => {
    const read = lie([{ kind: 'relu', config: {} }])
    if (read._tag === 'Left') throw new Error('must be readable')
    expect(() => forceShared(read.right)).toThrow(unknown)
    expect(() => forceTie(read.right)).toThrow(tieUnknown)
  })
  it('the same object in two places makes two layers', () => {
    const read = lie([bnNode, bnNode])
    if (read._tag === 'Left') throw new Error('must be readable')
    expect(plan(read.right).instances.map((i) => i.positions)).toEqual([['bn1'], ['bn2']])
  })
})
