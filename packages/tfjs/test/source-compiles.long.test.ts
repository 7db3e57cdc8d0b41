// Printed source is TypeScript that compiles in strict mode.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import {
  type AnyBlock,
  block,
  branch,
  custom,
  input,
  inputs,
  kinds,
  ofKind,
  recognize,
  repeat,
  residual,
  tie,
  toSource,
} from '@layersmith/core'
import { complaintsAbout } from './support/compile.js'
import { samples } from './support/samples.js'

const times = (n: number, start: AnyBlock, next: (b: AnyBlock) => AnyBlock): AnyBlock =>
  Array.from({ length: n }).reduce<AnyBlock>(next, start)
const methods = new Set(
  kinds()
    .filter((k) => k.method)
    .map((k) => k.kind),
)

describe('the compiler accepts the source of', () => {
  it('every kind, with options', () => {
    const nets = samples.flatMap(({ className, config, shapes }) => {
      // samples are plain data
      const found = recognize(className, config as never, shapes[0]!.length + 1)
      return found === null || !methods.has(found.kind)
        ? []
        : [input([...shapes[0]!]).pipe(ofKind(found.kind, found.config))]
    })
    expect(nets.length).toBeGreaterThan(50)
    const [first, ...rest] = nets.map((net, i) =>
      toSource(net, { name: `net${i}` })
        .split('\n')
        .slice(2)
        .join('\n'),
    )
    expect(
      complaintsAbout(
        [
          "import { block, input } from 'layersmith'",
          first,
          ...rest,
          'export const empty = block()',
        ].join('\n'),
      ),
    ).toEqual([])
  }, 120_000)

  it('chains of 500 calls, open and fixed', () => {
    const conv = (b: AnyBlock): AnyBlock => b.conv(4, 3, { padding: 'same' })
    const open = times(500, block(), conv)
    expect(complaintsAbout(toSource(times(500, input([8, 8, 4]), conv)))).toEqual([])
    expect(complaintsAbout(toSource(input([8, 8, 4]).pipe(open)))).toEqual([])
  }, 120_000)

  it('parts nested forty deep', () => {
    const unet = times(40, block(), (b) =>
      branch(block(), block().conv(4, 3, { padding: 'same' }).pipe(b)).concat(),
    )
    const mixed = times(40, block().relu(), (b) =>
      residual(branch(b.conv(2, 1), block().conv(2, 1)).concat()),
    )
    for (const part of [unet, mixed])
      expect(complaintsAbout(toSource(input([8, 8, 4]).pipe(part)))).toEqual([])
  }, 120_000)

  it('graphs, ties, names, taps and custom layers', () => {
    const encoder = tie(input([8]).dense(4).bn().relu(), { bn: 'per-use' })
    const scale = custom('scale', () => tf.layers.activation({ activation: 'tanh' }))
    const head = repeat(2, residual(block().dense(8).relu()))
      .as('head')
      .frozen()
    const pair = inputs({ left: [8], right: [8] })
      .each(encoder)
      .merge('subtract')
      .dense(8)
      .tap('code')
    expect(
      complaintsAbout(
        toSource(
          pair
            .pipe(head)
            .pipe(head)
            .outputs({ a: block().dense(2), b: block() }),
        ),
      ),
    ).toEqual([])
    expect(
      complaintsAbout(
        toSource(
          input([8])
            .pipe(scale)
            .pipe(branch(block(), scale).dot({ axes: 1 }))
            .dense(3),
        ),
      ),
    ).toEqual([])
  }, 120_000)
})
