// The sizes that the compiler computes for literal inputs: exact, for every kind and composite, and
// for open blocks too.
import { describe, expect, test } from 'tstyche'
import { block, branch, input, repeat, residual, shared, tie } from '@layersmith/core'

const x = input([28, 28, 1])

describe('kinds', () => {
  test('conv', () => {
    expect(x.conv(6, 4).shape).type.toBe<[25, 25, 6]>()
    expect(x.conv(6, [3, 5]).shape).type.toBe<[26, 24, 6]>()
    expect(x.conv(6, 3, { padding: 'same' }).shape).type.toBe<[28, 28, 6]>()
    expect(x.conv(6, 3, { stride: 2 }).shape).type.toBe<[13, 13, 6]>()
    expect(x.conv(6, 3, { stride: [2, 3], padding: 'same' }).shape).type.toBe<[14, 10, 6]>()
    expect(x.conv(6, 3, { dilation: 2 }).shape).type.toBe<[24, 24, 6]>()
    expect(x.conv(6, 3, { dilation: [1, 3], padding: 'valid' }).shape).type.toBe<[26, 22, 6]>()
    expect(x.conv(6, 3, { dilation: 3, padding: 'same' }).shape).type.toBe<[28, 28, 6]>()
    expect(x.conv(6, 28).shape).type.toBe<[1, 1, 6]>()
    expect(x.conv(6, 4, { stride: 4 }).shape).type.toBe<[7, 7, 6]>()
    expect(x.conv(6, 1, { stride: 3 }).shape).type.toBe<[10, 10, 6]>()
    expect(input([1_000_000, 7, 3]).conv(1024, [17, 1], { stride: [13, 1] }).shape).type.toBe<
      [76922, 7, 1024]
    >()
  })
  test('depthwiseConv', () => {
    expect(input([32, 32, 8]).depthwiseConv(3).shape).type.toBe<[30, 30, 8]>()
    expect(
      input([32, 32, 8]).depthwiseConv(3, { depthMultiplier: 4, stride: 2, padding: 'same' }).shape,
    ).type.toBe<[16, 16, 32]>()
  })
  test('pool', () => {
    expect(x.pool(2).shape).type.toBe<[14, 14, 1]>()
    expect(x.pool(3).shape).type.toBe<[9, 9, 1]>()
    expect(x.pool(3, { stride: 2 }).shape).type.toBe<[13, 13, 1]>()
    expect(x.pool(3, { padding: 'same' }).shape).type.toBe<[10, 10, 1]>()
    expect(x.pool([2, 4], { kind: 'average' }).shape).type.toBe<[14, 7, 1]>()
  })
  test('globalPool, flatten and dense', () => {
    expect(input([7, 7, 1280]).globalPool().shape).type.toBe<[1280]>()
    expect(input([7, 7, 1280]).flatten().shape).type.toBe<[62720]>()
    expect(input([224, 224, 3]).flatten().shape).type.toBe<[150528]>()
    expect(input([784]).dense(10).shape).type.toBe<[10]>()
    expect(input([5, 6, 7]).dense(10).shape).type.toBe<[5, 6, 10]>()
  })
  test('pad and upsample', () => {
    expect(x.pad(0).shape).type.toBe<[28, 28, 1]>()
    expect(x.pad(3).shape).type.toBe<[34, 34, 1]>()
    expect(x.pad([1, 0]).shape).type.toBe<[30, 28, 1]>()
    expect(
      x.pad([
        [1, 2],
        [0, 72],
      ]).shape,
    ).type.toBe<[31, 100, 1]>()
    expect(x.upsample(2).shape).type.toBe<[56, 56, 1]>()
    expect(x.upsample([1, 30]).shape).type.toBe<[28, 840, 1]>()
  })
  test('those that keep the sizes, for any rank', () => {
    expect(
      x
        .relu()
        .relu6()
        .elu()
        .leakyRelu({ alpha: 0.1 })
        .activation('tanh')
        .bn()
        .layerNorm()
        .dropout(0.5).shape,
    ).type.toBe<[28, 28, 1]>()
    expect(input([7]).relu().bn().dropout(0.1, { seed: 1 }).shape).type.toBe<[7]>()
  })
})

