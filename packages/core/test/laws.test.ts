// Laws of blocks and plans, on generated nets.
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  type AnyBlock,
  type Held,
  type Plan,
  type Position,
  block,
  branch,
  check,
  fromJSON,
  input,
  plan,
  repeat,
  residual,
  shared,
  tie,
  toJSON,
} from '@layersmith/core'
import { answer } from './support/reference.js'
import { type Recipe, cook, cookOpen, recipes } from './support/recipe.js'

const runs = { numRuns: 300 }
/** Nets that have a plan. */
const possible = recipes.filter((r) => answer(r) !== null)
const planOf = (r: Recipe, options = {}): Plan => plan(cook(r), options)
const text = (x: unknown): string =>
  JSON.stringify(x, (_, v: unknown) => (v instanceof Map ? [...v.keys()] : v))

const freezing = (x: unknown, path = 'plan', seen = new Set<unknown>()): string[] => {
  if (typeof x !== 'object' || x === null || x instanceof Map || seen.has(x)) return []
  seen.add(x)
  return [
    ...(Object.isFrozen(x) ? [] : [path]),
    ...Object.entries(x).flatMap(([k, v]) => freezing(v, `${path}.${k}`, seen)),
  ]
}

describe('blocks', () => {
  it('never change, whatever is made of them', () => {
    fc.assert(
      fc.property(recipes, recipes, (first, second) => {
        const [a, b, net] = [cookOpen(first), cookOpen(second), cook(first)]
        const before = [a, b, net].map((x) => text(toJSON(x)))
        const made: AnyBlock[] = [
          a.pipe(b),
          b.pipe(a),
          a.pipe(a),
          net.pipe(a),
          net.pipe(b),
          a.pipe(net),
          residual(a),
          residual(a, b),
          residual(net),
          branch(a, b).concat(),
          branch(a, a, b).add(),
          repeat(2, a),
          repeat(3, net),
          a.as('x'),
          a.frozen(),
          a.loose(),
          net.as('y').frozen(),
          a.relu(),
          net.dense(3),
          a.tap('z'),
        ]
        for (const x of made) check(x, { inputShape: first.shape })
        expect([a, b, net].map((x) => text(toJSON(x)))).toEqual(before)
        expect(new Set(made).size).toBe(made.length)
      }),
      { numRuns: 100 },
    )
  })

  it('are frozen, and so is everything in a plan', () => {
    fc.assert(
      fc.property(possible, (recipe) => {
        expect(Object.isFrozen(cook(recipe))).toBe(true)
        expect(freezing(planOf(recipe, { seed: 1 }))).toEqual([])
      }),
      { numRuns: 50 },
    )
  })

  it('come back unchanged from JSON', () => {
    fc.assert(
      fc.property(recipes, fc.boolean(), (recipe, open) => {
        const made = open ? cookOpen(recipe) : cook(recipe)
        const json = toJSON(made)
        const back = fromJSON(JSON.parse(JSON.stringify(json)))
        if (back._tag === 'Left') throw new Error(JSON.stringify(back.left))
        expect(toJSON(back.right)).toEqual(json)
        const options = { seed: 3, ...(open ? { inputShape: recipe.shape } : {}) }
        const [was, is] = [check(made, options), check(back.right, options)]
        if (was._tag === 'Right') expect(is).toEqual(was)
        else
          expect(is).toEqual({ _tag: 'Left', left: was.left.map((p) => ({ ...p, where: null })) })
      }),
      runs,
    )
  })

  it('are plain data as JSON: the same after stringify and parse', () => {
    fc.assert(
      fc.property(recipes, (recipe) => {
        const json = toJSON(cook(recipe))
        expect(JSON.parse(JSON.stringify(json))).toEqual(json)
      }),
      runs,
    )
  })
})

