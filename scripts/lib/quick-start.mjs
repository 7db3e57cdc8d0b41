/** The README's program, as a user would write it in ESM and in CommonJS. */
const program = `
const stem = block().conv(8, 3, { padding: 'same' }).bn().relu()
const net = input([28, 28, 1])
  .pipe(stem).pool(2).tap('early').pipe(stem).globalPool().dense(10, { activation: 'softmax' })
assert.deepEqual(net.shape, [10])

const main = async () => {
  // both name the same backend, so there is only one copy of TensorFlow.js
  const { backend } = await startBackend()
  assert.equal(backend, tf.getBackend())
  assert.notEqual(backend, 'cpu')
  const built = toModel(net, { seed: 42 })
  const x = tf.randomUniform([4, 28, 28, 1], 0, 1, 'float32', 1)
  const y = tf.oneHot(tf.tensor1d([0, 1, 2, 3], 'int32'), 10)
  const p = built.predict(x)
  assert.deepEqual(p.shape, [4, 10])
  assert.deepEqual(built.features(x).early.shape, [4, 14, 14, 8])
  built.model.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy' })
  const { history } = await built.model.fit(x, y, { epochs: 1, verbose: 0 })
  assert.ok(Number.isFinite(history.loss[0]), 'the loss is a number')
  const bad = input([4, 4, 1]).conv(8, 9)
  const isRight = (error) => error instanceof BuildError && error.problems.length === 1
  assert.throws(() => toModel(bad), isRight)
  built.dispose()
  console.log(process.version + ' ok')
}

main().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
`

export const quickStart = {
  'quick-start.mjs': `import assert from 'node:assert/strict'
import * as tf from '@tensorflow/tfjs'
import { BuildError, block, input, toModel } from 'layersmith'
import { startBackend } from '@layersmith/backends'
${program}`,
  'quick-start.cjs': `const assert = require('node:assert/strict')
const tf = require('@tensorflow/tfjs')
const { BuildError, block, input, toModel } = require('layersmith')
const { startBackend } = require('@layersmith/backends')
${program}`,
}

/**
 * What the compiler must find in the same packages: exact shapes, and a declaration for an exported
 * block.
 */
export const typed = {
  'typed.mts': `import { block, input, residual, toModel } from 'layersmith'

export const stem = block().conv(8, 3, { padding: 'same' }).bn().relu()
export const wide = <F extends number>(filters: F) => block().pipe(residual(stem)).conv(filters, 3)
export const net = input([28, 28, 8]).pipe(wide(16)).globalPool().dense(10)
export const shape: readonly [10] = net.shape
export const build = () => toModel(net)
// @ts-expect-error: the kernel does not fit
input([4, 4, 1]).conv(8, 9)
`,
  'typed.cts': `import { input, toModel } from 'layersmith'

export const net = input([8]).dense(3)
export const shape: readonly [3] = net.shape
export const build = () => toModel(net)
`,
  'tsconfig.json': JSON.stringify({
    compilerOptions: {
      strict: true,
      target: 'es2022',
      lib: ['es2023', 'dom'],
      module: 'nodenext',
      types: [],
      skipLibCheck: true,
      declaration: true,
      outDir: 'out',
      rootDir: '.',
    },
    files: ['typed.mts', 'typed.cts'],
  }),
}
