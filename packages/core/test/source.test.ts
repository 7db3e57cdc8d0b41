// Source of blocks: running it makes the same block again. (That it compiles is tested by
// scripts/docs.mjs and by the import of models.)
import { describe, expect, it } from '@jest/globals'
import { transformSync } from '@swc/core'
import fc from 'fast-check'
import * as core from '@layersmith/core'
import {
  Block,
  type AnyBlock,
  type AnyDescription,
  type Json,
  type JsonObject,
  type SourceOptions,
  block,
  branch,
  custom,
  fromJSON,
  input,
  inputs,
  ofKind,
  repeat,
  residual,
  tie,
  toJSON,
  toSource,
} from '@layersmith/core'
import { methods, normalized } from '../src/kinds/registry.js'
import type { MethodKind } from '../src/types/block.js'
import { calls, inputOf, invoke } from './support/calls.js'
import { errorOf } from './support/errors.js'
import { cook, cookOpen, recipes } from './support/recipe.js'

/** What a TypeScript module exports under a name. */
const run = (
  source: string,
  name = 'net',
  modules: Readonly<Record<string, unknown>> = {},
): unknown => {
  const { code } = transformSync(source, {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  })
  const exported: Record<string, unknown> = {}
  // oxlint-disable-next-line typescript/no-implied-eval -- the test runs what was written
  new Function('exports', 'require', code)(exported, (from: string) =>
    from === 'layersmith' ? core : modules[from],
  )
  return exported[name]
}
// the test checks what it exports
const again = (net: AnyDescription, options?: SourceOptions): AnyDescription =>
  run(toSource(net, options)) as AnyDescription

/** JSON with complete configs, because source leaves out defaults. */
const complete = (json: Json): Json => {
  if (Array.isArray(json)) return json.map((v: Json) => complete(v))
  if (typeof json !== 'object' || json === null) return json
  const { kind, config, ...rest } = json as JsonObject
  const others = Object.fromEntries(Object.entries(rest).map(([k, v]) => [k, complete(v)]))
  if (typeof kind !== 'string' || config === undefined)
    return kind === undefined ? others : { kind, ...others }
  // hasOwn has checked
  const read = Object.hasOwn(methods, kind)
    ? normalized({ kind: kind as MethodKind, config: config as JsonObject })
    : null
  return { kind, config: read?._tag === 'Right' ? (read.right as Json) : config, ...others }
}
const same = (net: AnyDescription): void =>
  expect(complete(toJSON(again(net)))).toEqual(complete(toJSON(net)))
const lines = (net: AnyDescription, options?: SourceOptions): string[] =>
  toSource(net, options).trimEnd().split('\n')

describe('source, run again,', () => {
  it('is the same net, and the same source', () => {
    fc.assert(
      fc.property(recipes, fc.boolean(), (recipe, open) => {
        const made = open ? cookOpen(recipe) : cook(recipe)
        same(made)
        expect(toSource(again(made))).toBe(toSource(made))
      }),
      { numRuns: 300 },
    )
  })

  it('is the same for parts with their own input: named, frozen, tied and used again', () => {
    fc.assert(
      fc.property(recipes, recipes, (first, second) => {
        const [a, b, net] = [cookOpen(first), cookOpen(second), cook(first)]
        const tied = tie((input([4]) as any).dense(4).pipe(block().relu().dense(4)) as never)
        for (const made of [
          a.pipe(b),
          b.pipe(a),
          a.pipe(a),
          net.pipe(a),
          net.pipe(b),
          a.pipe(net),
          residual(a, b),
          residual(net),
          branch(a, a, b).add(),
          repeat(2, a),
          repeat(3, net),
          a.as('x').pipe(a.as('x')),
          net.as('y').frozen(),
          a.frozen().as('z').relu(),
          net.frozen().pipe(b.as('y')).as('y').dense(3),
          a.tap('q').pipe(tied),
          tied.pipe(a).pipe(tied),
          block().pipe(net).relu(),
          branch(net.as('n'), tied).concat(),
        ])
          same(made)
      }),
      { numRuns: 60 },
    )
  })

  it.each(Object.keys(methods) as MethodKind[])(
    'is the same %s, with its arguments in their places',
    (kind) => {
      const net = invoke(input([...inputOf(kind)]).loose(), kind)
      same(net)
      const { args, names } = calls[kind]
      const text = (arg: unknown): string =>
        arg instanceof Block
          ? /= (.*)/.exec(toSource(arg))![1]!
          : JSON.stringify(arg).replaceAll('"', "'").replaceAll(',', ', ')
      if (names.length === args.length)
        expect(toSource(net)).toContain(`.${kind}(${args.map(text).join(', ')})`)
      // with all defaults spelled out, as JSON may have them, it is just as short
      const full = complete(toJSON(net)) as { nodes: { config: JsonObject }[] }
      expect(
        toSource(
          input([...inputOf(kind)])
            .loose()
            .pipe(ofKind(kind, full.nodes[0]!.config)),
        ),
      ).toBe(toSource(net))
    },
  )

  it('is the same graph with several inputs and outputs', () => {
    const encoder = tie(input([8]).dense(4).bn(), { bn: 'per-use' })
    const pair = inputs({ left: [8], right: [8] })
    for (const net of [
      pair.each(encoder).merge('subtract').dense(1),
      pair.each(block().dense(4).relu()).merge('concat', ['right', 'left']).dense(1),
      pair
        .each({ right: block().dense(8) })
        .each(block().relu())
        .merge('add')
        .dense(3)
        .as('head')
        .frozen(),
      pair
        .each({ left: block().relu() })
        .each({ right: block().dense(8).relu(), left: encoder.dense(8) })
        .merge('dot', undefined, { axes: 1, normalize: true }),
      pair.merge('dot'),
      input([8])
        .relu()
        .outputs({ a: block().dense(2), 'b-c': block(), d: encoder.relu() }),
      pair.merge('add').outputs({ a: block(), b: encoder }),
    ] as AnyDescription[])
      same(net)
  })
})

