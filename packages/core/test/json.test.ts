// fromJSON trusts nothing: whatever it gets, it returns a block or problems with their places.
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  type Problem,
  block,
  check,
  fromJSON,
  input,
  plan,
  repeat,
  residual,
  tie,
  toJSON,
} from '@layersmith/core'
import { errorOf } from './support/errors.js'
import { cook, recipes } from './support/recipe.js'

const document = (nodes: unknown, more: object = {}): unknown => ({ layersmith: 1, nodes, ...more })
const refused = (json: unknown): readonly Problem[] => {
  const read = fromJSON(json)
  if (read._tag === 'Right') throw new Error('this was accepted')
  return read.left
}
const codes = (json: unknown) => refused(json).map((p) => [p.code, p.path])
const relu = { kind: 'relu', config: {} }

/** Every place in some JSON, as a list of keys. */
const places = (
  x: unknown,
  path: readonly (string | number)[] = [],
): (readonly (string | number)[])[] =>
  typeof x !== 'object' || x === null
    ? [path]
    : [
        path,
        ...Object.entries(x).flatMap(([k, v]) =>
          places(v, [...path, Array.isArray(x) ? Number(k) : k]),
        ),
      ]
const replaced = (
  x: unknown,
  [key, ...rest]: readonly (string | number)[],
  by: unknown,
): unknown => {
  if (key === undefined) return by
  if (Array.isArray(x)) return x.map((v: unknown, i) => (i === key ? replaced(v, rest, by) : v))
  return Object.fromEntries(
    Object.entries(x as object).map(([k, v]) => [k, k === key ? replaced(v, rest, by) : v]),
  )
}

describe('fromJSON on anything', () => {
  it('never throws on arbitrary JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (json) => {
        for (const given of [
          json,
          document(json),
          document([json]),
          document([{ kind: 'conv', config: json }]),
          document([], { input: json }),
        ]) {
          const read = fromJSON(given)
          if (read._tag === 'Right') check(read.right, { inputShape: [8, 8, 3] })
          else
            for (const p of read.left)
              expect({ ...p, code: typeof p.code, fix: p.fix !== '' }).toEqual({
                ...p,
                code: 'string',
                fix: true,
              })
        }
      }),
      { numRuns: 500 },
    )
  })

  it('never throws on JSON with one value changed, and what it accepts can be checked and written again', () => {
    fc.assert(
      fc.property(
        recipes,
        fc.nat(),
        fc.oneof(
          fc.jsonValue({ maxDepth: 2 }),
          fc.constantFrom<unknown>(-1, 0, 1e9, Number.NaN, undefined, [], {}, 'conv', relu),
        ),
        (recipe, at, value) => {
          const json = toJSON(cook(recipe))
          const all = places(json)
          const changed = replaced(json, all[at % all.length]!, value)
          const read = fromJSON(changed)
          if (read._tag === 'Left') return
          check(read.right)
          if (toJSONable(read.right))
            expect(fromJSON(JSON.parse(JSON.stringify(toJSON(read.right))))._tag).toBe('Right')
        },
      ),
      { numRuns: 1000 },
    )
  })
  const toJSONable = (net: Parameters<typeof toJSON>[0]): boolean => {
    try {
      toJSON(net)
      return true
    } catch {
      return false // too large
    }
  }

  it('reports every mistake at once, with its place', () => {
    expect(
      codes(
        document(
          [
            relu,
            { kind: 'relu', config: { alpha: 1 } },
            { kind: 'rely', config: {} },
            7,
            { kind: 'conv', config: { filters: -1, kernel: 3 } },
            { kind: 'relu' },
            {
              kind: 'residual',
              body: [{ kind: 'branch', merge: 'sum', arms: [] }],
              shortcut: [{ kind: 'tap', name: '1' }],
            },
            { kind: 'branch', merge: 'add', arms: [[relu]] },
            { kind: 'group', frozen: 'yes', extra: 1, body: null },
            { kind: 'repeat', times: 0, body: [{ kind: 'pool', config: { size: 2, strides: 2 } }] },
            { kind: 'custom', name: 'mine' },
            { kind: 'tie', id: 'a', input: [8], body: [] },
          ],
          { input: [0], note: 'x' },
        ),
      ),
    ).toEqual([
      ['malformedJson', ''],
      ['invalidOption', 'input'],
      ['unknownOption', 'nodes[1].config'],
      ['unknownKind', 'nodes[2]'],
      ['malformedJson', 'nodes[3]'],
      ['invalidOption', 'nodes[4].config'],
      ['malformedJson', 'nodes[5].config'],
      ['invalidOption', 'nodes[6].body[0].merge'],
      ['malformedJson', 'nodes[6].body[0].arms'],
      ['invalidName', 'nodes[6].shortcut[0].name'],
      ['malformedJson', 'nodes[7].arms'],
      ['malformedJson', 'nodes[8]'],
      ['invalidOption', 'nodes[8].frozen'],
      ['malformedJson', 'nodes[8].body'],
      ['invalidOption', 'nodes[9].times'],
      ['unknownOption', 'nodes[9].body[0].config'],
      ['customMissing', 'nodes[10]'],
      ['malformedJson', 'nodes[11].id'],
    ])
  })

  it.each([
    undefined,
    null,
    1,
    'text',
    [],
    () => 1,
    new Date(),
    Symbol('x'),
    10n,
    new Map(),
    [document([])],
  ])('refuses a non-object: %p', (json) => {
    expect(codes(json)).toEqual([['malformedJson', '']])
  })
  it.each([undefined, 0, 2, '1', null])('refuses version %p', (layersmith) => {
    expect(codes({ layersmith, nodes: [] })).toEqual([['unknownVersion', 'layersmith']])
  })
  it('takes an empty block, open or fixed', () => {
    expect(fromJSON(document([]))._tag).toBe('Right')
    expect(fromJSON(document([], { input: [null, 8] }))._tag).toBe('Right')
  })
})

