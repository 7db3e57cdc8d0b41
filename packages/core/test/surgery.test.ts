// Cutting, replacing and inserting parts by their paths.
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  type AnyBlock,
  BuildError,
  type Code,
  add,
  block,
  branch,
  graph,
  input,
  inputs,
  insertAfter,
  ofKind,
  plan,
  repeat,
  replace,
  residual,
  tie,
  toJSON,
  upTo,
} from '@layersmith/core'
import { cook, recipes } from './support/recipe.js'
import { answer } from './support/reference.js'

const pathsOf = (net: AnyBlock): string[] => plan(net).positions.map(({ path }) => path)
const problemOf = (run: () => unknown): { code: Code; path: string; fix: string } => {
  try {
    run()
  } catch (e) {
    if (e instanceof BuildError) return e.problems[0]
    throw e
  }
  throw new Error('nothing was thrown')
}
/** Whether a problem says that the place cannot be edited; anything else is thrown. */
const refused = <T>(run: () => T): T | null => {
  try {
    return run()
  } catch (e) {
    if (e instanceof BuildError && e.problems[0].code === 'notEditable') return null
    throw e
  }
}

const same = block().conv(4, 3, { padding: 'same' })
const net = input([8, 8, 4])
  .conv(4, 3, { padding: 'same' })
  .relu()
  .pipe(residual(block().conv(4, 3, { padding: 'same' }).bn()).as('stem'))
  .pipe(branch(same, block().relu()).add())
  .conv(4, 1)
  .flatten()
  .dense(10)

describe('laws of surgery', () => {
  const cases = recipes.filter((r) => answer(r) !== null)
  const runs = { numRuns: 100 }

  it('an equal layer in the place of a layer changes nothing', () => {
    let edits = 0
    fc.assert(
      fc.property(cases, (recipe) => {
        const before = plan(cook(recipe))
        for (const { path, kind, config, inputs: from } of before.positions) {
          if (from.length > 1) continue // a merge
          const equal = ofKind(kind as 'relu', config as never).loose()
          const made = refused(() => replace(cook(recipe), path, equal))
          if (made === null) continue
          edits++
          expect(made.removed).toEqual([path])
          expect(made.added).toEqual([path])
          expect(JSON.stringify(plan(made.net))).toBe(JSON.stringify(before))
        }
      }),
      runs,
    )
    expect(edits).toBeGreaterThan(100)
  })
  it('a part more keeps all other instances', () => {
    let edits = 0
    fc.assert(
      fc.property(cases, fc.constantFrom('relu', 'two'), (recipe, what) => {
        const before = plan(cook(recipe), { share: 'none' })
        const part = what === 'relu' ? block().relu() : block().activation('linear').relu()
        for (const { path } of before.positions) {
          const made = refused(() => insertAfter(cook(recipe), path, part))
          if (made === null) continue
          edits++
          const after = plan(made.net, { share: 'none' })
          expect(made.removed).toEqual([])
          expect(made.added).toHaveLength(what === 'relu' ? 1 : 2)
          expect(after.instances.filter(({ id }) => !made.added.includes(id))).toEqual(
            before.instances,
          )
        }
      }),
      runs,
    )
    expect(edits).toBeGreaterThan(100)
  })
  it('a net up to a position ends in it, and keeps what comes before', () => {
    let edits = 0
    fc.assert(
      fc.property(cases, (recipe) => {
        const before = plan(cook(recipe))
        before.positions.forEach(({ path, shape }, i) => {
          const made = refused(() => upTo(cook(recipe), path))
          if (made === null) return
          edits++
          expect(made.shape).toEqual(shape)
          expect(pathsOf(made)).toEqual(before.positions.slice(0, i + 1).map((p) => p.path))
        })
      }),
      runs,
    )
    expect(edits).toBeGreaterThan(100)
  })
})

