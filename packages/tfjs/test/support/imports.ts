// Models to import, and what becomes of them.
import { expect } from '@jest/globals'
import * as tf from '@tensorflow/tfjs'
import { BuildError, render } from '@layersmith/core'
import { fromModel, fromModelE } from '@layersmith/tfjs'
import type { Layer, Sym } from './audited.js'
import { type RoundTrip, roundTrip } from './round-trip.js'
import { wave } from './tensors.js'

export const l = tf.layers
export const relu = (name: string): Layer => l.reLU({ name })
export const conv = (name: string, filters = 2): Layer =>
  l.conv2d({ filters, kernelSize: 3, padding: 'same', name })
// a merge has one output
export const merge = (make: Layer, ...x: Sym[]): Sym => make.apply(x) as Sym
export const model = (inputs: Sym | Sym[], outputs: Sym | Sym[]): tf.LayersModel =>
  tf.model({ inputs, outputs, name: 'm' })
/** The lines of the printed net, without imports. */
export const linesOf = ({ source }: RoundTrip): string[] => source.trimEnd().split('\n').slice(2)

/** A round trip on numbers in a model's input shapes; it must leak nothing and compute the same. */
export const same = (m: tf.LayersModel, tolerance = 1e-6): RoundTrip => {
  const x = m.inputs.map((t, i) => wave([3, ...t.shape.slice(1).map((n) => n ?? 5)], i))
  const before = tf.memory().numTensors
  const trip = roundTrip(m, x.length === 1 ? x[0]! : x)
  expect(tf.memory().numTensors).toBe(before)
  expect(trip.worst).toBeLessThanOrEqual(tolerance)
  tf.dispose(x)
  return trip
}
export const problemsOf = (m: tf.LayersModel): string[] => {
  const before = tf.memory().numTensors
  const imported = fromModelE(m)
  expect(tf.memory().numTensors).toBe(before)
  if (imported._tag === 'Right') throw new Error('it has no problems')
  expect(() => fromModel(m)).toThrow(BuildError)
  return imported.left.map(render)
}
