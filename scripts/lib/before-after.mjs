// The before and after in the READMEs: a diff stands for two programs, each of which trains a
// `model` on `images` and `labels`.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { at, Failed } from './run.mjs'

/** Defines what they train; goes right before the line that compiles the model. */
const training = `
const model = tf.sequential({ layers: [
  tf.layers.conv2d({ inputShape: [12, 12, 1], filters: 6, kernelSize: 4, activation: 'relu' }),
  tf.layers.batchNormalization(),
  tf.layers.maxPooling2d({ poolSize: 2 }),
  tf.layers.flatten(),
  tf.layers.dense({ units: 3, activation: 'softmax' }),
] })
const images = tf.randomNormal([64, 12, 12, 1], 0, 1, 'float32', 1)
const labels = tf.oneHot(tf.tensor1d(Array.from({ length: 64 }, (_, i) => i % 3), 'int32'), 3)
`

function program(lines, sign, place) {
  const text = lines
    .filter((line) => line[0] === sign || line[0] === ' ')
    .map((line) => line.slice(1))
    .join('\n')
  const compiled = text.indexOf('model.compile(')
  if (compiled < 0 || !text.includes('model.fit(images, labels'))
    throw new Failed(`${place}: a before and after must compile model and fit it to images, labels`)
  return text.slice(0, compiled) + training.trimStart() + text.slice(compiled)
}

/** The two programs of each diff in a Markdown file. */
function beforeAndAfter(file) {
  const place = path.relative(at(), file)
  const diffs = [...readFileSync(file, 'utf8').matchAll(/^```diff\n(.*?)\n```$/gms)].map(
    ([, text]) => text.split('\n'),
  )
  return diffs.map((lines) => ({
    place,
    before: program(lines, '-', place),
    after: program(lines, '+', place),
  }))
}

/** The programs for Node, and those for a page. */
export const wasmKernels = () => {
  const [node, page] = beforeAndAfter(at('packages', 'wasm-kernels', 'README.md'))
  if (page === undefined)
    throw new Failed(
      'packages/wasm-kernels/README.md needs a before and after for Node, and another for a page',
    )
  return { node, page }
}

/** Why the stock backend cannot train. */
export const untrained = "Kernel 'Conv2DBackpropFilter' not registered for backend 'wasm'"
