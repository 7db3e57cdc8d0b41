// Data made to keep the reader busy: each of these took minutes, or more memory than there is. They
// are so large that work which grows with the square of their size ends in a timeout.
import { describe, expect, it } from '@jest/globals'
import { type AnyBlock, check, fromJSON, nearest, render, toJSON, toSource } from '@layersmith/core'
import { problemsOf } from './support/errors.js'

const relu = { kind: 'relu', config: {} }
const document = (nodes: readonly unknown[], more: object = {}): unknown => ({
  layersmith: 1,
  input: [4],
  nodes,
  ...more,
})
const many = <T>(n: number, one: (i: number) => T): T[] =>
  Array.from({ length: n }, (_, i) => one(i))
const read = (json: unknown): AnyBlock => {
  const made = fromJSON(json)
  if (made._tag === 'Left') throw new Error(made.left.map(render).join('\n'))
  return made.right
}

describe('Hostile data', () => {
  it('with a very long key is answered, and the key is cut', () => {
    const config = { units: 1, ['a'.repeat(3e6)]: 1 }
    const made = fromJSON(document([{ kind: 'dense', config }]))
    expect(made._tag === 'Left' ? render(made.left[0]).length : Infinity).toBeLessThan(500)
    expect(nearest('a'.repeat(3e6), ['units'])).toBeUndefined()
  })
  it('with a tie used very often names its taps', () => {
    const tie = { kind: 'tie', id: 1, input: [4], body: [{ kind: 'tap', name: 't' }] }
    const checked = check(read(document([tie, ...many(30_000, () => ({ kind: 'tie', id: 1 }))])))
    const taps = checked._tag === 'Right' ? checked.right.taps : []
    expect([taps[0]?.name, taps[1]?.name, taps.at(-1)?.name]).toEqual(['t', 't_2', 't_30001'])
  })
  it('with very many taps of one name is refused, tap by tap', () => {
    const tap = (name: string) => ({ kind: 'tap', name })
    const net = read(
      document([...many(30_000, (i) => tap(`t${i}`)), ...many(30_000, () => tap('t0'))]),
    )
    const problems = problemsOf(net)
    expect(problems).toHaveLength(30_000)
    expect(problems[0]?.expected).toBe('t0, t1, t2, t3, t4, t5, t6, t7, t8, t9 and 29990 more')
  })
  it('with very many outputs is read, checked and written', () => {
    const outputs = many(20_000, (i) => ({ name: `o${i}`, nodes: [] }))
    const net = read(document([relu], { outputs }))
    expect(check(net)._tag).toBe('Right')
    expect(Object.keys(net.shape as object)).toHaveLength(20_000)
    expect(toSource(net)).toContain('o19999')
    expect(toJSON(net)['outputs']).toHaveLength(20_000)
  })
  it('with very many arms is refused', () => {
    const arms = many(200_000, () => [])
    expect(problemsOf(read(document([{ kind: 'branch', merge: 'add', arms }])))).toMatchObject([
      { code: 'invalidOption', expected: 'add takes at most 10000 values', got: '200000' },
    ])
  })
  it('with rounds of very many empty arms is refused', () => {
    const body = [{ kind: 'branch', merge: 'add', arms: many(9000, () => []) }]
    const made = fromJSON(document([{ kind: 'repeat', times: 90_000, body }]))
    expect(made._tag === 'Left' ? made.left.map((p) => p.code) : []).toEqual(['tooManyPositions'])
  })
  it('with very many inputs, and arms for others, is answered', () => {
    const names = many(4900, (i) => `i${i}`)
    const net = (arms: readonly unknown[], order: readonly string[]) =>
      read({
        layersmith: 1,
        input: Object.fromEntries(names.map((name) => [name, [3]])),
        nodes: [{ kind: 'join', merge: 'add', order, arms }],
      })
    const good = net([], names.toReversed())
    expect(check(good)._tag).toBe('Right')
    const inputShape = Object.fromEntries(names.map((name) => [name, [3]]))
    expect(check(good, { inputShape })._tag).toBe('Right')
    const strays = many(90_000, (i) => ({ name: `j${i}`, nodes: [] }))
    expect(problemsOf(net(strays, names))).toMatchObject([
      { code: 'unknownInput', expected: 'i0, i1, i2, i3, i4, i5, i6, i7, i8, i9 and 4890 more' },
    ])
  })
  it('with very many sizes is refused', () => {
    const net = read(document(many(20_000, () => relu)))
    for (const inputShape of [many(9000, () => 1), { a: many(9000, () => 1), b: [1] }])
      expect(problemsOf(net, { inputShape })).toMatchObject([
        { code: 'invalidOption', expected: 'an input can have at most 32 sizes', got: '9000' },
      ])
  })
})
