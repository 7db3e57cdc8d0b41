// Models as nets: what becomes of chains, branches, inputs and outputs.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { block, input as coreInput, toSource, render } from '@layersmith/core'
import {
  audit,
  fromModel,
  fromModelE,
  loadWeights,
  toModel,
  weightsOf as weightsAt,
} from '@layersmith/tfjs'
import fc from 'fast-check'
import { type Sym, bn, chain, dense, freed, input, on, through } from './support/audited.js'
import { conv, l, linesOf, merge, model, relu, same } from './support/imports.js'
import { byHand, recipes, toNet } from './support/nets.js'
import { weightsOf } from './support/tensors.js'

describe('a model as a net', () => {
  it('computes the same, whether made by toModel or by hand', async () => {
    await fc.assert(
      fc.asyncProperty(recipes, (recipe) =>
        freed(() => {
          const built = toModel(toNet(recipe), { seed: 1 })
          const imported = same(built.model)
          expect(imported.plan.positions.map((p) => p.kind)).toEqual(
            built.plan.positions.map((p) => p.kind),
          )
          expect(imported.plan.params).toEqual(built.plan.params)
          same(byHand(recipe))
          built.dispose()
        }),
      ),
      { numRuns: 40 },
    )
  }, 120_000)

  it('computes the same for any graph, or says where its branches do not nest', async () => {
    const merges = {
      add: () => l.add(),
      concat: () => l.concatenate(),
      maximum: () => l.maximum(),
      average: () => l.average(),
      multiply: () => l.multiply(),
    }
    /**
     * What makes the next value: a layer with its own or tied weights, an activation, or a
     * merge of earlier values.
     */
    const steps = fc.array(
      fc.oneof(
        fc.record({
          is: fc.constantFrom('dense' as const, 'tied' as const, 'tanh' as const),
          from: fc.nat(),
        }),
        fc.record({
          is: fc.constantFrom(
            'add' as const,
            'concat' as const,
            'maximum' as const,
            'average' as const,
            'multiply' as const,
          ),
          from: fc.array(fc.nat(3), { minLength: 2, maxLength: 4 }),
        }),
      ),
      { minLength: 2, maxLength: 8 },
    )
    /** Everything that a value is made from. */
    const madeFrom = (t: Sym, all = new Set<Sym>()): Set<Sym> =>
      t.inputs.reduce(
        (found, from) => (found.has(from) ? found : madeFrom(from, found)),
        all.add(t),
      )
    const seen = { nested: 0, graphs: 0 }
    await fc.assert(
      fc.asyncProperty(steps, fc.boolean(), (all, two) =>
        freed(() => {
          const starts = two ? [input([4], 'x'), input([4], 'y')] : [input([4], 'x')]
          const values = [...starts]
          const tied = l.dense({ units: 4, name: 'tied' })
          for (const [i, step] of all.entries()) {
            if (typeof step.from === 'number') {
              const from = values[step.from % values.length]!
              values.push(
                on(
                  step.is === 'tanh'
                    ? l.activation({ activation: 'tanh', name: `a${i}` })
                    : step.is === 'tied' && from.shape.at(-1) === 4
                      ? tied
                      : l.dense({ units: 4, name: `d${i}` }),
                  from,
                ),
              )
            } else {
              // from the last values, those of one size
              const chosen = step.from
                .map((n) => values[Math.max(0, values.length - 1 - n)]!)
                .map((v, j) =>
                  v.shape.at(-1) === 4 ? v : on(l.dense({ units: 4, name: `p${i}_${j}` }), v),
                )
              // an entry that is not a number belongs to a merge
              values.push(merge(merges[step.is as keyof typeof merges](), ...chosen))
            }
          }
          const m = model(starts, values.at(-1)!)
          // TensorFlow.js itself cannot run such a model
          if (audit(m).some(({ code }) => code === 'freedTooEarly')) return
          const imported = fromModelE(m)
          if (imported._tag === 'Right') {
            const { source } = same(m, 1e-5)
            seen[source.includes('graph(') ? 'graphs' : 'nested']++
          } else if (starts.some((start) => !madeFrom(m.outputs[0]!).has(start)))
            expect(imported.left.map((p) => p.got)).toEqual(['an input that no output depends on'])
          else throw new Error(imported.left.map(render).join())
        }),
      ),
      { numRuns: 300 },
    )
    expect(seen.nested).toBeGreaterThan(100)
    expect(seen.graphs).toBeGreaterThan(10)
  }, 120_000)

  it('has the weights of the model itself, by the names of the net', () =>
    freed(() => {
      const m = through(
        [4],
        dense('a', 3),
        relu('r'),
        l.batchNormalization({ name: 'b' }),
        dense('c'),
      )
      const { net, weights } = fromModel(m)
      expect(Object.keys(weights)).toEqual([
        'dense1/kernel',
        'dense1/bias',
        'bn1/gamma',
        'bn1/beta',
        'bn1/moving_mean',
        'bn1/moving_variance',
        'dense2/kernel',
        'dense2/bias',
      ])
      expect(Object.values(weights)).toEqual(
        m.layers.flatMap((layer) => layer.weights.map((w) => w.read())),
      )
      const built = toModel(net)
      expect(loadWeights(built, weights)).toMatchObject({
        missing: [],
        unexpected: [],
        misshaped: [],
      })
      expect(Object.values(weightsOf(built.model))).toEqual(Object.values(weightsOf(m)))
      built.dispose()
    }))

  it('is the net that toModel got', () =>
    freed(() => {
      const built = toModel(coreInput([4]).dense(3).relu(), { seed: 1 })
      const { net, weights } = fromModel(built)
      expect(toSource(net)).toBe(toSource(fromModel(built.model).net))
      expect(weights).toEqual(weightsAt(built))
      built.dispose()
    }))

  it('is a chain if the model is one, with frozen layers in one part', () =>
    freed(() => {
      const layers = [
        conv('c1'),
        bn(),
        relu('r1'),
        conv('c2'),
        l.flatten({ name: 'f' }),
        dense('d'),
      ]
      for (const layer of layers.slice(0, 4)) layer.trainable = false
      const trip = same(through([4, 4, 1], ...layers))
      expect(linesOf(trip)).toEqual([
        'export const net = input([4, 4, 1])',
        "  .conv(2, 3, { padding: 'same' })",
        '  .bn({ momentum: 0.5 })',
        '  .relu()',
        "  .conv(2, 3, { padding: 'same' })",
        '  .frozen()',
        '  .flatten()',
        "  .dense(2, { kernelInitializer: 'ones' })",
      ])
      expect(trip.plan.params.trainable).toBe(66)
    }))

  it('freezes what the outer models freeze, tied or not', () =>
    freed(() => {
      const inner = through([4], dense('a', 4), l.batchNormalization({ name: 'b' }))
      inner.trainable = false
      const tied = dense('t', 4)
      tied.trainable = false
      const x = input([4], 'y')
      const trip = same(model(x, chain(x, inner, tied, relu('r'), tied, dense('d'))))
      expect(trip.plan.instances.map((i) => [i.id, i.frozen])).toEqual([
        [expect.stringContaining('dense1'), true],
        [expect.stringContaining('bn1'), true],
        ['tie1.dense1', true],
        ['relu1', false],
        ['dense1', false],
      ])
    }))

  it('may have sizes known only at run time', () =>
    freed(() => {
      const x = tf.input({ shape: [null, null, 2], name: 'x' })
      expect(linesOf(same(model(x, chain(x, conv('c'), conv('d', 1)))))[0]).toContain(
        'input([null, null, 2])',
      )
    }))

  it('keeps initializers, regularizers and constraints', () =>
    freed(() => {
      const names = [
        'glorotNormal',
        'glorotUniform',
        'heNormal',
        'heUniform',
        'leCunNormal',
        'leCunUniform',
        'ones',
        'orthogonal',
        'randomNormal',
        'randomUniform',
        'truncatedNormal',
        'zeros',
        'identity',
      ] as const
      const layers = names.map((kernelInitializer, i) =>
        l.dense({ units: 4, name: `d${i}`, kernelInitializer }),
      )
      const others = [
        l.dense({
          units: 4,
          name: 'e',
          kernelInitializer: tf.initializers.varianceScaling({
            scale: 3,
            mode: 'fanOut',
            distribution: 'uniform',
          }),
          kernelConstraint: 'maxNorm',
          biasConstraint: tf.constraints.maxNorm({ maxValue: 3, axis: 0 }),
        }),
        l.dense({
          units: 4,
          name: 'f',
          kernelInitializer: tf.initializers.randomUniform({ minval: -1, maxval: 1, seed: 3 }),
          kernelRegularizer: 'l1l2',
          biasRegularizer: tf.regularizers.l2({ l2: 0.5 }),
        }),
        l.dense({
          units: 4,
          name: 'g',
          kernelConstraint: 'minMaxNorm',
          biasConstraint: 'unitNorm',
        }),
      ]
      const lines = linesOf(same(through([4], ...layers, ...others)))
      names.forEach((name, i) =>
        expect(lines[i + 1]).toBe(
          name === 'glorotNormal' ? '  .dense(4)' : `  .dense(4, { kernelInitializer: '${name}' })`,
        ),
      )
      expect(lines.slice(names.length + 1)).toEqual([
        '  .dense(4, {',
        "    kernelInitializer: { className: 'VarianceScaling', config: { scale: 3, mode: 'fanOut', distribution: 'uniform' } },",
        "    kernelConstraint: 'maxNorm',",
        "    biasConstraint: { className: 'MaxNorm', config: { maxValue: 3 } },",
        '  })',
        '  .dense(4, {',
        "    kernelInitializer: { className: 'RandomUniform', config: { minval: -1, maxval: 1, seed: 3 } },",
        "    kernelRegularizer: 'l1l2',",
        '    biasRegularizer: { l2: 0.5 },',
        '  })',
        "  .dense(4, { kernelConstraint: 'minMaxNorm', biasConstraint: 'unitNorm' })",
      ])
    }))

  it('knows what layers leave out of their configs', () =>
    freed(() => {
      const depthwise = l.depthwiseConv2d({
        kernelSize: 2,
        name: 'a',
        depthMultiplier: 2,
        depthwiseRegularizer: 'l1l2',
        depthwiseConstraint: 'nonNeg',
      })
      const separable = l.separableConv2d({
        filters: 3,
        kernelSize: 2,
        depthMultiplier: 2,
        name: 'b',
      })
      expect(
        linesOf(
          same(through([5, 5, 2], depthwise, separable, l.layerNormalization({ name: 'n' }))),
        ).slice(2),
      ).toEqual([
        '    depthMultiplier: 2,',
        "    depthwiseRegularizer: 'l1l2',",
        "    depthwiseConstraint: 'nonNeg',",
        '  })',
        '  .separableConv(3, 2, { depthMultiplier: 2 })',
        '  .layerNorm()',
      ])
    }))

  it('knows an embedding that declares its input length', () =>
    freed(() => {
      const m = tf.sequential({
        layers: [l.embedding({ inputDim: 9, outputDim: 2, inputLength: 5, name: 'e' })],
      })
      const { net } = fromModel(m)
      expect(toSource(net)).toContain('input([5]).embedding(9, 2)')
    }))
})

