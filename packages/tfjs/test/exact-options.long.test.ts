// Options that may be undefined, under exactOptionalPropertyTypes: `{ stride: maybe }` compiles.
import { describe, expect, it } from '@jest/globals'
import { kinds } from '@layersmith/core'
import { complaintsAbout } from './support/compile.js'

/** What comes before the options, and the options that it gives; other kinds take options only. */
const before: Readonly<Record<string, readonly [args: string, names: readonly string[]]>> = {
  bidirectional: ['block().lstm(4)', ['layer']],
  categoryEncoding: ['50', ['tokens']],
  conv: ['4, 3', ['filters', 'kernel']],
  conv1d: ['4, 3', ['filters', 'kernel']],
  conv3d: ['4, 3', ['filters', 'kernel']],
  conv3dTranspose: ['4, 3', ['filters', 'kernel']],
  convLstm2d: ['4, 3', ['filters', 'kernel']],
  convTranspose: ['4, 3', ['filters', 'kernel']],
  dense: ['4', ['units']],
  depthwiseConv: ['3', ['kernel']],
  dropout: ['0.5', ['rate']],
  embedding: ['50, 4', ['tokens', 'size']],
  groupNorm: ['2', ['groups']],
  gru: ['4', ['units']],
  lstm: ['4', ['units']],
  pool: ['2', ['size']],
  pool1d: ['2', ['size']],
  pool3d: ['2', ['size']],
  rescaling: ['2', ['scale']],
  separableConv: ['4, 3', ['filters', 'kernel']],
  simpleRnn: ['4', ['units']],
  spatialDropout1d: ['0.5', ['rate']],
  stochasticDepth: ['0.5', ['rate']],
  upsample: ['2', ['size']],
}
/** Kinds whose arguments are all positional. */
const positional = new Set(
  'activation alphaDropout centerCrop crop gaussianDropout gaussianNoise pad permute repeatVector reshape timeDistributed'.split(
    ' ',
  ),
)
const exact = { exactOptionalPropertyTypes: true, noUnusedLocals: false }
const complaints = (lines: readonly string[]): readonly string[] =>
  complaintsAbout(
    [
      "import { block, check, custom, input, tie } from 'layersmith'",
      "import { audit, callbacks, toModel } from 'layersmith'",
      ...lines,
      'export {}',
    ].join('\n'),
    exact,
  )

describe('under exactOptionalPropertyTypes', () => {
  it('every option of every kind may be undefined', () => {
    const calls = kinds()
      .filter(({ kind, method }) => method && !positional.has(kind))
      .flatMap(({ kind, options }) => {
        const [args, names] = before[kind] ?? ['', []]
        return options
          .filter(({ name }) => !names.includes(name))
          .map(
            ({ name }) =>
              `block().${kind}(${args === '' ? '' : `${args}, `}{ ${name}: undefined })`,
          )
      })
    expect(calls.length).toBeGreaterThan(150)
    expect(complaints(calls)).toEqual([])
  })

  it('may be undefined or a number, and the size is then unknown', () => {
    expect(
      complaints([
        'declare const maybe: number | undefined',
        'const net = input([9, 9, 3]).conv(4, 3, { stride: maybe }).pool(2, { stride: maybe })',
        'const shape: readonly [number | null, number | null, 4] = net.shape',
        'void shape',
      ]),
    ).toEqual([])
  })

  it('so may the options of functions', () => {
    expect(
      complaints([
        'const net = input([4]).dense(2)',
        'const none = undefined',
        'const options = { inputShape: none, seed: none, share: none, trainable: none }',
        'void check(net, options)',
        'void toModel(net, { ...options, name: none })',
        'void tie(net, { bn: none })',
        "void custom('mine', () => { throw new Error() }, { outputShape: none })",
        'void audit(toModel(net).model, { ties: none })',
        'void callbacks.bestWeights({ monitor: none, patience: none })',
      ]),
    ).toEqual([])
  })
})