describe('plans', () => {
  it('are the same every time, and for the same builder calls made again', () => {
    fc.assert(
      fc.property(possible, fc.integer(), (recipe, seed) => {
        const net = cook(recipe)
        expect(plan(net, { seed })).toEqual(plan(net, { seed }))
        expect(planOf(recipe, { seed })).toEqual(plan(net, { seed }))
      }),
      runs,
    )
  })

  it('name every position and instance once, and list only earlier positions as inputs', () => {
    fc.assert(
      fc.property(possible, (recipe) => {
        const { positions, instances, outputs, taps } = planOf(recipe)
        const paths = positions.map((p) => p.path)
        expect(new Set(paths).size).toBe(paths.length)
        expect(new Set(instances.map((i) => i.id)).size).toBe(instances.length)
        for (const [i, p] of positions.entries()) {
          for (const from of p.inputs) expect(['input', ...paths.slice(0, i)]).toContain(from)
        }
        for (const { from } of [...outputs, ...taps]) expect(['input', ...paths]).toContain(from)
        for (const path of paths)
          expect(path).toMatch(/^[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*$/)
      }),
      runs,
    )
  })

  it('serve each position by exactly one instance of its kind and config, named after its first one', () => {
    fc.assert(
      fc.property(possible, fc.constantFrom('equal' as const, 'none' as const), (recipe, share) => {
        const { positions, instances } = planOf(recipe, { share })
        expect(instances.flatMap((i) => i.positions).sort()).toEqual(
          positions.map((p) => p.path).sort(),
        )
        const byId = new Map(instances.map((i) => [i.id, i]))
        for (const p of positions) {
          const served = byId.get(p.instance)
          expect(served?.positions).toContain(p.path)
          expect({ kind: served?.kind, config: served?.config }).toEqual({
            kind: p.kind,
            config: p.config,
          })
        }
        for (const i of instances) expect(i.positions[0]).toBe(i.id)
      }),
      runs,
    )
  })

  it('let only stateless layers serve several positions, at most 64 each; none with share: none', () => {
    fc.assert(
      fc.property(possible, (recipe) => {
        for (const i of planOf(recipe).instances) {
          if (i.held !== 'nothing') expect(i.positions).toHaveLength(1)
          expect(i.positions.length).toBeLessThanOrEqual(64)
        }
        for (const i of planOf(recipe, { share: 'none' }).instances)
          expect(i.positions).toHaveLength(1)
      }),
      runs,
    )
  })

  it('share all equal stateless layers', () => {
    const stateless = (p: Position, held: Map<string, Held>): boolean =>
      held.get(p.instance) === 'nothing'
    fc.assert(
      fc.property(possible, (recipe) => {
        const { positions, instances } = planOf(recipe)
        const held = new Map(instances.map((i) => [i.id, i.held]))
        const groups = new Map<string, string[]>()
        for (const p of positions.filter((q) => stateless(q, held))) {
          const key = text([p.kind, p.config])
          groups.set(key, [...(groups.get(key) ?? []), p.instance])
        }
        for (const ids of groups.values())
          expect(new Set(ids).size).toBe(Math.ceil(ids.length / 64))
      }),
      runs,
    )
  })

  it('depend on sharing only in their instances', () => {
    fc.assert(
      fc.property(possible, (recipe) => {
        const [equal, none] = (['equal', 'none'] as const).map((share) =>
          planOf(recipe, { share, seed: 5 }),
        )
        const without = (p: Plan) => ({
          ...p,
          instances: [],
          positions: p.positions.map((q) => ({ ...q, instance: '' })),
        })
        expect(without(none!)).toEqual(without(equal!))
      }),
      runs,
    )
  })

  it('give each place that draws random numbers its own seed, the same in every build', () => {
    fc.assert(
      fc.property(possible, fc.integer({ min: 0, max: 2 ** 31 }), (recipe, seed) => {
        const { positions } = planOf(recipe, { seed, share: 'none' })
        // up to 9: the recipe's own
        const derived = positions.flatMap((p) => seedsOf(p.config).filter((s) => s > 9))
        expect(new Set(derived).size).toBe(derived.length)
        for (const s of derived) expect(Number.isSafeInteger(s)).toBe(true)
        const weights = positions.filter((p) => ['conv', 'depthwiseConv', 'dense'].includes(p.kind))
        expect(derived.length).toBeGreaterThanOrEqual(weights.length)
      }),
      runs,
    )
  })

  it('of a stateless part are the same with and without shared()', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('relu', 'relu6', 'elu', 'softmax'), { maxLength: 6 }),
        (names) => {
          const make = () => names.reduce((b, name) => (b as any)[name](), block())
          expect(plan(input([6, 6, 2]).pipe(shared(make())).pipe(make()))).toEqual(
            plan(input([6, 6, 2]).pipe(make()).pipe(make())),
          )
        },
      ),
      runs,
    )
  })

  it('share weights only where they are tied, and count them once', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 9 }), (uses, units) => {
        const tied = tie(input([units]).dense(units).relu().dense(units))
        const made = plan(
          Array.from({ length: uses }).reduce<AnyBlock>((b) => b.pipe(tied), input([units])),
        )
        const weights = made.instances.filter((i) => i.held === 'weights')
        expect(weights.map((i) => i.positions.length)).toEqual([uses, uses])
        expect(made.params.trainable).toBe(2 * (units * units + units))
      }),
      runs,
    )
  })
})

const seedsOf = (x: unknown): number[] =>
  typeof x !== 'object' || x === null
    ? []
    : Object.entries(x).flatMap(([k, v]) =>
        k === 'seed' && typeof v === 'number' ? [v] : seedsOf(v),
      )
