// Taps as data: channels and strides.
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import {
  type AnyBlock,
  type AnyNet,
  block,
  branch,
  custom,
  input,
  inputs,
  repeat,
  residual,
} from '@layersmith/core'
import { planned } from './support/errors.js'

const same = { padding: 'same' } as const
const taps = (net: AnyBlock) =>
  planned(net).taps.map(({ name, channels, stride }) => [name, channels, stride])
const strideOf = (net: AnyBlock) => planned((net as AnyNet).tap('t')).taps.at(-1)?.stride

type Part = (net: AnyNet) => AnyNet
const step = fc.constantFrom<readonly [number, number]>([1, 1], [2, 2], [3, 3], [1, 2], [3, 1])
const size = fc.constantFrom(1, 2, 3, 5)
/** Layers where each output pixel stands for exactly as many input pixels as the stride says. */
const exact: fc.Arbitrary<Part> = fc.oneof(
  fc.tuple(size, step).map(
    ([k, stride]): Part =>
      (n) =>
        n.conv(4, k, { stride, ...same }),
  ),
  fc.tuple(size, step).map(
    ([k, stride]): Part =>
      (n) =>
        n.depthwiseConv(k, { stride, ...same }),
  ),
  fc.tuple(size, step).map(
    ([k, stride]): Part =>
      (n) =>
        n.separableConv(2, k, { stride, ...same }),
  ),
  fc.tuple(size, step).map(
    ([k, stride]): Part =>
      (n) =>
        n.pool(k, { stride, ...same }),
  ),
  fc.tuple(size, step).map(
    ([k, stride]): Part =>
      (n) =>
        n.convTranspose(3, k, { stride, ...same }),
  ),
  step.map(
    (s): Part =>
      (n) =>
        n.upsample(s),
  ),
  step.map(
    (s): Part =>
      (n) =>
        n.pool(s),
  ),
  step.map(
    (stride): Part =>
      (n) =>
        n.pipe(residual(block().conv(6, 3, { stride, ...same }), block().conv(6, 1, { stride }))),
  ),
  step.map(
    (stride): Part =>
      (n) =>
        n.pipe(
          branch(
            block().pool(2, { stride, ...same }),
            block().conv(1, 3, { stride, ...same }),
          ).concat(),
        ),
  ),
  step.map(
    (stride): Part =>
      (n) =>
        n.pipe(repeat(2, block().conv(3, 3, { stride, ...same }))),
  ),
  fc.constantFrom<Part>(
    (n) => n.bn().relu(),
    (n) => n.dense(5),
    (n) => n.dropout(0.5).layerNorm(),
    (n) => n.prelu().softmax(),
    (n) => n.pipe(residual(block().rescaling(2))),
  ),
)

