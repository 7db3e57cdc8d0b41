// Whole trainings: losses over many steps, memory over very many.
import { beforeAll, describe, expect, it } from '@jest/globals'
import { startBackend } from '@layersmith/backends'
import { block, input, repeat, residual } from '@layersmith/core'
import { compileTraining } from '@layersmith/compile'
import { basicBlock, efficientNetB0, mbConv, mobileNetV2 } from '@layersmith/zoo'
import * as tf from '@tensorflow/tfjs'
import { beside, build, sizeOf, spread, targets, wave } from '../support/training.js'

beforeAll(async () => {
  await startBackend({ require: 'wasm', threads: 1 })
})

const CLASSES = 10
const unit = (filters: number) =>
  block().conv(filters, 3, { padding: 'same', useBias: false }).bn({ momentum: 0.9 })
const head = block().globalPool().dense(CLASSES, { activation: 'softmax' })
const image = input([16, 16, 3])
const separable = (filters: number, stride: 1 | 2) =>
  block()
    .depthwiseConv(3, { padding: 'same', stride, useBias: false })
    .bn({ momentum: 0.9 })
    .relu6()
    .conv(filters, 1, { useBias: false })
    .bn({ momentum: 0.9 })
    .relu6()
const stage = (filters: number) =>
  block()
    .pipe(unit(filters).relu())
    .pipe(repeat(3, residual(unit(filters).relu().pipe(unit(filters))).relu()))

const nets: readonly (readonly [string, unknown])[] = [
  [
    'LeNet',
    input([28, 28, 1])
      .conv(6, 4, { activation: 'relu' })
      .bn({ momentum: 0.9 })
      .pool(2)
      .conv(16, 4, { activation: 'relu' })
      .bn({ momentum: 0.9 })
      .pool(2)
      .flatten()
      .dense(CLASSES, { activation: 'softmax' }),
  ],
  ['VGG-like', image.pipe(unit(16).relu()).pool(2).pipe(unit(32).relu()).pool(2).pipe(head)],
  [
    'MobileNet-like',
    image
      .pipe(unit(8).relu6())
      .pipe(separable(16, 2))
      .pipe(separable(16, 1))
      .pipe(separable(32, 2))
      .pipe(head),
  ],
  ['ResNet-20', image.pipe(stage(8)).pool(2).pipe(stage(16)).pool(2).pipe(stage(32)).pipe(head)],
  [
    'EfficientNet-like blocks',
    image
      .pipe(unit(8))
      .pipe(mbConv(8, 12, { stride: 2 }))
      .pipe(mbConv(12, 12))
      .pipe(head),
  ],
]

const [IMAGES, STEPS] = [16, 200]
type Batch = readonly [x: Float32Array, y: Float32Array]

describe('over 200 steps', () => {
  it.each(nets)(
    'the losses of %s are as near as those of two orders of the images',
    async (_, net) => {
      const { inputs } = build(net).plan
      const shape = [...(inputs[0]?.shape ?? [])].map(Number)
      const each = sizeOf(shape)
      const batches = Array.from({ length: 8 }, (_, i): Batch => [
        wave(IMAGES * each, i),
        targets.hot(IMAGES, CLASSES, i),
      ])
      const byTensorFlow = async (batch: (one: Batch) => Batch): Promise<number[]> => {
        const built = build(net)
        const optimizer = tf.train.momentum(0.01, 0.9)
        built.model.compile({ optimizer, loss: 'categoricalCrossentropy' })
        const losses: number[] = []
        for (let step = 0; step < STEPS; step++) {
          const [x, y] = batch(batches[step % batches.length] as Batch)
          const tensors = [
            tf.tensor(x, [IMAGES, ...shape]),
            tf.tensor(y, [IMAGES, CLASSES]),
          ] as const
          losses.push(Number(await built.model.trainOnBatch(...tensors)))
          tf.dispose([...tensors])
        }
        built.dispose()
        optimizer.dispose()
        return losses
      }
      const built = build(net)
      const trainer = await compileTraining(built, {
        optimizer: tf.train.momentum(0.01, 0.9),
        loss: 'categoricalCrossentropy',
      } as never)
      const mine = Array.from({ length: STEPS }, (_, step) => {
        const [x, y] = batches[step % batches.length] as Batch
        return (trainer.step(x, y) as { readonly loss: number }).loss
      })
      trainer.dispose()
      built.dispose()
      const wanted = await byTensorFlow((batch) => batch)
      const backwards = await byTensorFlow(([x, y]) => [reversed(x, each), reversed(y, CLASSES)])
      const far = (a: readonly number[], b: readonly number[]): number =>
        Math.max(...a.map((loss, i) => Math.abs(loss - (b[i] ?? NaN))))
      expect(far(mine, wanted)).toBeLessThan(Math.max(1e-4, 2 * far(backwards, wanted)))
      expect(mine.at(-1)).toBeLessThan(mine[0] ?? NaN)
    },
    600_000,
  )
})

