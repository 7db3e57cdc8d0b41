// The law of sharing: for every layer class that TensorFlow.js registers, using one instance twice
// does what the table of kinds says about what it holds. Observed, not assumed.
import { describe, expect, it } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { type Held, kinds, notKinds } from '@layersmith/core'
import { dataFor, declared, entrance, make, one, registered } from './support/instances.js'
import { type Sample, samples } from './support/samples.js'
import { valuesOf, wave } from './support/tensors.js'

const served = new Set(kinds().flatMap((k) => k.classes))

/** What a layer does with shapes: its values, or a refusal. */
const outcome = (
  layer: tf.layers.Layer,
  sample: Sample,
  shapes: Sample['shapes'],
  weights: number[][] | null,
): unknown => {
  let made = false
  try {
    const inputs = shapes.map((shape) => tf.input({ shape: [...shape] }))
    const output = layer.apply(one(inputs.map(entrance))) as tf.SymbolicTensor
    made = true
    if (weights !== null)
      layer.setWeights(layer.weights.map((w, i) => tf.tensor(weights[i]!, w.shape as number[])))
    const y = tf
      .model({ inputs, outputs: output })
      .predict(one(dataFor(sample, shapes, 3))) as tf.Tensor
    return { shape: y.shape, values: Array.from(y.dataSync()) }
  } catch {
    return made ? 'fails when it runs' : 'refused'
  }
}
/**
 * Whether a layer without weights changes at its first use: a fresh one treats shapes differently.
 */
const isPinned = (sample: Sample): boolean =>
  sample.others.some((shapes) => {
    const used = make(sample)
    outcome(used, sample, sample.shapes, null)
    const [again, fresh] = [
      outcome(used, sample, shapes, null),
      outcome(make(sample), sample, shapes, null),
    ]
    return JSON.stringify(again) !== JSON.stringify(fresh)
  })
const trained = (layer: tf.layers.Layer, sample: Sample, phase: number): number[] =>
  Array.from(
    (
      layer.apply(one(dataFor(sample, sample.shapes, phase)), { training: true }) as tf.Tensor
    ).dataSync(),
  )

/** What a class with this config holds, by observation. */
const seen = (sample: Sample): Held => {
  const layer = make(sample)
  const before = outcome(layer, sample, sample.shapes, null)
  if (typeof before === 'string')
    throw new Error(`${sample.className} on ${JSON.stringify(sample.shapes)}: ${before}`)
  if (layer.weights.length > 0) {
    const weights = valuesOf(layer)
    const [first] = [trained(layer, sample, 1), trained(layer, sample, 2)]
    expect(first.length).toBeGreaterThan(0)
    return JSON.stringify(valuesOf(layer)) === JSON.stringify(weights)
      ? 'weights'
      : 'batchStatistics'
  }
  // a random mask may equal the one before it by chance, but hardly seven times
  const calls = Array.from({ length: 8 }, () => JSON.stringify(trained(layer, sample, 1)))
  const quiet =
    JSON.stringify(outcome(layer, sample, sample.shapes, null)) === JSON.stringify(before)
  expect({ sample, quiet }).toEqual({ sample, quiet: true })
  // training changes the output, and one instance repeats it where a second one would too
  const plain = JSON.stringify(
    Array.from((layer.apply(one(dataFor(sample, sample.shapes, 1))) as tf.Tensor).dataSync()),
  )
  if (calls.every((call) => call === calls[0]) && calls[0] !== plain) return 'randomness'
  return isPinned(sample) ? 'pinnedShape' : 'nothing'
}

describe('the classes that TensorFlow.js registers', () => {
  it('are 69, and six are ours', () => expect(registered).toHaveLength(69 + 6))
  it.each(registered)('%s is a kind, or is in the table of those that are not', (name) => {
    expect({ name, kind: served.has(name), none: name in notKinds }).toEqual({
      name,
      kind: !(name in notKinds),
      none: name in notKinds,
    })
  })
  it('are the only ones in the tables', () => {
    expect(
      [...served, ...Object.keys(notKinds)].filter((name) => !registered.includes(name)),
    ).toEqual(['MultiHeadAttention'])
    expect(Object.keys(tf.layers).filter((name) => /attention/i.test(name))).toEqual([])
  })
  it('that are kinds have samples here', () => {
    expect([...served].filter((name) => !samples.some((s) => s.className === name))).toEqual([])
  })
})

describe('an instance used twice', () => {
  it.each(samples.map((s) => [s.className, JSON.stringify(s.config), s] as const))(
    'of %s %s holds what the table says',
    (_, __, sample) => {
      expect(seen(sample)).toBe(declared(sample))
    },
  )
  it.each(
    samples
      .filter((s) => declared(s) === 'nothing')
      .map((s) => [s.className, JSON.stringify(s.config), s] as const),
  )('of %s %s does on other shapes what a fresh one does', (_, __, sample) => {
    expect(isPinned(sample)).toBe(false)
  })
  it.each(
    samples
      .filter((s) => ['weights', 'batchStatistics'].includes(declared(s)))
      .map((s) => [s.className, JSON.stringify(s.config), s] as const),
  )('of %s %s has one set of weights at both places', (_, __, sample) => {
    const layer = make(sample)
    outcome(layer, sample, sample.shapes, null)
    const weights = [...layer.weights]
    outcome(layer, sample, sample.shapes, null)
    expect(layer.weights).toEqual(weights)
    const fresh = make(sample)
    expect(outcome(fresh, sample, sample.shapes, valuesOf(layer))).toEqual(
      outcome(layer, sample, sample.shapes, null),
    )
  })
})

describe('classes that are not kinds', () => {
  it.each(['Resizing', 'RandomWidth'])('%s fails in any model', (className) => {
    const layer = make({
      className,
      config: { height: 3, width: 3, factor: 0.2 },
      shapes: [],
      others: [],
    })
    const x = tf.input({ shape: [6, 6, 2] })
    const model = tf.model({ inputs: x, outputs: layer.apply(x) as tf.SymbolicTensor })
    expect(() => model.predict(wave([2, 6, 6, 2]))).toThrow()
  })
})
