// What a user reads: all problems at once, each cause once, with its path and the line of the call.
import { describe, expect, it } from '@jest/globals'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import {
  type AnyBlock,
  BuildError,
  type Problem,
  block,
  branch,
  check,
  custom,
  input,
  inputs,
  plan,
  render,
  repeat,
  residual,
  tie,
} from '@layersmith/core'
import { errorOf, planned, problemsOf, saysOf } from './support/errors.js'

const source = readFileSync(path.join(import.meta.dirname, 'problems.test.ts'), 'utf8').split('\n')
/** The line of source that a problem points to. */
const lineOf = (p: Problem | undefined): string => source[(p?.where?.line ?? 0) - 1] ?? ''
const image = input([28, 28, 1])
const anything = (x: unknown) => x as any

describe('sentences', () => {
  it.each<[string, unknown, string]>([
    [
      'a kernel',
      image.pool(4).pool(2).loose().conv(8, 5),
      "conv1: window 5x5 does not fit into input 3x3x1; use padding 'same', a smaller window or stride, or remove a layer that shrinks the image before it",
    ],
    [
      'a list of scales',
      image.rescaling([1, 2]),
      'rescaling1: scale must be a number, or one for each channel of 28x28x1, got 2; give as many numbers as there are channels',
    ],
    [
      'a noise shape without the batch',
      image.dropout(0.5, { noiseShape: [1, 1, null] }),
      'dropout1: noiseShape must be the batch and the sizes of 28x28x1, got [1,1,null]; give null for each size that the mask shares with the input, and 1 for any other',
    ],
    [
      'a noise shape of other sizes',
      image.dropout(0.5, { noiseShape: [null, 28, 14, 1] }),
      'dropout1: noiseShape must be the batch and the sizes of 28x28x1, got [null,28,14,1]; give null for each size that the mask shares with the input, and 1 for any other',
    ],
    [
      'a noise shape of a size not known',
      input([null, 4]).dropout(0.5, { noiseShape: [null, 7, 4] }),
      'dropout1: noiseShape must be the batch and the sizes of ?x4, got [null,7,4]; give null for each size that the mask shares with the input, and 1 for any other',
    ],
    [
      'a noise shape of one batch',
      anything(image).dropout(0.5, { noiseShape: [32, 1, 1, 1] }),
      'dropout1: noiseShape must be a list: null or 1 for the batch, then null, 1 or the size for each axis, got [32,1,1,1]; change noiseShape',
    ],
    [
      'an output padding without a stride',
      image.loose().convTranspose(8, 3, { outputPadding: 1 }),
      'convTranspose1: outputPadding must be smaller than stride 1x1, got 1x1; use less, or a larger stride',
    ],
    [
      'an output padding that leaves nothing',
      input([1, 1, 1, 2])
        .loose()
        .conv3dTranspose(8, [3, 2, 3], { stride: 2, padding: 'same', outputPadding: [0, 0, 1] }),
      'conv3dTranspose1: nothing is left of input 1x1x1x2; use a larger outputPadding or input, or an odd kernel',
    ],
    [
      'an output padding below zero',
      anything(image).convTranspose(8, 3, { outputPadding: [0, -1] }),
      'convTranspose1: outputPadding must be a non-negative integer, or two of them, got [0,-1]; change outputPadding',
    ],
    [
      'a transposed stride with a dilation',
      image.loose().convTranspose(8, 3, { stride: 2, dilation: [1, 2] }),
      'convTranspose1: stride or dilation must be 1, got stride 2x2 with dilation 1x2; use one of them and a pool for the other; TensorFlow has no kernel for both',
    ],
    [
      'an axis that is not the last',
      image.softmax({ axis: 1 }),
      'softmax1: axis must be the last one of 28x28x1, along which alone it computes, got 1; leave it out; for another axis, put permute before and after',
    ],
    [
      'an axis that there is not',
      image.bn({ axis: 4 }),
      'bn1: axis must be one of 28x28x1, counted from 1, got 4; choose one of them, or leave it out for the last',
    ],
    [
      'an axis from the end',
      image.layerNorm({ axis: -2 }),
      'layerNorm1: axis must be an axis counted from 1, or -1 for the last, got -2; change axis',
    ],
    [
      'groups of the channels',
      image.conv(6, 4, { groups: 2 }),
      'conv1: groups must divide the channels of 28x28x1 and the 6 filters, got 2; choose a divisor of both',
    ],
    [
      'groups of the filters',
      input([9, 4]).conv1d(6, 3, { groups: 4 }),
      'conv1d1: groups must divide the channels of 9x4 and the 6 filters, got 4; choose a divisor of both',
    ],
    [
      'a dilated kernel',
      image.pool(4).loose().conv(8, 3, { dilation: 4 }),
      "conv1: window 3x3 with dilation 4x4 does not fit into input 7x7x1; use padding 'same', a smaller window or stride, or remove a layer that shrinks the image before it",
    ],
    [
      'a rank',
      image.flatten().loose().conv(8, 3),
      'conv1: needs height x width x channels, got 784; put this layer before flatten, globalPool or dense, or start with input([height, width, channels])',
    ],
    [
      'a residual',
      image.loose().pipe(residual(block().conv(8, 3))),
      'residual1.add1: the block gives 26x26x8, the shortcut gives 28x28x1; give the body the shape of its input, or pass a shortcut that makes the same change: residual(body, block().conv(filters, 1))',
    ],
    [
      'a shortcut',
      anything(image).pipe(residual(block().conv(8, 3), block().conv(4, 3))),
      'residual1.add1: the block gives 26x26x8, the shortcut gives 26x26x4; make both end in the same shape',
    ],
    [
      'a sum',
      anything(image).pipe(branch(block().conv(8, 3), block().conv(4, 3)).add()),
      "branch1.add1: one branch gives 26x26x8, another gives 26x26x4; give all of them the same sizes, for example with padding 'same' and equal filters; only a size of 1 fits any other",
    ],
    [
      'a concatenation',
      image.loose().pipe(branch(block().conv(8, 3), block().conv(8, 5)).concat()),
      "branch1.concat1: one branch gives 26x26x8, another gives 24x24x8; all but the joined size must agree; give all of them the same height and width, for example with padding 'same' and equal strides",
    ],
    [
      'a part for another input',
      image.loose().pipe(input([32, 32, 3]).conv(8, 3)),
      'part: this part is made for input 32x32x3, but gets 28x28x1; use the part after such an output, or make it with block() to fit any input',
    ],
    [
      'a tie for another input',
      image.loose().pipe(tie(input([32, 32, 3]).conv(8, 3))),
      'tie1: this part is made for input 32x32x3, but gets 28x28x1; use the part after such an output, or make it with block() to fit any input',
    ],
    [
      'no input',
      block().relu(),
      'needs an input, got an open block; start it with input([...]), pipe it after an input, or pass inputShape',
    ],
    [
      'a wrong input',
      anything(input)([28, 0, 'x']),
      'input: every size must be a positive integer or null, got [28,0,"x"]; write input([height, width, channels])',
    ],
    [
      'a name',
      image.as('1st').relu(),
      '1st: a name must be letters, digits, _ and -, beginning with a letter, got "1st"; choose another name in .as()',
    ],
    [
      'a tap',
      image.relu().tap('a').relu().loose().tap('a'),
      'relu2: the tap name a is used twice; the taps are a; give every tap in a net its own name; a block with taps can be used only once, unless it is tied',
    ],
    [
      'rounds',
      image.pipe(anything(repeat)(1.5, block().relu())),
      'repeat1: times must be a positive integer, got 1.5; for no rounds, leave the repeat out',
    ],
    ['a seed', image, 'seed must be an integer, got 0.5; leave it out for the default'],
  ])('%s', (name, net, sentence) => {
    expect(saysOf(net, name === 'a seed' ? { seed: 0.5 } : {})).toEqual([sentence])
  })

  it('end with the place of the call', () => {
    const [problem] = problemsOf(image.loose().conv(8, 99))
    expect(render(problem!)).toMatch(/before it\. Written at problems\.test\.ts:\d+$/)
    expect(problemsOf(anything(image).conv(8, 3, { strides: 2 })).map(render)[0]).toMatch(
      /did you mean stride\? Written at problems\.test\.ts:\d+$/,
    )
  })
})