describe('the stride of a tap', () => {
  it('is how much smaller its sizes are, where nothing is cut off', () => {
    // 2 parts of at most two rounds of 2 or 3; a larger image would be no tensor
    const whole = 2 ** 4 * 3 ** 4
    fc.assert(
      fc.property(fc.array(exact, { maxLength: 2 }), (parts) => {
        const net = parts.reduce<AnyNet>(
          (n, part, i) => part(n).tap(`t${i}`),
          input([whole, whole, 3]).loose().tap('in'),
        )
        for (const { shape, channels, stride } of planned(net).taps) {
          expect(channels).toBe(shape[2])
          expect(stride?.length).toBe(2)
          stride?.forEach((n, i) => expect((n * shape[i]!) / whole).toBeCloseTo(1, 10))
        }
      }),
    )
  })

  it('of a ResNet-50 is what timm calls its reduction', () => {
    const unit = (filters: number, stride: 1 | 2) =>
      block()
        .conv(filters, 1)
        .bn()
        .relu()
        .pad(1)
        .conv(filters, 3, { stride })
        .bn()
        .relu()
        .conv(4 * filters, 1)
        .bn()
    const stage = (filters: number, rounds: number, stride: 1 | 2): AnyBlock =>
      block()
        .pipe(
          residual(
            unit(filters, stride),
            block()
              .conv(4 * filters, 1, { stride })
              .bn(),
          ),
        )
        .relu()
        .pipe(repeat(rounds, residual(unit(filters, 1))))
    const net = input([224, 224, 3])
      .loose()
      .pad(3)
      .conv(64, 7, { stride: 2 })
      .bn()
      .relu()
      .tap('act1')
      .pad(1)
      .pool(3, { stride: 2 })
      .pipe(stage(64, 2, 1))
      .tap('layer1')
      .pipe(stage(128, 3, 2))
      .tap('layer2')
      .pipe(stage(256, 5, 2))
      .tap('layer3')
      .pipe(stage(512, 2, 2))
      .tap('layer4')
    // timm.create_model('resnet50', features_only=True).feature_info: num_chs, reduction
    expect(taps(net)).toEqual([
      ['act1', 64, [2, 2]],
      ['layer1', 256, [4, 4]],
      ['layer2', 512, [8, 8]],
      ['layer3', 1024, [16, 16]],
      ['layer4', 2048, [32, 32]],
    ])
  })

  it('is known for sequences, volumes and videos, and for unknown sizes', () => {
    const any = input([null, null, 3])
      .conv(4, 3, { stride: 2 })
      .tap('a')
      .pool(2)
      .pad(1)
      .crop([1, 2])
      .tap('b')
      .convTranspose(5, 4, { stride: 4 })
      .tap('c')
    expect(taps(any)).toEqual([
      ['a', 4, [2, 2]],
      ['b', 4, [4, 4]],
      ['c', 5, [1, 1]],
    ])
    expect(
      taps(
        input([100, 2])
          .conv1d(4, 3, { stride: 3 })
          .tap('a')
          .pool1d(2)
          .tap('b')
          .lstm(5, { returnSequences: true })
          .tap('c'),
      ),
    ).toEqual([
      ['a', 4, [3]],
      ['b', 4, [6]],
      ['c', 5, [6]],
    ])
    expect(
      taps(
        input([16, 16, 16, 1])
          .conv3d(2, 3, { stride: [1, 2, 4], ...same })
          .pool3d(2)
          .tap('a')
          .conv3dTranspose(1, 2, { stride: 2 })
          .tap('b'),
      ),
    ).toEqual([
      ['a', 2, [2, 4, 8]],
      ['b', 1, [1, 2, 4]],
    ])
    const video = input([8, 16, 16, 1])
    expect(
      taps(video.convLstm2d(2, 3, { stride: 2, returnSequences: true, ...same }).tap('a')),
    ).toEqual([['a', 2, [1, 2, 2]]])
    expect(taps(video.convLstm2d(2, 3, { stride: 2, ...same }).tap('a'))).toEqual([
      ['a', 2, [2, 2]],
    ])
  })

  it('follows the axes that permute exchanges', () => {
    const net = input([16, 16, 3]).pool([2, 4])
    expect(strideOf(net.permute([2, 1, 3]))).toEqual([4, 2])
    expect(strideOf(net.permute([1, 3, 2]))).toBe(null)
    expect(strideOf(net.permute([1, 2, 3]))).toEqual([2, 4])
  })

  it('is null where it has no meaning, and for everything after', () => {
    const image = input([8, 8, 2])
    for (const net of [
      input([4]),
      input([4]).dense(4),
      image.flatten(),
      image.globalPool(),
      image.flatten().reshape([8, 8, 2]),
      input([4]).repeatVector(3),
      input([5]).embedding(10, 4),
    ])
      expect(strideOf(net)).toBe(null)
    expect(
      strideOf(
        image.pipe(
          custom(
            'mine',
            () => {
              throw new Error('never called')
            },
            { outputShape: (s) => s },
          ),
        ),
      ),
    ).toBe(null)
    expect(strideOf(image.flatten().reshape([8, 8, 2]).conv(3, 3, same))).toBe(null)
    // one arm sees every second pixel, the other all pixels of half an image
    expect(strideOf(image.pipe(branch(block().pool(2), block().crop(2)).add()))).toBe(null)
    expect(strideOf(input([4, 4]).pipe(branch(block(), block()).dot()))).toBe(null)
    expect(planned(input([null]).embedding(3, 4).lstm(2).tap('t')).taps).toEqual([
      { name: 't', from: 'lstm1', shape: [2], channels: 2, stride: null },
    ])
    expect(planned(input([]).tap('t')).taps[0]?.channels).toBe(null)
  })

  it('counts from the input of each arm in a net with several inputs', () => {
    const net = inputs({ left: [8, 8, 1], right: [16, 16, 1] })
      .each({ left: block().pool(2).tap('c'), right: block().pool(4).tap('c') })
      .merge('concat')
      .tap('d')
    expect(taps(net)).toEqual([
      ['c.left', 1, [2, 2]],
      ['c.right', 1, [4, 4]],
      ['d', 2, null],
    ])
  })
})
