// Our own files come back to the same nets: the same source, and the same weights. What export
// folds, or what operators say otherwise, is listed with the reason.
import { expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import fc from 'fast-check'
import {
  type AnyDescription,
  block,
  branch,
  check,
  input,
  residual,
  toSource,
} from '@layersmith/core'
import { loadWeights, toModel, weightsOf } from '@layersmith/tfjs'
import { type FromOnnx, type Port, type ToOnnxOptions, fromOnnx, toOnnx } from '@layersmith/onnx'
import { composed } from './support/composed.js'
import { netsOfKinds } from './support/others.js'
import { otherwise, refused, rescaled } from './support/otherwise.js'
import { type BuiltNet, giveWeights } from './support/written.js'

const sourceOf = (net: AnyDescription): string => toSource(net).replace(/^import .*\n+/, '')

interface Trip {
  readonly source: string
  readonly back: FromOnnx
  /** Whether each weight has the name and the numbers that it had. */
  readonly keepsWeights: boolean
  /** The largest difference of what both nets compute, as a part of the largest number. */
  readonly difference: number
}

/** A net through a file. */
const there = async (net: AnyDescription, options: ToOnnxOptions = {}): Promise<Trip> => {
  const before = tf.memory().numTensors
  const built = toModel(net as any, { seed: 1 }) as any
  try {
    giveWeights(built)
    const back = await fromOnnx(await toOnnx(built, options))
    const given = Object.entries(weightsOf(built))
    const keepsWeights =
      given.length === Object.keys(back.weights).length &&
      given.every(([name, tensor]) =>
        tensor.dataSync().every((n, i) => Object.is(n, back.weights[name]?.[i])),
      )
    return { source: sourceOf(net), back, keepsWeights, difference: compared(built, back, options) }
  } finally {
    built.dispose()
    expect(tf.memory().numTensors).toBe(before)
  }
}

/** A tensor of the graph with the axes that the net has, or the other way. */
const turned = (x: tf.Tensor, { axes }: Port, isBack = false): tf.Tensor =>
  tf.transpose(x, isBack ? axes.map((_, axis) => axes.indexOf(axis)) : [...axes])

/** Inputs and outputs in the order of our axes. */
const compared = (
  { model, plan }: BuiltNet,
  { net, weights, report }: FromOnnx,
  { layout }: ToOnnxOptions,
): number => {
  const built = toModel(net)
  const inGraph = (x: tf.Tensor): tf.Tensor =>
    layout === 'nchw' && x.rank > 3 ? tf.transpose(x, [0, 3, 1, 2]) : x
  try {
    loadWeights(built, weights)
    return tf.tidy(() => {
      const x = plan.inputs.map(({ shape }, i) =>
        tf.randomUniform(
          [2, ...shape.map((size, axis) => size ?? 9 + axis)],
          -1,
          1,
          'float32',
          i + 1,
        ),
      )
      const own = (name: string): number => plan.inputs.findIndex((one) => one.name === name)
      const given = report.inputs.map((port) => turned(inGraph(x[own(port.name)]!), port))
      const y = [model.predict(x.length === 1 ? x[0]! : x)].flat()
      const found = [built.model.predict(given.length === 1 ? given[0]! : given)].flat()
      return Math.max(
        ...y.map((one, i) => {
          const inOrder = inGraph(one)
          const other = turned(found[i]!, report.outputs[i]!, true)
          expect(other.shape).toEqual(inOrder.shape)
          return tf.div(tf.max(tf.abs(tf.sub(inOrder, other))), tf.max(tf.abs(one))).dataSync()[0]!
        }),
      )
    })
  } finally {
    built.dispose()
  }
}

it('a net of each kind', async () => {
  const backs = new Map(
    Object.values(otherwise)
      .flat()
      .map(([given, back]) => [sourceOf(given), sourceOf(back)] as const),
  )
  const left = new Set([...backs.keys(), ...rescaled.map(sourceOf), ...Object.keys(refused)])
  const isRescaled = new Set(rescaled.map(sourceOf))
  for (const [kind, makers] of Object.entries(netsOfKinds))
    for (const make of makers) {
      const net = make()
      const source = sourceOf(net)
      const name = source.includes('squareplus') ? 'activation squareplus' : kind
      const reason = refused[name]
      left.delete(name)
      left.delete(source)
      if (reason !== undefined) {
        await expect(there(net)).rejects.toThrow(reason)
        continue
      }
      const { back, keepsWeights, difference } = await there(net)
      expect([source, difference]).toEqual([source, expect.closeTo(0, 5)])
      if (isRescaled.has(source)) continue
      expect([source, sourceOf(back.net)]).toEqual([source, backs.get(source) ?? source])
      if (!backs.has(source)) expect([source, keepsWeights]).toEqual([source, true])
    }
  expect([...left]).toEqual([])
})

it('composed nets, where all of their kinds are read', async () => {
  let read = 0
  for (const [name, make] of composed) {
    const trip = await there(make()).catch((e: unknown) => (e as Error).message)
    if (typeof trip === 'string')
      expect([name, trip]).toEqual([name, expect.stringMatching(/^fromOnnx: the node/)])
    else {
      expect([name, trip.difference]).toEqual([name, expect.closeTo(0, 5)])
      read++
    }
  }
  expect(read).toBeGreaterThanOrEqual(35)
})

// ---------- generated nets ----------
/** Calls on a block of any shape. */
type Piece = (x: Any) => Any
type Any = any
const same = { padding: 'same' } as const
// one channel would be no group
const size = fc.integer({ min: 2, max: 6 })
const conv = fc
  .record({
    n: size,
    kernel: fc.constantFrom(2, 3, [1, 3]),
    useBias: fc.boolean(),
    window: fc.constantFrom(
      {},
      same,
      { stride: 2 },
      { ...same, stride: 2 },
      { ...same, dilation: 2 },
    ),
  })
  .map(
    ({ n, kernel, useBias, window }): Piece =>
      (x) =>
        x.conv(n, kernel, { useBias, ...window }),
  )
const depthwise = fc.record({ useBias: fc.boolean(), depthMultiplier: fc.constantFrom(1, 2) }).map(
  (options): Piece =>
    (x) =>
      x.pad(1).depthwiseConv(3, { stride: 2, ...options }),
)
const bn = fc
  .record({ momentum: fc.constantFrom(0.9, 0.99), epsilon: fc.constantFrom(0.001, 1e-5) })
  .map(
    (options): Piece =>
      (x) =>
        x.bn(options),
  )
const others = fc.constantFrom<Piece>(
  (x) => x.relu(),
  (x) => x.relu6(),
  (x) => x.leakyRelu({ alpha: 0.1 }),
  (x) => x.activation('hardSilu'),
  (x) => x.activation('gelu'),
  (x) => x.prelu({ sharedAxes: [1, 2] }),
  (x) => x.groupNorm(1, { epsilon: 1e-5 }),
  (x) => x.pool(3, { stride: 2, ...same }),
  (x) => x.pool(2, { kind: 'average', stride: 1, ...same }),
  (x) => x.upsample(2),
  (x) => x.convTranspose(3, 3, { stride: 2, ...same }),
  (x) => x.layerScale({ initial: 1 }),
)
const simple = fc.oneof({ weight: 2, arbitrary: conv }, depthwise, bn, {
  weight: 2,
  arbitrary: others,
})
const chain =
  (all: readonly Piece[]): Piece =>
  (x) =>
    all.reduce((y, piece) => piece(y), x)
/** What begins with a layer that keeps the sizes, so that it stands in any part. */
const part = fc
  .record({
    n: size,
    others: fc.array(
      fc.oneof(
        bn,
        fc.constant<Piece>((x) => x.relu()),
      ),
      { maxLength: 2 },
    ),
  })
  .map(({ n, others: more }): Piece => chain([(x) => x.conv(n, 3, same), ...more]))
const parts = fc.oneof(
  // the shortcut brings the channels together
  fc.tuple(size, part).map(
    ([n, body]): Piece =>
      (x) =>
        x.pipe(residual(body(block()).conv(n, 1), block().conv(n, 1) as Any)),
  ),
  fc
    .tuple(
      fc.constantFrom('concat' as const, 'multiply' as const, 'maximum' as const),
      part,
      part,
      size,
    )
    .map(
      ([merge, one, two, n]): Piece =>
        (x) =>
          x.pipe((branch(one(block()).conv(n, 1), two(block()).conv(n, 1)) as Any)[merge]()),
    ),
)
const heads = fc.constantFrom<Piece>(
  (x) => x.globalPool().dense(3),
  (x) => x.flatten().dense(4).relu().dense(2).softmax(),
  (x) => x.conv(2, 1),
)
const nets = fc
  .tuple(conv, fc.array(fc.oneof({ weight: 3, arbitrary: simple }, parts), { maxLength: 6 }), heads)
  .map(
    ([first, pieces, head]) =>
      () =>
        chain([first, ...pieces, head])(input([13, 11, 3]).loose()),
  )

it.each(['nhwc', 'nchw'] as const)('generated nets, %s', async (layout) => {
  await fc.assert(
    fc.asyncProperty(nets, async (make) => {
      const net: AnyDescription = make()
      const checked = check(net)
      // an axis of one pixel is as good as none
      fc.pre(
        checked._tag === 'Right' &&
          checked.right.positions.every(
            ({ shape: [rows, columns, ...more] }) =>
              more.length === 0 || ((rows ?? 0) > 1 && (columns ?? 0) > 1),
          ),
      )
      const { source, back, keepsWeights, difference } = await there(net, { layout })
      expect(sourceOf(back.net)).toBe(source)
      expect(keepsWeights).toBe(true)
      expect(difference).toBeLessThan(1e-5)
    }),
    { numRuns: 60 },
  )
})