describe('problems', () => {
  it('are reported all at once', () => {
    const net = anything(input([8, 8, 3]))
      .conv(-1, 3)
      .relu()
      .as('a b')
      .pipe(anything(repeat)(0, block().dropout(7 as never)))
      .pipe(branch(block().dense(2), block().bn({ momentum: 2 })).add())
      .tap('?')
      .elu({ alpha: -1 })
    expect(problemsOf(net).map((p) => [p.code, p.path])).toEqual([
      ['invalidName', 'a b'],
      ['invalidOption', 'a b.conv1'],
      ['invalidOption', 'repeat1'],
      ['invalidOption', 'repeat1.1.dropout1'],
      ['invalidOption', 'branch1.2.bn1'],
      ['invalidName', 'branch1.add1'],
      ['invalidOption', 'elu1'],
    ])
  })
  it('with one cause are one: nothing is reported after it', () => {
    const broken = anything(image)
      .conv(8, 99)
      .bn()
      .pool(99)
      .flatten()
      .dense(3)
      .pipe(residual(block().conv(3, 3)))
      .globalPool()
    expect(problemsOf(broken)).toHaveLength(1)
    expect(problemsOf(anything(image).pool(0).conv(8, 3))).toHaveLength(1)
    expect(
      problemsOf(
        image
          .loose()
          .pipe(branch(block().conv(2, 99), block().relu()).concat())
          .dense(4),
      ),
    ).toHaveLength(1)
  })
  it('with one cause are one, however often the block is used', () => {
    const wrong = block()
      .bn({ momentum: 2 })
      .as('1x')
      .tap('2x')
      .pipe(anything(repeat)(0, block().relu()))
    const codes = problemsOf(
      image.pipe(wrong).pipe(wrong).pipe(repeat(3, wrong)).pipe(branch(wrong, wrong).add()),
    ).map((p) => p.code)
    expect(codes).toEqual(['invalidName', 'invalidOption', 'invalidName', 'invalidOption'])
    expect(
      problemsOf(image.pipe(branch(anything(input)([0]), anything(input)([0])).add())).length,
    ).toBe(2)
    const once = anything(input)([0]).relu()
    expect(problemsOf(image.pipe(branch(once, once).add()))).toHaveLength(1)
  })
  it('in a repeat are reported in the first round that has them', () => {
    expect(
      problemsOf(image.loose().pipe(repeat(20, block().conv(8, 3)))).map((p) => [
        p.code,
        p.path,
        p.expected,
      ]),
    ).toEqual([['windowTooLarge', 'repeat1.14.conv1', '2x2x8']])
  })
  it('have the same path in .shape, check and plan, whatever else is in the net', () => {
    const before = image.conv(8, 3)
    expect(before.shape).toEqual([26, 26, 8])
    const net = before.loose().conv(8, 99)
    for (const call of [() => net.shape, () => plan(net)]) {
      const error = errorOf(call) as BuildError
      expect(error).toBeInstanceOf(BuildError)
      expect(error.problems).toEqual(problemsOf(net))
      expect(error.problems[0].path).toBe('conv2')
      expect(error.message).toBe(render(error.problems[0]))
    }
  })
  it('make one error message, with a line each', () => {
    const { message } = errorOf(() =>
      plan(image.bn({ momentum: 2 }).leakyRelu({ alpha: -1 })),
    ) as BuildError
    expect(message).toMatch(
      /^2 problems:\n {2}bn1: momentum must be .*\n {2}leakyRelu1: alpha must be .*$/,
    )
  })
  it('cover an extra argument, and a branch with one arm', () => {
    expect(saysOf(anything(image).flatten(6))).toEqual([
      'flatten1: option "argument 1" is not known; remove it: there are no options',
    ])
    expect(saysOf(anything(image).conv(8, 3, {}, 'same'))[0]).toContain(
      'conv1: option "argument 4" is not known',
    )
    expect(saysOf(image.pipe(anything(branch)(block().conv(1, 1)).add()))).toEqual([
      'branch1: branch must have at least two arms, got 1; an arm may be empty: block()',
    ])
  })
  it('cover wrong options of check', () => {
    expect(
      saysOf(image, { seed: Number.NaN, share: anything('some'), trainable: anything(true) }),
    ).toEqual([
      'seed must be an integer, got NaN; leave it out for the default',
      "share must be 'equal' or 'none', got \"some\"; leave it out for the default",
      'trainable must be a function, got true; leave it out for the default',
    ])
    expect(saysOf(image, anything(42))).toEqual([
      'the options must be an object, got 42; write { seed: 42 }, or leave them out',
    ])
    expect(saysOf(image, anything(null))).toHaveLength(1)
    expect(saysOf(image, anything({ sead: 3 }))).toEqual([
      'option "sead" is not known; remove it, or use one of inputShape, seed, share, trainable',
    ])
    expect(saysOf(image, { inputShape: [5] })).toEqual([
      'input: this part is made for input 28x28x1, but gets 5; leave inputShape out, or make the part with block() to fit any input',
    ])
    expect(saysOf(block(), { inputShape: [0] })[0]).toMatch(
      /every size must be a positive integer or null, got \[0\]/,
    )
  })
  it('cover tensors longer than any array', () => {
    const long = (path: string, got: string) => [
      `${path}: a tensor can have at most 2^32 numbers, got ${got}; use smaller sizes`,
    ]
    const huge = 2 ** 40
    expect(saysOf(input([huge, huge]))).toEqual(long('input', `${huge}x${huge}`))
    expect(saysOf(input([huge, huge]).flatten().dense(3))).toEqual(long('input', `${huge}x${huge}`))
    expect(saysOf(inputs({ a: [null, 3], b: [null, huge] }).merge('concat'))).toEqual(
      long('input', `?x${huge}`),
    )
    expect(saysOf(input([4]).dense(huge).relu())).toEqual(long('dense1', `${huge}`))
    expect(saysOf(input([2 ** 20]).repeatVector(2 ** 20))).toEqual(
      long('repeatVector1', `${2 ** 20}x${2 ** 20}`),
    )
    // its weights alone
    expect(saysOf(input([4]).embedding(huge, 2))).toEqual(long('embedding1', `${2 * huge}`))
    // the most that there can be
    expect(planned(input([2 ** 16, 2 ** 16])).inputs[0]!.shape).toEqual([2 ** 16, 2 ** 16])
  })
  it('inputShape fills in what the input leaves open', () => {
    expect(
      planned(input([null, null, 3]).conv(2, 3), { inputShape: [8, 9, 3] }).outputs[0]!.shape,
    ).toEqual([6, 7, 2])
    expect(
      planned(input([8, 9, 3]).conv(2, 3), { inputShape: [null, null, 3] }).inputs[0]!.shape,
    ).toEqual([8, 9, 3])
  })
})

