import { expect, test } from '@jest/globals'
import { input, plan } from 'layersmith'
import { leastTime } from '../src/index.js'

test('the least time is the slower of arithmetic and memory, layer by layer', () => {
  // 1x1 convolution, 2 to 3 channels, on 4x4: 16 * 3 * 2 multiply-adds and 48 biases; 32 + 48
  // numbers flow, 9 weights; flatten is free
  const net = plan(input([4, 4, 2]).conv(3, 1).flatten())
  const [conv] = net.positions
  const at = (gflops: number, gigabytes: number) =>
    leastTime(net, 10, {
      arithmetic: { rate: gflops, size: 1 },
      bandwidth: { rate: gigabytes, size: 1 },
    })
  expect(at(1, 1e9)).toBeCloseTo((10 * conv!.flops!) / 1e6, 12)
  expect(at(1e9, 1)).toBeCloseTo((4 * (10 * 80 + 9)) / 1e6, 12)
  expect(at(2, 1e9)).toBeCloseTo(at(1, 1e9) / 2, 12)
})