describe('composites', () => {
  const same = block().conv(8, 3, { padding: 'same' })
  test('pipe, as, frozen, shared', () => {
    expect(
      x
        .pipe(same)
        .pipe(block())
        .pipe(same.as('b'))
        .pipe(same.frozen())
        .pipe(shared(block().relu().pool(2))).shape,
    ).type.toBe<[14, 14, 8]>()
    expect(block().pipe(x).shape).type.toBe<undefined>()
    expect(x.as('a').frozen().shape).type.toBe<[28, 28, 1]>()
  })
  test('residual', () => {
    expect(x.pipe(same).pipe(residual(same)).shape).type.toBe<[28, 28, 8]>()
    expect(
      x.pipe(
        residual(
          block().conv(4, 3, { stride: 2, padding: 'same' }),
          block().conv(4, 1, { stride: 2 }),
        ),
      ).shape,
    ).type.toBe<[14, 14, 4]>()
  })
  test('branch', () => {
    expect(x.pipe(branch(same, block(), block().conv(16, 1)).concat()).shape).type.toBe<
      [28, 28, 25]
    >()
    expect(x.pipe(branch(same, same).add()).shape).type.toBe<[28, 28, 8]>()
    expect(x.pipe(branch(same, same, same).maximum()).shape).type.toBe<[28, 28, 8]>()
    expect(x.pipe(branch(block().flatten(), block().globalPool()).concat()).shape).type.toBe<
      [785]
    >()
    expect(x.pipe(branch(branch(block(), block()).concat(), block()).concat()).shape).type.toBe<
      [28, 28, 3]
    >()
  })
  test('repeat', () => {
    expect(x.pipe(repeat(3, block().conv(4, 3))).shape).type.toBe<[22, 22, 4]>()
    expect(x.pipe(repeat(1, block())).shape).type.toBe<[28, 28, 1]>()
    expect(x.pipe(repeat(2, repeat(3, block().conv(4, 3).pad(1)))).shape).type.toBe<[28, 28, 4]>()
    expect(input([9000, 9000, 3]).pipe(repeat(450, block().conv(8, 3))).shape).type.toBe<
      [8100, 8100, 8]
    >()
    expect(input([8]).pipe(repeat(100_000, block().relu())).shape).type.toBe<[8]>()
  })
  test('tie and fixed blocks', () => {
    expect(input([8]).pipe(tie(input([8]).dense(4).relu())).shape).type.toBe<[4]>()
    expect(x.pipe(x.conv(8, 3)).pipe(input([26, 26, 8]).pool(2)).shape).type.toBe<[13, 13, 8]>()
    expect(tie(x.conv(8, 3)).shape).type.toBe<undefined>()
  })
  test('a U-Net is a recursion of branches', () => {
    const down = <F extends number>(f: F) => block().conv(f, 3, { padding: 'same' }).bn().relu()
    const inner = block().pool(2).pipe(down(32)).upsample(2)
    const outer = block().pool(2).pipe(down(16)).pipe(branch(block(), inner).concat()).upsample(2)
    expect(x.pipe(down(8)).pipe(branch(block(), outer).concat()).conv(1, 1).shape).type.toBe<
      [28, 28, 1]
    >()
  })
  test('networks from the literature', () => {
    const lenet = block()
      .conv(6, 5, { padding: 'same' })
      .pool(2)
      .conv(16, 5)
      .pool(2)
      .flatten()
      .dense(120)
      .dense(84)
      .dense(10)
    expect(x.pipe(lenet).shape).type.toBe<[10]>()
    expect(input([32, 32, 3]).pipe(lenet).shape).type.toBe<[10]>()
  })
})

test('an input keeps its sizes, whatever its rank', () => {
  expect(input([]).shape).type.toBe<[]>()
  expect(input([5]).shape).type.toBe<[5]>()
  expect(input([1, 2, 3, 4, 5]).shape).type.toBe<[1, 2, 3, 4, 5]>()
  expect(block().conv(8, 3).shape).type.toBe<undefined>()
})