describe('where', () => {
  const at = (net: unknown) => problemsOf(net).map(lineOf)

  it('is the line of a layer', () => {
    const net = image
      .loose()
      .relu()
      .conv(8, 99) // here: conv
      .relu()
    expect(at(net)).toEqual([expect.stringContaining('// here: conv')])
  })
  it('is the file as the engine names it', () => {
    expect(problemsOf(image.bn({ momentum: 2 }))[0]?.where?.file).toMatch(
      /packages[\\/]core[\\/]test[\\/]problems\.test\.ts$/,
    )
  })
  it('is the line of the layer inside a part, not that of its use', () => {
    const part = block().conv(8, 99) // here: part
    expect(at(image.loose().pipe(residual(part)))).toEqual([
      expect.stringContaining('// here: part'),
    ])
  })
  it.each<[string, unknown]>([
    ['residual', image.loose().pipe(residual(block().conv(2, 3)))], // here: residual
    ['add', image.loose().pipe(branch(block().conv(2, 3), block()).add())], // here: add
    ['concat', image.loose().pipe(branch(block().conv(2, 3), block()).concat())], // here: concat
    ['repeat', image.pipe(anything(repeat)(0, block()))], // here: repeat
    ['pipe', image.loose().pipe(input([3]).relu())], // here: pipe
    ['tie', image.loose().pipe(tie(input([3]).dense(2)))], // here: tie
    ['tap', image.tap('a').loose().tap('a')], // here: tap
    ['as', image.relu().as('?')], // here: as
    ['custom', image.pipe(custom('?', () => ({}) as never))], // here: custom
    ['input', anything(input)([0])], // here: input
  ])('is the line of %s', (name, net) => {
    expect(lineOf(problemsOf(net)[0])).toContain(`// here: ${name}`)
  })
  it('leaves the stack trace limit of the program unchanged', () => {
    const limit = Error.stackTraceLimit
    image.conv(8, 3).bn()
    expect(Error.stackTraceLimit).toBe(limit)
  })
  it('is null if the engine does not tell, and nothing else changes', () => {
    const engine = Error as any
    const before = engine.captureStackTrace
    try {
      engine.captureStackTrace = undefined
      const net = image.loose().conv(8, 99)
      expect(problemsOf(net)).toMatchObject([{ where: null, code: 'windowTooLarge' }])
      expect(saysOf(net)).toEqual(problemsOf(net).map(render))
    } finally {
      engine.captureStackTrace = before
    }
  })
  it.each<[string, (error: unknown, frames: unknown) => unknown]>([
    ['frames', (_, frames) => frames],
    ['nothing', () => undefined],
    [
      'an error',
      () => {
        throw new Error('mine')
      },
    ],
  ])('is null where the program makes %s of stacks', (_, prepare) => {
    const engine = Error as any
    const before = engine.prepareStackTrace
    engine.prepareStackTrace = prepare
    const found = check(image.loose().conv(8, 99))
    engine.prepareStackTrace = before
    expect(found).toMatchObject({ left: [{ where: null, code: 'windowTooLarge' }] })
  })
  it('is told where Error is frozen', () => {
    const before = Object.getOwnPropertyDescriptor(Error, 'stackTraceLimit')
    Object.defineProperty(Error, 'stackTraceLimit', { value: 10, writable: false })
    try {
      expect(problemsOf(image.bn({ momentum: 2 }))[0]?.where?.file).toMatch(/problems\.test\.ts$/)
    } finally {
      Object.defineProperty(Error, 'stackTraceLimit', before ?? {})
    }
  })
  it('is found in files with blanks and brackets in their names', () => {
    const engine = Error as any
    const before = engine.prepareStackTrace
    const places = [
      'at f (C:\\Program Files (x86)\\my net.ts:12:3)',
      'at async /a b/(c)/net.ts:12:3',
      'at new Net (file:///x/net.ts:12:3)',
      'at Object.<anonymous> (/a/net.ts:12:3)',
      'at /a (b)/net.ts:12:3',
    ]
    const found = places.map((place) => {
      engine.prepareStackTrace = () => `Error\n    ${place}`
      try {
        return problemsOf(image.bn({ momentum: 2 }))[0]?.where
      } finally {
        engine.prepareStackTrace = before
      }
    })
    expect(found).toEqual(
      [
        'C:\\Program Files (x86)\\my net.ts',
        '/a b/(c)/net.ts',
        'file:///x/net.ts',
        '/a/net.ts',
        '/a (b)/net.ts',
      ].map((file) => ({ file, line: 12, column: 3 })),
    )
  })
  it('is never in JSON or in a plan', () => {
    expect(JSON.stringify(check(image.conv(8, 3)))).not.toContain('problems.test')
  })
})

it('a message has the first ten problems, the error all of them', () => {
  let net: AnyBlock = input([4])
  for (let i = 0; i < 14; i++) net = net.conv(0 as never, 1)
  const error = (() => {
    try {
      return plan(net) as never
    } catch (e) {
      return e as BuildError
    }
  })()
  const count = error.problems.length
  expect(count).toBeGreaterThan(10)
  expect(error.message.split('\n')).toHaveLength(12)
  expect(error.message).toContain(`… ${count - 10} more, in the error's problems`)
})
