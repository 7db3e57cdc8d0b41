import { block, branch, input, repeat, residual, shared } from 'layersmith'
import { describe, expect, test } from 'tstyche'

const stem = block().conv(16, 3, { padding: 'same' }).bn().relu()

describe('through the door', () => {
  test('the shape of a net is exact', () => {
    const net = input([28, 28, 1])
      .pipe(stem)
      .pool(2)
      .tap('c1')
      .pipe(residual(stem))
      .pipe(branch(block().conv(8, 1), block().conv(8, 3, { padding: 'same' })).concat())
      .pipe(repeat(3, residual(block().conv(16, 3, { padding: 'same' }).bn().relu())))
      .tap('c2')
    expect(net.shape).type.toBe<[14, 14, 16]>()
    expect(net.globalPool().dense(10, { activation: 'softmax' }).shape).type.toBe<[10]>()
  })

  test('only stateless parts can be shared', () => {
    expect(shared).type.toBeCallableWith(block().relu())
    expect(shared).type.not.toBeCallableWith(block().bn())
    expect(shared).type.not.toBeCallableWith(block().conv(8, 3))
  })

  test('a kernel larger than its input does not compile', () => {
    expect(input([4, 4, 1]).conv).type.not.toBeCallableWith(8, 9)
    expect(input([9, 9, 1]).conv).type.toBeCallableWith(8, 9)
  })
})
