// Every option of every kind: check reports a wrong one; the call never throws or ignores it.
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  type Problem,
  block,
  check,
  custom,
  input,
  kinds,
  plan,
  repeat,
  residual,
} from '@layersmith/core'
import type { MethodKind } from '../src/types/block.js'
import { calls, inputOf, invoke } from './support/calls.js'
import { planned, problemsOf, saysOf } from './support/errors.js'

// all of these have methods
const methods = kinds()
  .filter((k) => k.method)
  .map(({ kind, options: fields }) => ({ kind, fields, ...calls[kind as MethodKind] }))
const call = (kind: string, args: readonly unknown[], options?: unknown) =>
  invoke(input(inputOf(kind) as number[]), kind, [
    ...args,
    ...(options === undefined ? [] : [options]),
  ])

class GlorotNormal {
  readonly seed = 3
}
const cyclic: Record<string, unknown> = {}
cyclic.self = cyclic
const wide: unknown[] = []
for (let i = 0; i < 50; i++) wide.push(wide)
const throwing = {
  get kernel(): never {
    throw new Error('do not look')
  },
}

/** Values that no option accepts. */
const garbage: [string, unknown][] = [
  ['a function', () => 1],
  ['an instance of a class', new GlorotNormal()],
  ['a symbol', Symbol('x')],
  ['a bigint', 3n],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['a cyclic object', cyclic],
  ['an array in itself', wide],
  ['an object that throws', throwing],
  [
    'a revoked proxy',
    (() => {
      const p = Proxy.revocable({}, {})
      p.revoke()
      return p.proxy
    })(),
  ],
  ['a date', new Date(0)],
  ['a map', new Map()],
  ['an unknown word', 'nonsense'],
  ['a long array', new Array(1e7)],
  ['an empty array', []],
  ['an array of three', [1, 1, 1]],
  ['-1', -1],
  ['an empty object', {}],
]

describe('options', () => {
  it.each(methods)('$kind: the call these tests start from is valid', ({ kind, args }) => {
    expect(check(call(kind, args))._tag).toBe('Right')
  })

  // a program may compute an option that it then leaves to the default
  it.each(methods.filter(({ options }) => options))(
    '$kind: undefined means what leaving it out means',
    ({ kind, fields, args, names }) => {
      const optional = fields.map(({ name }) => name).filter((name) => !names.includes(name))
      const without = planned(call(kind, args))
      for (const name of optional)
        expect(planned(call(kind, args, { [name]: undefined }))).toEqual(without)
      const all = Object.fromEntries(optional.map((name) => [name, undefined]))
      expect(planned(call(kind, args, all))).toEqual(without)
    },
  )

  for (const { kind, fields, args, names, options, accepts } of methods) {
    for (const { name, expected } of fields) {
      it(`${kind}: ${name} accepts no garbage`, () => {
        const at = names.indexOf(name)
        for (const [what, value] of garbage.filter(
          ([w]) => accepts?.[name]?.includes(w) !== true,
        )) {
          const net =
            at < 0
              ? call(kind, args, { [name]: value })
              : call(
                  kind,
                  args.map((a, i) => (i === at ? value : a)),
                )
          const [problem, ...others] = problemsOf(net)
          expect({ what, problem, others }).toMatchObject({
            what,
            others: [],
            problem: {
              code: 'invalidOption',
              path: `${kind}1`,
              expected: `${name} must be ${expected}`,
            },
          })
          expect(problem?.got.length).toBeLessThan(80)
          expect(problem?.where?.file).toMatch(/calls\.ts$/) // where invoke makes the call
        }
      })
    }
    for (const { name, keras } of options ? fields.filter((o) => o.keras !== null) : []) {
      it(`${kind}: for ${keras}, as in Keras, it suggests ${name}`, () => {
        expect(problemsOf(call(kind, args, { [keras!]: 1 }))).toMatchObject([
          { code: 'unknownOption', got: `"${keras}"`, fix: `did you mean ${name}?` },
        ])
      })
    }
    if (options) {
      it(`${kind}: reports each unknown option, and options that are not an object`, () => {
        expect(
          problemsOf(call(kind, args, { zzzzzz: 1, qqqqqq: 2, undefinedOnes: undefined })).map(
            (p) => [p.code, p.got],
          ),
        ).toEqual([
          ['unknownOption', '"zzzzzz"'],
          ['unknownOption', '"qqqqqq"'],
        ])
        for (const wrong of [null, 3, 'same', [1], new GlorotNormal(), () => 1]) {
          expect(saysOf(call(kind, args, wrong))).toEqual([
            expect.stringMatching(new RegExp(`^${kind}1: the options must be an object, got `)),
          ])
        }
      })
    }
    for (const name of options ? names : []) {
      it(`${kind}: reports ${name} given again in the options, and does not guess`, () => {
        const net = call(kind, args, { [name]: 7 })
        expect(problemsOf(net)).toMatchObject([
          { code: 'invalidOption', got: expect.stringMatching(/.+ and, in the options, 7$/) },
        ])
      })
    }
    for (const [i, name] of names.entries()) {
      it(`${kind}: without ${name}`, () => {
        expect(
          problemsOf(
            call(
              kind,
              args.map((a, j) => (i === j ? undefined : a)),
            ),
          ),
        ).toMatchObject([{ code: 'invalidOption', path: `${kind}1`, got: 'nothing' }])
      })
    }
  }

  it('left undefined count as not given', () => {
    expect(
      planned(input([9, 9, 3]).conv(4, 3, { stride: undefined as any, padding: undefined as any }))
        .positions,
    ).toEqual(planned(input([9, 9, 3]).conv(4, 3)).positions)
  })

  it('of one call are all reported if wrong', () => {
    expect(
      saysOf(
        (input([9, 9, 3]) as any).conv(0, -1, {
          strides: 2,
          padding: 'full',
          activation: 'Relu',
          useBias: 1,
        }),
      ),
    ).toEqual([
      expect.stringContaining('conv1: option "strides" is not known; did you mean stride?'),
      'conv1: filters must be a positive integer, got 0; change filters',
      expect.stringContaining('conv1: kernel must be a positive integer, or two of them, got -1'),
      "conv1: padding must be 'valid' or 'same', got \"full\"; change padding",
      expect.stringContaining('conv1: activation must be '),
      'conv1: useBias must be true or false, got 1; change useBias',
    ])
  })

  it('never make a call throw, whatever their values', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...methods.map((m) => m.kind)),
        fc.array(fc.anything(), { maxLength: 4 }),
        (kind, args) => {
          const net = call(kind, args)
          const checked = check(net)
          if (checked._tag === 'Left')
            for (const p of checked.left) expect(typeof p.got).toBe('string')
        },
      ),
      { numRuns: 1000 },
    )
  })

  it('are copied at the call: changing an object later changes nothing', () => {
    const given = {
      stride: [2, 2],
      kernelInitializer: { className: 'Constant', config: { value: 1 } },
    }
    const net = (input([9, 9, 3]) as any).conv(4, 3, given)
    const before = JSON.stringify(plan(net).positions)
    given.stride[0] = 1
    given.kernelInitializer.config.value = 7
    expect(JSON.stringify(plan(net).positions)).toBe(before)
    expect(Object.isFrozen(given)).toBe(false)
  })
})