describe('branches', () => {
  const start = (): Sym => input([4], 'x')

  it('that are added become a residual connection whose body is the longer arm', () =>
    freed(() => {
      const x = start()
      const long = chain(x, dense('a', 4), relu('r'), dense('b', 4))
      expect(same(model(x, merge(l.add(), x, long))).plan.positions.map((p) => p.path)).toEqual([
        'residual1.dense1',
        'residual1.relu1',
        'residual1.dense2',
        'residual1.add1',
      ])
      const sum = same(model(x, merge(l.add(), on(dense('s', 4), x), long)))
      expect(sum.plan.positions.map((p) => p.path)).toEqual([
        'residual1.dense1',
        'residual1.relu1',
        'residual1.dense2',
        'residual1.shortcut.dense1',
        'residual1.add1',
      ])
    }))

  it.each([
    ['add', l.add],
    ['average', l.average],
    ['maximum', l.maximum],
    ['minimum', l.minimum],
    ['multiply', l.multiply],
    ['concat', l.concatenate],
  ] as const)('merge by %s', (kind, make) =>
    freed(() => {
      const x = start()
      const [a, b] = [on(dense('a', 4), x), on(dense('b', 4), x)]
      const three = same(model(x, merge(make({}), a, x, b)))
      expect(three.plan.positions.map((p) => p.path)).toEqual([
        'branch1.1.dense1',
        'branch1.3.dense1',
        `branch1.${kind}1`,
      ])
      same(model(x, merge(make({}), a, b)))
      same(model(x, on(dense('c'), merge(make({}), x, x))))
    }),
  )

  it('may merge by a dot product', () =>
    freed(() => {
      const x = input([3, 4], 'x')
      const { source } = same(
        model(
          x,
          merge(
            l.dot({ axes: [2, 2], normalize: true }),
            on(dense('a', 4), x),
            on(dense('b', 4), x),
          ),
        ),
      )
      expect(source).toContain('.dot({ axes: 2, normalize: true })')
      const y = input([4], 'y')
      expect(same(model(y, merge(l.dot({ axes: -1 }), on(dense('c', 4), y), y))).source).toContain(
        '.dot()',
      )
    }))

  it('of hand-written dense blocks nest', () =>
    freed(() => {
      const x = start()
      // each layer takes all earlier ones
      const all = [x]
      for (const name of ['a', 'b', 'c'])
        all.push(
          on(
            dense(name, 3),
            all.length === 1 ? x : merge(l.concatenate({ name: `cat_${name}` }), ...all),
          ),
        )
      expect(
        same(model(x, on(dense('d'), merge(l.concatenate(), ...all))))
          .plan.positions.filter((p) => p.kind === 'concat')
          .map((p) => p.shape),
      ).toEqual([[7], [10], [13]])
      // each layer takes the concatenation so far
      let sofar = x
      for (const name of ['a', 'b', 'c'])
        sofar = merge(l.concatenate({ name: `so_${name}` }), sofar, on(dense(`${name}2`, 3), sofar))
      same(model(x, sofar))
    }))

  it('that meet in one merge, in a chain of merges, nest from the end', () =>
    freed(() => {
      const x = start()
      const [a, b, c] = ['a', 'b', 'c'].reduce<Sym[]>(
        (all, name) => [...all, on(dense(name, 4), all.at(-1) ?? x)],
        [],
      )
      const last = same(model(x, merge(l.concatenate(), x, a!, b!, c!)))
      expect(last.plan.positions.filter((p) => p.kind === 'concat').map((p) => p.shape)).toEqual([
        [8],
        [12],
        [16],
      ])
      same(model(x, merge(l.add(), c!, x, b!, a!)))
      same(model(x, merge(l.maximum(), b!, c!, x)))
    }))

  it('that merge the same values twice merge them once', () =>
    freed(() => {
      const x = start()
      const [a, b] = [on(dense('a', 4), x), on(dense('b', 4), x)]
      const [one, two] = ['p', 'q'].map((name) => merge(l.concatenate({ name }), a, b))
      expect(
        same(
          model(x, merge(l.add(), on(dense('c'), one!), on(dense('d'), two!))),
        ).plan.positions.filter((p) => p.kind === 'concat'),
      ).toHaveLength(1)
    }))

  it('in merges of the same kind are flattened where they do not nest', () =>
    freed(() => {
      const [x, y, z] = ['x', 'y', 'z'].map((name) => input([4], name))
      const pair = merge(l.concatenate(), on(dense('a'), x!), y!)
      expect(
        linesOf(same(model([x!, y!, z!], on(dense('e'), merge(l.concatenate(), pair, z!))))).join(
          '\n',
        ),
      ).toContain(".merge('concat')")
    }))
})