describe('two steps of models of the zoo', () => {
  const inputShape = [64, 64, 3] as const
  const small = { inputShape, classes: CLASSES } as const
  it.each([
    ['mobileNetV2', () => mobileNetV2({ ...small, width: 0.35 })],
    ['efficientNetB0', () => efficientNetB0({ ...small, preprocessing: false })],
    [
      'the blocks of a ResNet',
      () =>
        input(inputShape)
          .conv(16, 7, { stride: 2, padding: 'same', useBias: false })
          .bn()
          .relu()
          .pipe(basicBlock(16))
          .pipe(basicBlock(32, { stride: 2 }))
          .pipe(basicBlock(64, { stride: 2 }))
          .pipe(head),
    ],
  ] as const)(
    '%s: they end where those of trainOnBatch end, but for the order of sums',
    async (_, make) => {
      const loss = 'categoricalCrossentropy'
      const optimizer = () => tf.train.sgd(0.01)
      const batches = { steps: 2, images: 4, target: 'hot' } as const
      const far = await beside(make(), { loss, optimizer: optimizer() }, batches)
      const own = await spread(make(), { loss, optimizer }, batches)
      expect(far.weights).toBeLessThan(Math.max(1e-4, 10 * own))
      expect(far.measures).toBeLessThan(1e-3)
    },
    600_000,
  )
})

describe('the memory of a step', () => {
  it.each(nets)('of %s is at most half of what trainOnBatch takes', async (_, net) => {
    const [theirs, mine] = [build(net), build(net)]
    const options = { optimizer: 'adam', loss: 'categoricalCrossentropy' } as const
    const shape = [...(mine.plan.inputs[0]?.shape ?? [])].map(Number)
    const [xs, ys] = [wave(IMAGES * sizeOf(shape)), targets.hot(IMAGES, CLASSES)]
    const trainer = await compileTraining(mine, options as never)
    trainer.step(xs, ys)
    const { bytes } = trainer.report
    trainer.dispose()
    mine.dispose()
    theirs.model.compile(options)
    const [x, y] = [tf.tensor(xs, [IMAGES, ...shape]), tf.tensor(ys, [IMAGES, CLASSES])]
    const { peakBytes } = await tf.profile(async () => {
      await theirs.model.trainOnBatch(x, y)
      return {}
    })
    tf.dispose([x, y])
    theirs.dispose()
    expect(bytes).toBeLessThan(peakBytes / 2)
  })
})

/** The examples in the other order. */
const reversed = (numbers: Float32Array, each: number): Float32Array => {
  const count = numbers.length / each
  return Float32Array.from(numbers, (_, i) => {
    const [row, at] = [Math.floor(i / each), i % each]
    return numbers[(count - 1 - row) * each + at] ?? NaN
  })
}

it('10,000 steps leave the memory as it is', async () => {
  const built = build(
    input([6, 6, 1]).conv(2, 3).bn().relu().pool(2).flatten().dropout(0.2).dense(2),
  )
  const trainer = await compileTraining(built, {
    optimizer: 'adam',
    loss: 'meanSquaredError',
  } as never)
  const [x, y] = [wave(4 * 36) as never, wave(8) as never]
  trainer.step(x, y)
  const before = { bytes: trainer.report.bytes, tensors: tf.memory().numTensors }
  for (let i = 1; i < 10_000; i++) trainer.step(x, y)
  expect({ bytes: trainer.report.bytes, tensors: tf.memory().numTensors }).toEqual(before)
  trainer.dispose()
  built.dispose()
}, 600_000)
