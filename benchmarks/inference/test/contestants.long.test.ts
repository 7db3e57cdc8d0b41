import { expect, test } from '@jest/globals'
import { plan } from '@layersmith/core'
import { startBackend } from '@layersmith/backends'
import { seededRandom } from '@layersmith/bench'
import * as tf from '@tensorflow/tfjs'
import { contestantsOf } from '../src/contestants.js'
import { installedRuntimes } from '../src/installed-runtimes.js'
import { measure } from '../src/measure.js'
import { type SmallNet, nets } from '../src/nets.js'
import { outcomeLine } from '../src/outcome.js'
import { Stages } from '../src/stage.js'

test.each(Object.entries(nets.small))(
  '%s computes the same by all contestants, and leaves nothing behind',
  async (name, make) => {
    await startBackend({ require: 'wasm', threads: 1 })
    const before = tf.memory().numTensors
    const net = make()
    const contestants = await contestantsOf(name, net, 1, installedRuntimes(1))
    const shape = plan(net).inputs[0]!.shape.map(Number)
    const settings = { rounds: 3, random: seededRandom(1), stages: new Stages(1) }
    const measured = await measure(
      { net: name as SmallNet, batch: 2 },
      shape,
      contestants,
      settings,
    )
    await contestants.dispose()
    expect(measured.contestants.map((one) => one.name)).toEqual([
      'by hand',
      'predict, stock',
      'predict',
      'compiled, tfjs',
      'compiled, wasm',
    ])
    expect(measured.missing.length).toBe(5)
    expect(outcomeLine(measured)).toContain('without onnxruntime-web: it is not installed')
    expect(tf.getBackend()).toBe('wasm')
    expect(tf.memory().numTensors).toBe(before)
  },
)
