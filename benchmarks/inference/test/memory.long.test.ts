import { expect, test } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { type CompiledMemory, type PredictMemory, measureMemory } from '../src/memory.js'
import { ratioOf } from '../src/memory-result.js'
import { type SmallNet, nets } from '../src/nets.js'

// ResNet-20 has much larger weights for Winograd's F(4x4, 3x3), and its values are small
const most: Readonly<Record<SmallNet, number>> = {
  LeNet: 1 / 3,
  'MobileNet-like': 1 / 3,
  'VGG-like': 1 / 3,
  'ResNet-20': 2 / 3,
}

test.each(Object.keys(nets.small) as SmallNet[])(
  '%s, compiled, needs a part of the memory that predict needs for 32 images',
  async (net) => {
    const of = { net, batch: 32, threads: 1 }
    const [predict, compiled] = [
      // what was asked for
      (await measureMemory({ ...of, contestant: 'predict' })) as PredictMemory,
      (await measureMemory({ ...of, contestant: 'compiled' })) as CompiledMemory,
    ]
    expect(tf.memory().numTensors).toBe(0)
    // whole pages
    expect(compiled.memory % 65536).toBe(0)
    expect(compiled.memory).toBeGreaterThan(0)
    expect(predict.tensors).toBeGreaterThan(compiled.numbers / 2)
    // in this process the heap may have room from the net before
    expect(ratioOf({ ...of, predict: { ...predict, heap: Infinity }, compiled })).toBeLessThan(
      most[net],
    )
  },
)