describe('keys that reach for prototypes', () => {
  const forbidden = ['__proto__', 'constructor', 'prototype']
  it.each(forbidden)('%s is refused everywhere', (key) => {
    const poison = JSON.parse(`{ "${key}": { "polluted": true } }`) as object
    expect(codes({ ...(document([]) as object), ...poison })).toEqual([['forbiddenKey', '']])
    expect(codes(document([{ ...relu, ...poison }]))).toEqual([['forbiddenKey', 'nodes[0]']])
    expect(codes(document([{ kind: 'relu', config: poison }]))).toEqual([
      ['forbiddenKey', 'nodes[0].config'],
    ])
    const deep = {
      kernel: 3,
      filters: 2,
      kernelInitializer: { className: 'Zeros', config: poison },
    }
    expect(codes(document([{ kind: 'conv', config: deep }]))).toEqual([
      ['forbiddenKey', 'nodes[0].config.kernelInitializer.config'],
    ])
    expect(
      codes(document([{ kind: 'group', body: [{ kind: 'group', body: [], ...poison }] }])),
    ).toEqual([['forbiddenKey', 'nodes[0].body[0]']])
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })
  it.each([...forbidden, 'toString', 'hasOwnProperty', 'valueOf'])(
    '%s is not a kind, a merge or a custom layer',
    (name) => {
      expect(codes(document([{ kind: name, config: {} }]))[0]?.[0]).toBe('unknownKind')
      expect(codes(document([{ kind: 'branch', merge: name, arms: [[], []] }]))[0]?.[0]).toBe(
        'invalidOption',
      )
      expect(['customMissing', 'invalidName']).toContain(
        codes(document([{ kind: 'custom', name }]))[0]?.[0],
      )
    },
  )
})