describe('source', () => {
  it('is one line where it fits', () => {
    expect(
      lines(
        input([28, 28, 1])
          .conv(6, [4, 4], { stride: [1, 1], padding: 'same', useBias: true })
          .bn({ momentum: 0.9 })
          .pool(2, { stride: 2 })
          .flatten()
          .dense(3, { kernelInitializer: 'heNormal', kernelRegularizer: { l1: 0, l2: 0.1 } }),
      ),
    ).toEqual([
      "import { input } from 'layersmith'",
      '',
      'export const net = input([28, 28, 1])',
      "  .conv(6, 4, { padding: 'same' })",
      '  .bn({ momentum: 0.9 })',
      '  .pool(2)',
      '  .flatten()',
      "  .dense(3, { kernelInitializer: 'heNormal', kernelRegularizer: { l2: 0.1 } })",
    ])
    expect(
      lines(input([4]).dense(2).relu().tap('a-b'), { name: 'small', from: "it's/core" }),
    ).toEqual([
      "import { input } from 'it\\'s/core'",
      '',
      "export const small = input([4]).dense(2).relu().tap('a-b')",
    ])
  })

  it('has a constant for every tie, and for what is used several times', () => {
    const unit = block().conv(16, 3, { padding: 'same' }).bn().relu()
    const more = unit.pool(2).upsample(2).conv(16, 1)
    const encoder = tie(input([8]).dense(4))
    const head = block().flatten().dense(8, { activation: 'relu' }).as('head')
    expect(
      lines(
        input([16, 16, 16])
          .pipe(residual(unit))
          .pipe(branch(unit, more).add())
          .pipe(residual(unit))
          .pipe(head)
          .pipe(encoder)
          .dense(8)
          .pipe(encoder),
      ),
    ).toEqual([
      "import { block, branch, input, residual, tie } from 'layersmith'",
      '',
      "const part1 = block().conv(16, 3, { padding: 'same' }).bn().relu()",
      '',
      'const tie1 = tie(input([8]).dense(4))',
      '',
      'export const net = input([16, 16, 16])',
      '  .pipe(residual(part1))',
      '  .pipe(branch(',
      '    part1,',
      "    block().conv(16, 3, { padding: 'same' }).bn().relu().pool(2).upsample(2).conv(16, 1),",
      '  ).add())',
      '  .pipe(residual(part1))',
      "  .pipe(block().flatten().dense(8, { activation: 'relu' }).as('head'))",
      '  .pipe(tie1)',
      '  .dense(8)',
      '  .pipe(tie1)',
    ])
    expect(
      lines(block().pipe(residual(unit)).pipe(head).pipe(residual(unit)).pipe(head)).slice(2),
    ).toEqual([
      "const residual1 = residual(block().conv(16, 3, { padding: 'same' }).bn().relu())",
      '',
      "const head = block().flatten().dense(8, { activation: 'relu' }).as('head')",
      '',
      'export const net = residual1.pipe(head).pipe(residual1).pipe(head)',
    ])
  })

  it('tells two ties of equal layers apart', () => {
    const [one, two] = [1, 2].map(() => tie(input([4]).dense(4)))
    const net = input([4]).pipe(one!).pipe(two!).pipe(one!)
    expect(lines(net)).toHaveLength(7)
    same(net)
  })

  it('breaks a branch into its arms', () => {
    const arm = (filters: number) =>
      block().conv(filters, 1, { useBias: false }).bn({ scale: false }).activation('relu')
    expect(
      lines(
        branch(arm(64), arm(48).conv(64, 5, { padding: 'same' }))
          .concat()
          .relu(),
      ).slice(2),
    ).toEqual([
      'export const net = branch(',
      "  block().conv(64, 1, { useBias: false }).bn({ scale: false }).activation('relu'),",
      '  block()',
      '    .conv(48, 1, { useBias: false })',
      '    .bn({ scale: false })',
      "    .activation('relu')",
      "    .conv(64, 5, { padding: 'same' }),",
      ').concat().relu()',
    ])
  })

  it('of a very long chain has several constants', () => {
    let net: AnyBlock = input([4]).loose()
    for (let i = 0; i < 250; i++) net = net.dense(4)
    const written = lines(net)
    expect(written.filter((line) => line.startsWith('const net')).length).toBe(2)
    same(net)
  })

  it('of very deep parts forgets sizes on the way, except in ties', () => {
    const deep = (levels: number): AnyBlock =>
      Array.from({ length: levels }).reduce<AnyBlock>(
        (b) => residual(block().dense(4).pipe(b)),
        block().relu(),
      )
    const looses = (net: AnyDescription): number => toSource(net).split('.loose()').length - 1
    expect([5, 12, 13, 24, 30].map((n) => looses(input([4]).loose().pipe(deep(n))))).toEqual([
      0, 1, 1, 2, 2,
    ])
    same(input([4]).loose().pipe(deep(30)))
    const tied = tie((input([4]) as any).pipe(deep(15)) as never)
    expect(looses(input([4]).loose().pipe(tied).pipe(tied))).toBe(0)
    same(input([4]).loose().pipe(deep(15)).pipe(tied).pipe(tied))
  })

  it('of custom layers takes their blocks, or imports them', () => {
    const factory = () => ({
      getClassName: () => 'Scale',
      computeOutputShape: (s: unknown) => s,
      dispose: () => undefined,
    })
    const scale = custom('my-scale', factory)
    const net = input([4]).pipe(scale).dense(2).pipe(scale)
    expect(lines(net)).toEqual([
      "import { type custom, input } from 'layersmith'",
      '',
      "/** Takes a block for each custom layer: `custom('my-scale', () => …)`. */",
      "export const net = ({ 'my-scale': myScale }: { readonly 'my-scale': ReturnType<typeof custom> }) => {",
      '  return input([4]).pipe(myScale).dense(2).pipe(myScale)',
      '}',
    ])
    // it exports a function
    expect(
      toJSON((run(toSource(net)) as (customs: object) => AnyBlock)({ 'my-scale': scale })),
    ).toEqual(toJSON(net))
    const importing = toSource(net, { customs: './customs.js' })
    expect(importing.split('\n').slice(0, 4)).toEqual([
      "import { input } from 'layersmith'",
      "import { myScale } from './customs.js'",
      '',
      'export const net = input([4]).pipe(myScale).dense(2).pipe(myScale)',
    ])
    // it exports a net
    expect(
      toJSON(run(importing, 'net', { './customs.js': { myScale: scale } }) as AnyBlock),
    ).toEqual(toJSON(net))
  })

  it('never names a constant after a call, a word of the language or another constant', () => {
    const part = (units: number) =>
      block()
        .dense(units + 1, { activation: 'sigmoid' })
        .dense(4, { activation: 'sigmoid' })
    const net = ['input', 'class', 'net', 'part1', 'a-b', ''].reduce<AnyBlock>(
      (b, name, i) => {
        const named = name === '' ? part(i) : part(i).as(name)
        return b.pipe(named).pipe(named)
      },
      input([4]).loose(),
    )
    expect(lines(net).flatMap((line) => /^const (\w+)/.exec(line)?.[1] ?? [])).toEqual([
      'input2',
      'class2',
      'net2',
      'part1',
      'aB',
      'part2',
    ])
    same(net)
  })

  it('keeps what JSON can say and calls cannot', () => {
    const read = fromJSON({
      layersmith: 1,
      nodes: [
        {
          kind: 'group',
          body: [
            { kind: 'relu', config: {} },
            {
              kind: 'group',
              name: 'x',
              frozen: true,
              body: [{ kind: 'dense', config: { units: 2 } }],
            },
          ],
        },
        { kind: 'group', body: [] },
      ],
    })
    if (read._tag === 'Left') throw new Error(JSON.stringify(read.left))
    expect(lines(read.right).at(-1)).toBe(
      "export const net = block().relu().pipe(block().dense(2).as('x').frozen()).pipe(block())",
    )
  })

  it('refuses blocks that no compiling call makes, and invalid options', () => {
    expect(() => toSource(input([4]).dense(-1 as number))).toThrow(core.BuildError)
    expect(errorOf(() => toSource(block().conv(4, 3, { strides: 2 } as object)))).toMatchObject({
      problems: [{ code: 'unknownOption', path: 'conv', fix: 'did you mean stride?' }],
    })
    expect(() => toSource(block(), { name: 'class' })).toThrow(
      new TypeError('toSource: name must be a valid name for a constant, got "class"'),
    )
    expect(() => toSource(block(), { file: 'x' } as object)).toThrow(
      new TypeError('toSource: option "file" is not known; use name, from or customs'),
    )
    expect(() => toSource(3 as never)).toThrow(TypeError)
  })
})