describe('several inputs and outputs', () => {
  it('become inputs, each with its part, merged in order', () =>
    freed(() => {
      const [x, y] = [input([4], 'left'), input([6], 'right.one')]
      const trip = same(
        model([x, y], on(dense('d'), merge(l.concatenate(), on(dense('a', 3), y), x))),
      )
      expect(linesOf(trip)).toEqual([
        'export const net = inputs({ left: [4], right_one: [6] })',
        "  .each({ left: block(), right_one: block().dense(3, { kernelInitializer: 'ones' }) })",
        "  .merge('concat', ['right_one', 'left'])",
        "  .dense(2, { kernelInitializer: 'ones' })",
      ])
      expect(trip.plan.inputs.map((i) => i.name)).toEqual(['left', 'right_one'])
    }))

  it('become outputs from where they part; one of them may be that place', () =>
    freed(() => {
      const x = input([4], 'x')
      const trunk = on(dense('t', 5), x)
      const trip = same(
        model(x, [on(dense('a', 1), trunk), trunk, chain(trunk, dense('b', 2), relu('r'))]),
      )
      expect(linesOf(trip).join('\n')).toContain('.outputs({')
      expect(trip.plan.outputs.map((o) => [o.name, o.shape])).toEqual([
        ['a', [1]],
        ['t', [5]],
        ['r', [2]],
      ])
      same(model(x, [on(dense('c', 1), x), on(dense('d', 2), x)]))
      const [y, z] = [input([4], 'y'), input([4], 'z')]
      const both = merge(l.add(), y, z)
      same(model([y, z], [on(dense('e', 1), both), both]))
    }))

  it('keep the names that the model has for its outputs, if these differ', () =>
    freed(() => {
      const built = toModel(
        coreInput([4])
          .dense(3)
          .outputs({ digit: block().dense(2), odd: block().dense(1).relu(), all: block() }),
      )
      const { plan } = same(built.model)
      expect(plan.outputs.map((o) => o.name)).toEqual(['digit', 'odd', 'all'])
      expect(plan.positions.map((p) => p.path).slice(0, 4)).toEqual([
        'dense1',
        'digit.dense1',
        'odd.dense1',
        'odd.relu1',
      ])
      built.dispose()
      const x = input([4], 'x')
      const [shared, trunk] = [dense('s', 4), on(dense('t', 4), x)]
      const twice = model(x, [on(shared, trunk), chain(trunk, relu('r'), shared)])
      expect(twice.outputNames).toEqual(['s', 's'])
      expect(same(twice).plan.outputs.map((o) => o.name)).toEqual(['s_1', 's_2'])
    }))

  it('of a nested model become branches of the outer one', () =>
    freed(() => {
      const [x, y] = [input([4], 'a'), input([4], 'b')]
      const inner = tf.model({
        inputs: [x, y],
        outputs: [merge(l.add(), x, on(dense('w', 4), y)), relu('r').apply(x) as Sym],
        name: 'inner',
      })
      const z = input([4], 'z')
      const [one, two] = inner.apply([z, on(dense('v', 4), z)]) as Sym[]
      same(model(z, merge(l.concatenate(), one!, two!)))
    }))
})