describe('what TensorFlow.js accepts silently', () => {
  it.each([
    ['a kernel larger than the image', input([4, 4, 1]).loose().conv(1, 9), 'windowTooLarge'],
    ['strides for stride', (input([4, 4, 1]) as any).conv(1, 2, { strides: 2 }), 'unknownOption'],
    ['kernelSize: -1', (input([4, 4, 1]) as any).conv(1, -1), 'invalidOption'],
    ['batch normalization with momentum 5', input([4, 4, 1]).bn({ momentum: 5 }), 'invalidOption'],
    ['dropout with rate 5', (input([4]) as any).dropout(5), 'invalidOption'],
    [
      'stride and dilation at once',
      (input([9, 9, 1]) as any).conv(1, 2, { stride: 2, dilation: 2 }),
      'strideWithDilation',
    ],
    [
      'an initializer object, which would initialize all layers the same',
      (input([4]) as any).dense(2, { kernelInitializer: new GlorotNormal() }),
      'invalidOption',
    ],
    [
      'an initializer with a setting that is not a number',
      input([4]).dense(2, {
        kernelInitializer: { className: 'Constant', config: { value: Number.NaN } },
      }),
      'invalidOption',
    ],
    [
      'an initializer with a function inside',
      input([4]).dense(2, {
        kernelInitializer: { className: 'Constant', config: { value: (() => 1) as any } },
      }),
      'invalidOption',
    ],
    [
      'a regularizer below zero',
      input([4]).dense(2, { kernelRegularizer: { l2: -1 } }),
      'invalidOption',
    ],
    ['unknown channels', input([4, 4, null]).conv(2, 3), 'unknownSize'],
    [
      'flatten of unknown sizes before dense',
      input([null, 4, 3]).flatten().dense(2),
      'unknownSize',
    ],
    [
      'a sum of different shapes',
      input([4, 2])
        .loose()
        .pipe(residual(block().dense(3))),
      'residualMismatch',
    ],
    ['no rounds', (input([4]) as any).pipe((repeat as any)(0, block().relu())), 'invalidOption'],
    [
      'a custom layer whose shape is nonsense',
      input([4]).pipe(custom('mine', () => ({}) as never, { outputShape: () => [-1] })),
      'customFactory',
    ],
  ])('%s', (_, net, code) => {
    expect(problemsOf(net).map((p: Problem) => p.code)).toEqual([code])
  })

  it('softmax works on the last axis', () => {
    expect(planned(input([4, 5]).activation('softmax')).outputs[0]!.shape).toEqual([4, 5])
    expect(planned(input([4, 5]).activation('softmax')).instances[0]?.layer).toEqual({
      className: 'Activation',
      config: { activation: 'softmax' },
    })
  })
})