describe('JSON that is too large', () => {
  const nested = (kind: object, depth: number): unknown => {
    let nodes: unknown[] = []
    for (let i = 0; i < depth; i++) nodes = [{ ...kind, body: nodes }]
    return document(nodes)
  }
  it('by depth', () => {
    expect(fromJSON(nested({ kind: 'group' }, 500))._tag).toBe('Right')
    expect(codes(nested({ kind: 'group' }, 501))[0]?.[0]).toBe('tooDeep')
    expect(codes(nested({ kind: 'group' }, 100_000))[0]?.[0]).toBe('tooDeep')
  })
  it('by positions', () => {
    const ten = (n: number) =>
      document([{ kind: 'repeat', times: n / 10, body: Array.from({ length: 10 }, () => relu) }])
    expect(fromJSON(ten(100_000))._tag).toBe('Right')
    expect(codes(ten(100_010))).toEqual([['tooManyPositions', 'nodes']])
  })
  it.each([
    ['rounds', { kind: 'repeat', times: 1e9, body: [relu] }],
    ['rounds of nothing', { kind: 'repeat', times: Number.MAX_SAFE_INTEGER, body: [] }],
    ['rounds of taps', { kind: 'repeat', times: 1e7, body: [{ kind: 'tap', name: 'a' }] }],
    [
      'rounds of rounds of nothing',
      { kind: 'repeat', times: 1e6, body: [{ kind: 'repeat', times: 1e6, body: [] }] },
    ],
    [
      'rounds in a tie',
      { kind: 'tie', id: 1, input: [8], body: [{ kind: 'repeat', times: 1e9, body: [relu] }] },
    ],
  ])('by %s', (_, node) => {
    expect(codes(document([node]))).toEqual([['tooManyPositions', 'nodes']])
  })
  it('by its mistakes: only the first thousand are reported', () => {
    expect(refused(document(Array.from({ length: 50_000 }, () => 7)))).toHaveLength(1000)
  })
  it('by the number of arms, empty or not', () => {
    for (const arm of [[], [relu]]) {
      const arms = Array.from({ length: 130_000 }, () => arm)
      const read = fromJSON(document([{ kind: 'branch', merge: 'add', arms }]))
      expect(read._tag).toBe(arm.length === 0 ? 'Right' : 'Left')
    }
  })
  it('by objects that occur in several places, or inside themselves', () => {
    let part: unknown = relu
    for (let i = 0; i < 60; i++) part = { kind: 'residual', body: [part, part], shortcut: [] }
    expect(codes(document([part])).map(([code]) => code)).toContain('tooManyPositions')
    const loop: { kind: string; body: unknown[] } = { kind: 'group', body: [] }
    loop.body.push(loop, loop)
    expect(codes(document([loop]))[0]?.[0]).toBe('tooDeep')
  })
})

describe('toJSON', () => {
  it('writes what the caller gave, without defaults or call sites', () => {
    expect(
      toJSON(
        input([28, 28, 1])
          .conv(6, 4, { padding: 'same' })
          .bn()
          .as('stem')
          .tap('c1')
          .pipe(residual(block().relu()))
          .pipe(repeat(2, block().dense(3))),
      ),
    ).toEqual({
      layersmith: 1,
      input: [28, 28, 1],
      nodes: [
        {
          kind: 'group',
          name: 'stem',
          body: [
            { kind: 'conv', config: { filters: 6, kernel: 4, padding: 'same' } },
            { kind: 'bn', config: {} },
          ],
        },
        { kind: 'tap', name: 'c1' },
        { kind: 'residual', body: [{ kind: 'relu', config: {} }], shortcut: [] },
        { kind: 'repeat', times: 2, body: [{ kind: 'dense', config: { units: 3 } }] },
      ],
    })
  })
  it('writes a tie once, and later uses by number', () => {
    const inner = tie(input([8]).dense(8))
    const outer = tie(input([8]).pipe(inner).dense(8))
    const net = input([8]).pipe(outer).pipe(inner).pipe(outer)
    const json = JSON.stringify(toJSON(net))
    expect(json.match(/"id":\d(?=})/g)).toEqual(['"id":1', '"id":2'])
    const back = fromJSON(JSON.parse(json))
    if (back._tag === 'Left') throw new Error(JSON.stringify(back.left))
    expect(plan(back.right, { seed: 1 })).toEqual(plan(net, { seed: 1 }))
    expect(plan(net).instances.map((i) => i.positions.length)).toEqual([3, 2])
  })
  it('refuses nets too large for a plan', () => {
    let b = block().relu()
    for (let i = 0; i < 60; i++) b = b.pipe(b)
    expect(errorOf(() => toJSON(b))).toMatchObject({
      name: 'BuildError',
      problems: [{ code: 'tooManyPositions' }],
    })
    expect(errorOf(() => toJSON(repeat(1e9, block())))).toMatchObject({
      problems: [{ code: 'tooManyPositions' }],
    })
  })
})