describe('replace', () => {
  it('keeps the paths of all others', () => {
    const made = replace(net, 'conv1', block().conv(4, 5, { padding: 'same' }).bn().relu())
    expect(made.added).toEqual(['conv1.conv1', 'conv1.bn1', 'conv1.relu1'])
    expect(pathsOf(made.net).slice(3)).toEqual(pathsOf(net).slice(1))
  })
  it('takes over the path of a layer of the same kind', () => {
    const made = replace(net, 'dense1', block().dense(2))
    expect(made).toMatchObject({ removed: ['dense1'], added: ['dense1'] })
    expect(made.net.shape).toEqual([2])
  })
  it('takes whole parts: named ones, composites, arms and heads', () => {
    expect(replace(net, 'stem', block().relu()).removed).toEqual([
      'stem.residual1.conv1',
      'stem.residual1.bn1',
      'stem.residual1.add1',
    ])
    expect(replace(net, 'stem.residual1', block().relu()).added).toEqual(['stem.residual1.relu1'])
    expect(replace(net, 'branch1.2', same).added).toEqual(['branch1.2.conv1'])
    expect(replace(net, 'branch1.2', block()).removed).toEqual(['branch1.2.relu1'])
    const heads = input([8]).outputs({ digit: block().dense(10), odd: block().dense(1) })
    expect(replace(heads, 'odd', block().dense(3).relu()).net.shape).toEqual({
      digit: [10],
      odd: [3],
    })
    expect(replace(heads, 'odd.dense1', block().dense(2)).added).toEqual(['odd.dense1'])
  })
  it('removes what is there, and nothing else takes its path', () => {
    const made = replace(net, 'conv2', block())
    expect(insertAfter(made.net, 'stem', block().conv(4, 1)).added).toEqual(['after_stem.conv1'])
  })
  it('removes what is there, and renames nothing', () => {
    const made = replace(net, 'conv1', block())
    expect(pathsOf(made.net)).toEqual(pathsOf(net).slice(1))
  })
  it('does not touch the same block in another place', () => {
    const twice = input([8, 8, 4]).pipe(branch(same, same).add()).pipe(same)
    const made = replace(twice, 'branch1.2.conv1', block().relu())
    expect(pathsOf(made.net)).toEqual([
      'branch1.1.conv1',
      'branch1.2.conv1.relu1',
      'branch1.add1',
      'conv1',
    ])
  })
  it('works inside graphs and joins', () => {
    const g = graph([8, 8, 4], (x) =>
      add(x.pipe(same.as('left')), x.pipe(same).pipe(block().relu())),
    )
    expect(replace(g, 'left', block().relu()).added).toEqual(['left.relu1'])
    expect(replace(g, 'left.conv1', block().relu()).added).toEqual(['left.conv1.relu1'])
    expect(insertAfter(g, 'conv1', block().bn()).added).toEqual(['bn1'])
    const two = inputs({ a: [4], b: [4] })
      .each({ a: block().dense(3) })
      .merge('concat')
    expect(replace(two, 'a.dense1', block().dense(5)).net.shape).toEqual([9])
  })
  it('keeps ties tied', () => {
    const encoder = tie(input([4]).dense(4))
    const tied = input([4]).pipe(encoder).dense(4).pipe(encoder)
    const made = replace(tied, 'dense1', block().relu())
    expect(plan(made.net).params.trainable).toBe(20)
  })
  it('is plain data afterwards', () => {
    const made = replace(net, 'conv1', block().bn())
    expect(() => toJSON(made.net)).not.toThrow()
  })
})

describe('insertAfter', () => {
  it('names what would rename others', () => {
    const once = insertAfter(net, 'conv1', block().conv(4, 1))
    expect(once.added).toEqual(['after_conv1.conv1'])
    const again = insertAfter(once.net, 'conv1', block().conv(4, 1))
    expect(again.added).toEqual(['after_conv1_2.conv1'])
    expect(pathsOf(again.net)).toEqual(expect.arrayContaining(pathsOf(once.net)))
  })
})

describe('what cannot be edited', () => {
  it.each<[string, AnyBlock, string, Code]>([
    ['an unknown path', net, 'conv7', 'unknownPath'],
    ['an empty path', net, '', 'unknownPath'],
    ['a round', input([4]).pipe(repeat(2, block().dense(4))), 'repeat1.2.dense1', 'notEditable'],
    ['a tie', input([4]).pipe(tie(input([4]).dense(4))), 'tie1.dense1', 'notEditable'],
  ])('%s', (_, of, path, code) => {
    for (const edit of [
      () => replace(of, path, block()),
      () => insertAfter(of, path, block().relu()),
      () => upTo(of, path),
    ])
      expect(problemOf(edit)).toMatchObject({ code })
  })
  it('refuses another merge, and goes on after it', () => {
    expect(problemOf(() => replace(net, 'branch1.add1', block())).code).toBe('notEditable')
    expect(insertAfter(net, 'branch1.add1', block().conv(4, 1)).added).toEqual(['after_add1.conv1'])
    expect(upTo(net, 'stem.residual1.add1').shape).toEqual([8, 8, 4])
    const two = inputs({ a: [4], b: [4] })
      .merge('concat')
      .dense(2)
    expect(upTo(two, 'concat1').shape).toEqual([8])
  })
  it('suggests the path that was meant', () => {
    expect(problemOf(() => upTo(net, 'stem.residual1.conv2')).fix).toMatch('stem.residual1.conv1')
  })
  it('refuses a cut inside what has several values', () => {
    expect(problemOf(() => upTo(net, 'branch1.1.conv1'))).toMatchObject({
      code: 'notEditable',
      fix: expect.stringContaining("insertAfter(net, 'branch1.1.conv1', block().tap('here'))"),
    })
    expect(upTo(net, 'branch1').shape).toEqual([8, 8, 4])
  })
  it('taps such a place, which renames nothing', () => {
    const made = insertAfter(net, 'branch1.1.conv1', block().tap('here'))
    expect(made).toMatchObject({ removed: [], added: [] })
    expect(pathsOf(made.net)).toEqual(pathsOf(net))
    expect(plan(made.net).taps).toMatchObject([{ name: 'here', from: 'branch1.1.conv1' }])
  })
  it('reports a part that does not fit, at its path', () => {
    expect(problemOf(() => replace(net, 'stem', block().flatten())).path).toBe('branch1.1.conv1')
    expect(problemOf(() => replace(net, 'relu1', block().dense(4).conv(4, 9))).path).toBe(
      'relu1.conv1',
    )
  })
  it('refuses what is no path', () => {
    expect(() => upTo(net, 3 as never)).toThrow('upTo: needs the path')
  })
})
